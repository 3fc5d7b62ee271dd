"""The events behind a number: a list in pages, and its files."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from duta.server.glance import done
from duta.server.pages.filters import filter_form
from duta.server.pages.parts import event_files, event_list, pager
from duta.server.pages.view import View, frame, html
from duta.store import Filter

PAGE = 50


async def events(view: View) -> None:
    """The page."""
    words, wish = view.words, done(view.wish)
    try:
        asked = Filter.model_validate(
            {**wish.model_dump(exclude_unset=True), "limit": PAGE, "cursor": view.params.get("cursor") or None}
        )
    except ValueError:
        asked = wish.model_copy(update={"limit": PAGE})
    found, after = await view.ask(lambda: view.store.page(asked))
    count = await view.ask(lambda: view.bench.memory.get(("count", wish.words()), lambda: view.store.count(wish)))
    with frame(view, words("events.title"), "events"):
        html(filter_form(view))
        html(
            Markup('<p class="lead"><span class="count">{}</span> <span class="quiet">{}</span></p>').format(
                words("events.lead", n=count), words("overview.lead_note")
            )
        )
        listed: list[Any] = found
        html(event_list(view, listed) + pager(view, view.wish, after), "card")
        html(event_files(view, wish))
