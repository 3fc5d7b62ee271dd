"""Dyad: cooperation and conflict between two parties over time, what they did, their leaders' visits, the events themselves."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from nicegui import ui

from duta.analysis import Series, Visit
from duta.server.asking import query_of
from duta.server.charts import scores
from duta.server.glance import done, glance
from duta.server.pages.filters import filter_form
from duta.server.pages.parts import downloads, event_files, event_list, folded, link, table
from duta.server.pages.view import View, frame, html
from duta.store import Filter
from duta.store.summaries import type_tallies

LATEST = 10
VISITS = 100


async def dyad(view: View) -> Response | None:
    """The page."""
    words, wish = view.words, view.wish
    first, second = (view.params.get(side, "").strip().upper() for side in ("first", "second"))
    if first and second:  # the page's own form: two parties make a dyad
        return RedirectResponse(view.to("dyad", wish, dyad=f"{first}{'>' if view.params.get('direction') else '-'}{second}"), 303)
    pairs = wish.dyads
    with frame(view, words("dyad.title"), "dyad"):
        html(filter_form(view))
        html(_choice(view))
        if not pairs:
            found = await view.ask(
                lambda: view.bench.memory.get(("glance", wish.words(), None), lambda: glance(view.store, wish))
            )
            html(
                Markup("<p>{}</p>").format(words("dyad.pick"))
                + _offers(view, [(d.actor, d.recipient) for d in (found.ranking.dyads if found.ranking else [])])
            )
            return None
        await _about(view, wish, pairs)
    return None


async def _about(view: View, wish: Filter, pairs: list[tuple[str, str]]) -> None:
    words = view.words
    title = words("dyad.lead_one" if len(pairs) == 1 else "dyad.lead", a=words.country(pairs[0][0]), b=words.country(pairs[0][1]))
    by = (await view.ask(lambda: glance(view.store, wish))).by
    by = by if by in ("month", "quarter", "year") else "month"
    series: Series = await view.ask(lambda: view.store.series(wish, by=by))
    listed: list[Any]
    listed, _ = await view.ask(lambda: view.store.page(done(wish).model_copy(update={"limit": LATEST})))
    kinds = await view.ask(lambda: type_tallies(view.store, done(wish)))
    visits: list[Visit] = await view.ask(
        lambda: view.store.visits(wish.model_copy(update={"dyad": f"{pairs[0][0]}-{pairs[0][1]}"}))[:VISITS]
    )
    html(
        Markup('<p class="lead"><span class="count">{}</span> {}</p>').format(
            title, link(view.to("events"), words("overview.lead", n=sum(b.events for b in series.bins)))
        )
    )
    with ui.element("section").classes("part card"):
        html(
            Markup('<h2>{}</h2><p class="quiet">{}</p>').format(
                words("dyad.series"), words("dyad.series_note", by=words(f"overview.by_{by}"))
            )
        )
        ui.echart(scores(words, series)).classes("chart").props(f'role="img" aria-label="{words("dyad.series")}"')
        rows = [
            [
                b.start,
                words.number(b.events),
                words.decimal(b.score_sum, 1),
                words.decimal(b.score_sum_interval[0], 1),
                words.decimal(b.score_sum_interval[1], 1),
            ]
            for b in series.bins
        ]
        head = [words("overview.start"), words("dyad.counts"), words("dyad.sum"), words("dyad.low"), words("dyad.high")]
        html(
            folded(words("common.as_table"), table(head, rows, words("dyad.series"), range(1, 5)))
            + downloads(view, [("CSV", "/api/v1/series" + query_of(wish, by=by, format="csv"))])
        )
    with ui.element("div").classes("columns"):
        html(_types(view, kinds), "card")
        html(
            Markup("<h2>{}</h2>{}").format(words("dyad.latest"), event_list(view, listed)) + event_files(view, done(wish)), "card"
        )
    if visits:
        html(_visits(view, visits), "card")


def _types(view: View, kinds: list[tuple[str, int]]) -> Markup:
    words = view.words
    rows = [
        [
            link(view.to("events", view.wish.model_copy(update={"type": [kind]})), f"{kind} - {words.name('types', kind)}"),
            words.number(n),
        ]
        for kind, n in kinds
    ]
    return Markup("<h2>{}</h2>{}").format(
        words("dyad.types"), table([words("filter.type"), words("overview.now")], rows, words("dyad.types"), (1,))
    )


def _visits(view: View, visits: list[Visit]) -> Markup:
    words = view.words
    rows = [
        [
            link(f"/event/{v.events[0]}", words.days(v.start, v.end)),
            v.visitor,
            ", ".join([*v.places, words.country(v.host_code)]),
            words(f"dyad.{v.status}"),
        ]
        for v in reversed(visits)
    ]
    head = [words(f"dyad.{key}") for key in ("days", "visitor", "host", "status")]
    return Markup("<h2>{}</h2>{}").format(words("dyad.visits"), table(head, rows, words("dyad.visits")))


def _choice(view: View) -> Markup:
    words, pairs = view.words, view.wish.dyads
    first, second = pairs[0] if pairs else ("", "")
    field = Markup('<label>{}<input name="{}" value="{}" required pattern="[A-Za-z]{{3}}" size="5" placeholder="{}"></label>')
    return Markup(
        '<form method="get" action="/dyad" class="grid inline">{}{}<label class="check"><input type="checkbox" name="direction" value="1"{}> {}</label>'
        '<p class="actions"><button class="primary">{}</button></p></form>'
    ).format(
        field.format(words("dyad.first"), "first", first, "IDN"), field.format(words("dyad.second"), "second", second, "CHN"),
        Markup(" checked") if len(pairs) == 1 else "", words("dyad.direction"), words("dyad.show"),
    )  # fmt: skip


def _offers(view: View, pairs: list[tuple[str, str]]) -> Markup:
    words = view.words
    several = dict.fromkeys(tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1])
    return Markup('<ul class="offers">{}</ul>').format(
        Markup().join(
            Markup("<li>{}</li>").format(link(view.to("dyad", dyad=f"{a}-{b}"), f"{words.country(a)} - {words.country(b)}"))
            for a, b in several
        )
    )
