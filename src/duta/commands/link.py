"""`duta link`: the mentions of a store that tell one event become one event; people's splits and merges."""

from __future__ import annotations

from typing import Annotated

import typer

from duta.commands.corpus import DEFAULT, Url, opened
from duta.commands.saying import fail, say


def link(
    store: Url = DEFAULT,
    merge: Annotated[tuple[str, str] | None, typer.Option(help="Ids of two mentions that are one event: joined for good.")] = None,
    split: Annotated[tuple[str, str] | None, typer.Option(help="Ids of two mentions that are not: kept apart for good.")] = None,
    forget: Annotated[tuple[str, str] | None, typer.Option(help="Ids of two mentions: take back what was said of them.")] = None,
    by: Annotated[str, typer.Option(help="Who decides; needed with --merge and --split.")] = "",
    note: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
) -> None:
    """Link what is new in a store: mentions of one event, in any article and language, become one event."""
    if (merge or split) and not by:
        raise fail("say who decides: --by NAME", 2)
    with opened(store) as corpus:
        if merge:
            corpus.decide("merge", *merge, person=by, note=note)
        if split:
            corpus.decide("split", *split, person=by, note=note)
        if forget:
            corpus.withdraw(*forget)
        counts = corpus.link().counts
    written = f"{counts['mentions']} mentions looked at, {counts['events']} events written"
    say(f"{written}, {counts['linked']} mentions linked with others")
