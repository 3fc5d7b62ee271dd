"""Pieces that several pages are put together from; all of them escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup

from duta.exchange import FORMATS
from duta.records import Event, LinkedEvent
from duta.server.asking import query_of
from duta.server.pages.view import View
from duta.server.telling import sentence, status, told_by
from duta.store import Filter

Cell = str | Markup
MORE = ("csv", "parquet", "geojson", "jsonl", "polecat", "cameo")
"""Formats that a list of events is offered in, the common ones first."""


def link(href: str, words: object, classes: str = "") -> Markup:
    return Markup('<a href="{}"{}>{}</a>').format(href, Markup(' class="{}"').format(classes) if classes else "", words)


def table(head: Sequence[Cell], rows: Iterable[Sequence[Cell]], caption: str, numbers: Sequence[int] = ()) -> Markup:
    """A table; `numbers` are the columns of figures. It scrolls by itself where the screen is narrow."""
    body = Markup().join(
        Markup("<tr>{}</tr>").format(
            Markup().join(
                Markup("<td{}>{}</td>").format(Markup(' class="n"') if i in numbers else "", c) for i, c in enumerate(row)
            )
        )
        for row in rows
    )
    top = Markup().join(
        Markup('<th scope="col"{}>{}</th>').format(Markup(' class="n"') if i in numbers else "", c) for i, c in enumerate(head)
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{0}"><table><caption class="hidden">{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, top, body)


def facts(rows: Iterable[tuple[str, Cell]], caption: str) -> Markup:
    """Names and what they are, as a table whose rows are named."""
    body = Markup().join(Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(*row) for row in rows)
    return Markup('<table class="facts"><caption class="hidden">{}</caption><tbody>{}</tbody></table>').format(caption, body)


def folded(summary: str, inside: Markup, *, open: bool = False) -> Markup:
    """Something that is opened by a click or key."""
    return Markup("<details{}><summary>{}</summary>{}</details>").format(Markup(" open") if open else "", summary, inside)


def downloads(view: View, links: Iterable[tuple[str, str]]) -> Markup:
    """Links to files."""
    listed = Markup().join(Markup('<li><a href="{}" download>{}</a></li>').format(href, name) for name, href in links)
    return Markup('<ul class="downloads" aria-label="{0}"><li>{0}:</li>{1}</ul>').format(view.words("common.download"), listed)


def event_files(view: View, wish: Filter) -> Markup:
    """All events of a filter, in the formats of `duta export`."""
    links = [
        (name.upper() if name != "geojson" else "GeoJSON", "/api/v1/exports" + query_of(wish, format=name))
        for name in MORE
        if name in FORMATS
    ]
    return downloads(view, [*links, (view.words("events.codebook"), "/api/v1/exports/codebook" + query_of(wish, format="csv"))])


def event_address(event: LinkedEvent) -> str:
    return f"/event/{quote(event.event_id, safe='')}"


def article_address(doc_id: str) -> str:
    return f"/article?{'id=' + quote(doc_id, safe='')}"


def event_list(view: View, events: Iterable[LinkedEvent]) -> Markup:
    """Events as sentences, each leading to its page."""
    items = Markup().join(_item(view, event) for event in events)
    return (
        Markup('<ol class="events">{}</ol>').format(items)
        if items
        else Markup('<p class="quiet">{}</p>').format(view.words("common.none"))
    )


def _item(view: View, event: LinkedEvent) -> Markup:
    words = view.words
    return Markup('<li class="q{quad}"><time>{day}</time><a href="{href}">{told}</a> {tags}<span class="quiet">{by} · {sure}</span></li>').format(
        quad=event.quad_code, day=words.days(event.date, event.enddate), href=event_address(event), told=sentence(words, event, dated=False),
        tags=tags(view, event), by=told_by(words, event), sure=f"{words('common.confidence')} {words.decimal(event.confidence)}",
    )  # fmt: skip


def tags(view: View, event: Event) -> Markup:
    """Quad class and status of an act."""
    words = view.words
    told = [(f"tag q{event.quad_code}", words.name("quads", str(event.quad_code)))]
    if event.aux:
        told.append(("tag aux", status(words, event)))
    return Markup().join(Markup('<span class="{}">{}</span> ').format(classes, text) for classes, text in told)


def pager(view: View, wish: Filter, after: str | None) -> Markup:
    """To the next page of a list, and back to its beginning."""
    words, links = view.words, []
    if view.params.get("cursor"):
        links.append(link(view.path + query_of(wish), words("events.first"), "button"))
    if after:
        links.append(link(view.path + query_of(wish, cursor=after), words("common.next"), "button"))
    return (
        Markup('<nav class="pager" aria-label="{}">{}</nav>').format(words("common.next"), Markup(" ").join(links))
        if links
        else Markup()
    )


def safe_url(url: str | None) -> str | None:
    """An address that a link may lead to: of the web, not of a script."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
