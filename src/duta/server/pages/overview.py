"""Overview: what happened, when, between whom and where, under one filter."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup
from nicegui import events, ui

from duta.server.asking import query_of
from duta.server.charts import over_time
from duta.server.glance import Glance, QuadBin, Where, done, glance, period_before
from duta.server.maps import INDONESIA, WORLD, at, draw
from duta.server.pages.filters import filter_form
from duta.server.pages.parts import downloads, event_files, event_list, folded, link, table
from duta.server.pages.view import View, button, frame, html
from duta.store import Filter

LATEST = 8
ROWS = 200
"""Rows of a table on this page; the file has all."""


async def overview(view: View) -> None:
    """The page."""
    words, wish = view.words, done(view.wish)
    found: Glance = await view.ask(
        lambda: view.bench.memory.get(("glance", view.wish.words(), None), lambda: glance(view.store, view.wish))
    )
    latest, _ = await view.ask(
        lambda: view.bench.memory.get(
            ("latest", wish.words()), lambda: view.store.page(wish.model_copy(update={"limit": LATEST}))
        )
    )
    with frame(view, words("overview.title"), "overview"):
        html(filter_form(view))
        count = link(view.to("events"), words("overview.lead", n=found.events), "count")
        html(Markup('<p class="lead">{} <span class="quiet">{}</span></p>').format(count, words("overview.lead_note")))
        if not found.events:
            html(Markup("<p>{}</p>").format(words("common.none" if view.wish.words() != "everything" else "common.empty")))
            return
        _over_time(view, found)
        with ui.element("div").classes("columns"):
            html(_dyads(view, found), "card")
            html(_latest(view, latest, found), "card")
        html(_where(view, found, wish), "card")


def _over_time(view: View, found: Glance) -> None:
    words = view.words
    with ui.element("section").classes("part card"):
        note = words("overview.time_note", by=words(f"overview.by_{found.by}"))
        html(Markup('<h2>{}</h2><p class="quiet">{}</p>').format(words("overview.time"), note))
        chart = ui.echart(
            over_time(words, found),
            on_point_click=lambda e: ui.navigate.to(view.to("events", _within(view.wish, found, e.data_index, e.data_index))),
        )
        chart.classes("chart").props(f'role="img" aria-label="{words("overview.time")}"')
        brush = {"start": 0.0, "end": 100.0}

        def moved(event: events.GenericEventArguments) -> None:
            brush.update({side: event.args[side] for side in brush if event.args.get(side) is not None})

        chart.on("chart:datazoom", moved, ["start", "end"], throttle=0.2)
        button(words("overview.zoom"), lambda: ui.navigate.to(view.to("overview", _brushed(view.wish, found, brush))))
        rows = [_bin_row(view, found, i) for i in range(len(found.bins))][-ROWS:]
        head = [words("overview.start"), *(words.name("quads", str(q)) for q in range(1, 5))]
        left_out = [
            words(f"overview.{name}", n=n)
            for name, n in (("coarser", found.coarser), ("undated", found.undated), ("outside", found.outside))
            if n
        ]
        if left_out:
            html(Markup('<p class="quiet">{}</p>').format(f"{words('overview.left_out')} {', '.join(left_out)}."))
        html(folded(words("common.as_table"), table(head, rows, words("overview.time"), range(1, 5))) + _csv(view, "time"))


def _bin_row(view: View, found: Glance, i: int) -> list[Any]:
    within = _within(view.wish, found, i, i)
    counts = [
        link(view.to("events", within.model_copy(update={"quad": [quad]})), view.words.number(n)) if n else "0"
        for quad, n in enumerate(found.bins[i].quads, 1)
    ]
    return [link(view.to("events", within), found.bins[i].start), *counts]


def _brushed(wish: Filter, found: Glance, brush: dict[str, float]) -> Filter:
    last = len(found.bins) - 1
    return _within(wish, found, round(last * brush["start"] / 100), round(last * brush["end"] / 100))


def _within(wish: Filter, found: Glance, first: int, last: int) -> Filter:
    """The filter narrowed to some bins of the chart, its own period kept where that is narrower."""
    since, until = date.fromisoformat(found.bins[first].start), end_of(found.bins[last], found.by)
    since = max(since, wish.since) if wish.since else since
    return wish.model_copy(update={"since": since, "until": min(until, wish.until) if wish.until else until})


def end_of(bin: QuadBin, by: str) -> date:
    """The last day of a bin."""
    start = date.fromisoformat(bin.start)
    if by in ("day", "week"):
        return start + timedelta(days=0 if by == "day" else 6)
    month = start.month - 1 + {"month": 1, "quarter": 3, "year": 12}[by]
    if start.year + month // 12 > date.max.year:
        return date.max
    return date(start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _dyads(view: View, found: Glance) -> Markup:
    words, ranking = view.words, found.ranking
    if ranking is None:
        return Markup()
    since, until = date.fromisoformat(ranking.since), date.fromisoformat(ranking.until)
    past = period_before(since, until) or {}
    rows: list[list[Any]] = []
    for d in ranking.dyads:
        wish = view.wish.model_copy(update={"since": since, "until": until, "dyad": f"{d.actor}>{d.recipient}"})
        change = words("overview.new") if not d.before else f"{round(100 * (d.events - d.before) / d.before):+d} %"
        name = Markup("{} <span aria-hidden='true'>→</span> {}").format(words.country(d.actor), words.country(d.recipient))
        before = link(view.to("events", wish.model_copy(update=past)), words.number(d.before)) if d.before else "0"
        rows.append(
            [
                link(view.to("dyad", wish), name),
                link(view.to("events", wish), words.number(d.events)),
                before,
                change,
                words.decimal(d.score, 1),
            ]
        )
    head = [words(f"overview.{key}") for key in ("pair", "now", "before", "change", "score")]
    note = words("overview.dyads_note", since=words.day(ranking.since), until=words.day(ranking.until))
    return Markup('<h2>{}</h2><p class="quiet">{}</p>{}').format(
        words("overview.dyads"), note, table(head, rows, words("overview.dyads"), (1, 2, 3, 4))
    ) + _csv(view, "dyads")


def _latest(view: View, latest: list[Any], found: Glance) -> Markup:
    words = view.words
    more = link(view.to("events"), words("overview.all_events", n=found.events), "button")
    return Markup("<h2>{}</h2>{}<p>{}</p>").format(words("overview.latest"), event_list(view, latest), more) + event_files(
        view, done(view.wish)
    )


def _where(view: View, found: Glance, wish: Filter) -> Markup:
    words = view.words
    countries: dict[str, int] = defaultdict(int)
    provinces: dict[str, int] = defaultdict(int)
    for place in found.places:
        if place.country:
            countries[place.country] += place.events
        if place.country == "IDN" and place.admin1:
            provinces[place.admin1] += place.events
    only = sum(p.events for p in found.places if p.resolution in ("", "country"))
    by_country = [[link(view.to("events", view.wish.model_copy(update={"country": [c]})), words.country(c)), words.number(n)]
                  for c, n in sorted(countries.items(), key=lambda kv: -kv[1])[:ROWS]]  # fmt: skip
    by_province = [[link(view.to("events", view.wish.model_copy(update={"country": ["IDN"], "admin1": [p]})), p), words.number(n)]
                   for p, n in sorted(provinces.items(), key=lambda kv: -kv[1])]  # fmt: skip
    names = words("overview.country"), words("overview.provinces"), words("overview.now"), words("overview.place")
    tables = folded(names[0], table([names[0], names[2]], by_country, names[0], (1,)))
    if by_province:
        tables += folded(names[1], table([names[1], names[2]], by_province, names[1], (1,)))
    exact = [p for p in found.places if p.resolution not in ("", "country")][:ROWS]
    tables += folded(
        names[3],
        table([names[3], names[0], words("overview.precision"), names[2]], (_place_row(view, p) for p in exact), names[3], (3,)),
    )
    sheets = Markup().join(
        Markup("<figure><figcaption>{}</figcaption>{}</figure>").format(
            words(f"overview.{sheet.name}"), draw(words, sheet, found.places, wish)
        )
        for sheet in (WORLD, INDONESIA)
    )
    files = downloads(view, [("CSV", "/api/v1/overview.csv" + query_of(view.wish, what="places")), ("GeoJSON", "/api/v1/exports" + query_of(wish, format="geojson")),
                             *((f"SVG ({words(f'overview.{s.name}')})", f"/map/{s.name}.svg" + query_of(view.wish)) for s in (WORLD, INDONESIA))])  # fmt: skip
    return Markup('<h2>{}</h2><p class="quiet">{}</p><div class="maps">{}</div><p class="quiet">{}</p>{}{}').format(
        words("overview.map"),
        words("overview.map_note"),
        sheets,
        words("overview.nowhere", n=found.nowhere, m=only),
        tables,
        files,
    )


def _place_row(view: View, place: Where) -> list[Any]:
    words = view.words
    return [
        link("/events" + at(place, view.wish), place.name),
        words.country(place.country),
        words.name("resolutions", place.resolution),
        words.number(place.events),
    ]


def _csv(view: View, what: str) -> Markup:
    return downloads(view, [("CSV", "/api/v1/overview.csv" + query_of(view.wish, what=what))])
