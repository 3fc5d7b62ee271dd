"""Actors and Places: what duta knows of a name, and how often this store tells of it."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from duta.server.glance import Where, done
from duta.server.knowing import actors_called, places_called
from duta.server.maps import at
from duta.server.pages.parts import link, table
from duta.server.pages.view import View, frame, html
from duta.store import Filter
from duta.store.looking import entities
from duta.store.summaries import spots

LISTED = 50


async def actors(view: View) -> None:
    """The page of actors."""
    words, name = view.words, view.params.get("name", "").strip()[:200]
    with frame(view, words("actors.title"), "actors"):
        html(Markup('<p class="lead">{}</p>').format(words("actors.lead")) + _search(view, "/actors", words("actors.name"), name))
        if name:
            known = await view.ask(lambda: actors_called(name))
            rows = [
                [k.name, ", ".join(filter(None, [words.country(k.code) if k.code else "", words.name("sectors", k.sector)])), k.office or k.kind,
                 " ".join(filter(None, [words("actors.since", day=words.day(k.start)) if k.start else "", words("actors.to", day=words.day(k.end)) if k.end else ""])),
                 k.wikidata or "", k.source]
                for k in known
            ]  # fmt: skip
            head = [
                words("actors.name"),
                words("actors.code"),
                words("actors.office"),
                words("actors.dates"),
                "Wikidata",
                words("actors.source"),
            ]
            told = (
                table(head, rows, words("actors.known", name=name))
                if rows
                else Markup('<p class="quiet">{}</p>').format(words("actors.nothing"))
            )
            html(Markup("<h2>{}</h2>{}").format(words("actors.known", name=name), told), "card")
        found = await view.ask(lambda: entities(view.store, name, LISTED))
        rows_here = [
            [
                link("/actors" + _name(e.name), e.name),
                e.wikidata or "",
                link(view.to("events", Filter(actor=[e.name])), words.number(e.events)),
            ]
            for e in found
        ]
        listed = table([words("actors.name"), "Wikidata", words("common.events")], rows_here, words("actors.corpus"), (2,))
        html(Markup("<h2>{}</h2>{}").format(words("actors.corpus"), listed), "card")


async def places(view: View) -> None:
    """The page of places."""
    words, name = view.words, view.params.get("name", "").strip()[:200]
    with frame(view, words("places.title"), "places"):
        html(Markup('<p class="lead">{}</p>').format(words("places.lead")) + _search(view, "/places", words("places.name"), name))
        if name:
            known = await view.ask(lambda: places_called(name))
            rows = [
                [p.name, words.name("resolutions", p.kind), ", ".join(filter(None, [p.admin2 if p.admin2 != p.name else "", p.admin1, words.country(p.country) if p.country else ""])),
                 f"{p.lat:.4f}, {p.lon:.4f}" + ("" if p.exact else f" ({words('places.rough')})"), str(p.geonameid or "")]
                for p in known[:LISTED]
            ]  # fmt: skip
            head = [words("places.name"), words("places.kind"), words("places.within"), words("places.point"), "GeoNames"]
            told = (
                table(head, rows, words("places.known", name=name))
                if rows
                else Markup('<p class="quiet">{}</p>').format(words("places.nothing"))
            )
            html(Markup("<h2>{}</h2>{}").format(words("places.known", name=name), told), "card")
        found = await view.ask(lambda: spots(view.store, done(Filter())))
        here = [s for s in found if s.name and name.lower() in s.name.lower()][:LISTED]
        rows_here = [
            [
                link("/events" + at(Where.model_validate(s, from_attributes=True), Filter()), s.name),
                words.country(s.country),
                words.name("resolutions", s.resolution),
                words.number(s.events),
            ]
            for s in here
        ]
        listed = table(
            [words("overview.place"), words("overview.country"), words("overview.precision"), words("common.events")],
            rows_here,
            words("places.corpus"),
            (3,),
        )
        html(Markup("<h2>{}</h2>{}").format(words("places.corpus"), listed), "card")


def _search(view: View, path: str, label: str, name: str) -> Markup:
    return Markup(
        '<form method="get" action="{}" role="search" class="grid inline"><label>{}<input type="search" name="name" value="{}"></label>'
        '<p class="actions"><button class="primary">{}</button></p></form>'
    ).format(path, label, name, view.words("common.search"))


def _name(name: str) -> str:
    return f"?{urlencode({'name': name})}"
