"""Event: the record in words, and every mention beside it with the evidence in its article, why, and what linked it."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from markupsafe import Markup

from duta.records import Entity, Event, LinkedEvent
from duta.server.marking import around, evidence_of, marked
from duta.server.pages.parts import Cell, article_address, facts, folded, link, safe_url, tags
from duta.server.pages.view import View, frame, html
from duta.server.telling import sentence, told_by, who
from duta.store.looking import Member, event_of, members_of

WITHOUT = "told by no other mention"
"""What linking writes of a mention that stayed alone."""
LIKE = re.compile(r"(like) (\S.*?): (.*)", re.DOTALL)
"""What it writes of one that agrees with the mention of another article."""


async def event(view: View, id: str) -> None:
    """The page."""
    words = view.words
    found = await view.ask(lambda: event_of(view.store, id))
    with frame(view, words("event.title") if found is None else sentence(words, found)):
        if found is None:
            html(Markup("<p>{}</p>").format(words("common.missing")))
            return
        members = await view.ask(lambda: members_of(view.store, found))
        html(_lead(view, found))
        html(Markup("<h2>{}</h2>").format(words("event.mentions")))
        html(Markup('<div class="mentions">{}</div>').format(Markup().join(_mention(view, m) for m in members)))
        html(_fields(view, found), "card")


def _lead(view: View, found: LinkedEvent) -> Markup:
    words = view.words
    dyads = [f"{a.code}-{r.code}" for a in found.actor for r in found.recipient if a.code and r.code][:1]
    similar = link("/dyad?dyad=" + quote(dyads[0]), words("event.similar"), "button") if dyads else Markup()
    said = words("event.said_by", who=found.said_by.entity_text) if found.said_by else ""
    return Markup('<p class="lead">{} <span class="quiet">{} · {} {} {}</span></p><p>{}</p>').format(
        tags(view, found),
        told_by(words, found),
        words("common.confidence"),
        words.decimal(found.confidence),
        f"· {said}" if said else "",
        similar,
    )


def _mention(view: View, member: Member) -> Markup:
    words, record = view.words, member.record
    cite = record.cite_info
    if member.text:
        start, end = around(member.text, record.text_info.start, record.text_info.end)
        text = marked(member.text, evidence_of(words, record), start, end)
    else:
        text = Markup("<mark class='m-event'>{}</mark> <span class='quiet'>{}</span>").format(
            record.event_text, words("common.not_kept")
        )
    links = [link(article_address(record.doc_id) + f"#r-{record.id}", words("event.whole"))]
    if url := safe_url(cite.url):
        links.append(Markup('<a href="{}" rel="noreferrer noopener" target="_blank">{}</a>').format(url, words("event.original")))
    links.append(link(f"/review?record={quote(record.id)}", words("event.review")))
    why = Markup('<ul class="why">{}</ul>').format(Markup().join(Markup("<li>{}</li>").format(reason) for reason in record.why))
    said = (
        Markup('<p class="quiet">{}</p>').format(words("event.said_by", who=record.said_by.entity_text)) if record.said_by else ""
    )
    return Markup(
        '<article class="card" lang="{lang}"><h3>{source}<span class="quiet"> {day}</span></h3><p class="title">{title}</p><blockquote>{text}</blockquote>{said}'
        '<div lang="{ours}"><p class="links">{links}</p>{why}<p class="quiet"><b>{linked}:</b> {reason}</p></div></article>'
    ).format(
        lang=record.language, ours=words.language, source=cite.publication or record.doc_id, day=words.day(record.published), title=cite.title or "",
        text=text, said=said, links=Markup(" · ").join(links), why=folded(words("event.why"), why, open=True), linked=words("event.linked"),
        reason=_reason(view, member),
    )  # fmt: skip


def _reason(view: View, member: Member) -> Cell:
    words = view.words
    if member.by == "load":
        return words("event.not_linked")
    if member.reason == WITHOUT:
        return words("event.alone")
    if person := member.by.partition("person:")[2]:
        return f"{member.reason} ({words('event.by_person', name=person)})"
    like = LIKE.fullmatch(member.reason)
    return Markup("{} {}: {}").format(like[1], link(article_address(like[2]), like[2]), like[3]) if like else member.reason


def _linked_parties(view: View, entities: list[Entity]) -> Markup:
    """Parties, known ones leading to what duta knows of them."""
    named = [
        link("/actors?name=" + quote(e.identifier_text), who(view.words, e)) if e.identifier_text else who(view.words, e)
        for e in entities
    ]
    return Markup(", ").join(named)


def field_rows(view: View, record: Event) -> list[tuple[str, Cell]]:
    """The fields of a record, in words."""
    words, place = view.words, record.event_loc
    rows: list[tuple[str, Cell]] = [
        (words.name("fields", "event"), ", ".join(f"{kind} - {words.name('types', kind)}" for kind in record.event)),
        (words.name("fields", "mode"), ", ".join(record.mode)),
        (words.name("fields", "context"), ", ".join(record.context)),
        (words.name("fields", "aux"), ", ".join(words.name("aux", name) for name in record.aux)),
        (words.name("fields", "actor"), _linked_parties(view, record.actor)),
        (words.name("fields", "recipient"), _linked_parties(view, record.recipient)),
        (words.name("fields", "date"), words.days(record.date, record.enddate) + (f" ({words('event.date_published')})" if record.date_source == "published" else "")),
        (words.name("fields", "event_loc"), "" if place is None else ", ".join(filter(None, (
            place.resolved_place or place.extracted_place, place.admin1 if place.admin1 != place.resolved_place else None, words.country(place.country_code)
        ))) + (f" ({words('event.place_known', level=words.name('resolutions', place.resolution))})" if place.resolution else "")),
        (words.name("fields", "size"), ", ".join(f"{words.name('sizes', name)} {_range(size.low, size.high)}" for name, size in record.size.items())),
        (words.name("fields", "said_by"), record.said_by.entity_text if record.said_by else ""),
        (words.name("fields", "event_text"), record.event_text),
        (words("event.score", n="").strip(), f"{words.decimal(record.event_scale, 1)} (CAMEO {record.cameo})"),
    ]  # fmt: skip
    return [(name, told) for name, told in rows if told]


def _range(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"≥ {low}" if low is not None else f"≤ {high}"
    return str(low) if low == high else f"{low}-{high}"


def _fields(view: View, found: LinkedEvent) -> Markup:
    words = view.words
    dump = json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1)
    raw = folded(words("event.record"), Markup('<pre tabindex="0">{}</pre>').format(dump))
    return Markup("<h2>{}</h2>{}{}").format(words("event.fields"), facts(field_rows(view, found), words("event.fields")), raw)
