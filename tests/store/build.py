"""Records made for tests: say what matters, the rest is filled in."""

from __future__ import annotations

from typing import Any

from duta.ontology import cameo_for, quad_code, score
from duta.records import CiteInfo, CodedArticle, Document, Entity, Event, Location, TextInfo


def party(code: str | None = None, sector: str | None = None, name: str | None = None, **more: Any) -> Entity:
    text = more.pop("text", name or f"{code} {sector}")
    return Entity(code=code, sector=sector, identifier_text=name, entity_text=text, start=0, end=len(text), **more)


def place(name: str, country: str, lat: float | None = None, lon: float | None = None, admin1: str | None = None) -> Location:
    return Location(extracted_place=name, resolved_place=name, country_code=country, lat=lat, lon=lon, admin1=admin1,
                    resolution="city", start=0, end=len(name))  # fmt: skip


def record(id: str, doc_id: str = "a", type: str = "CONSULT", **more: Any) -> Event:
    """A record of an article; `mode`, `aux`, `actor`, `recipient`, `event_loc`, `date` ... as the record names them."""
    mode = more.get("mode", [])
    date = more.pop("date", "2024-05-15")
    language, coder = more.pop("language", "en"), more.pop("coder", "duta 0.1.0")
    cite = CiteInfo(language=language, coder=coder, publication=more.pop("publication", None), title=more.pop("title", None),
                    url=more.pop("url", None))  # fmt: skip
    fields: dict[str, Any] = {
        "published": "2024-05-16", "date": date, "date_precision": ("year", "month", "day")[date.count("-")] if date else None,
        "date_source": "text" if date else None, "quad_code": quad_code(type), "event_scale": score(type, mode),
        "cameo": cameo_for(type, mode), "actor": [party("IDN", "GOV")], "recipient": [party("SGP", "GOV")], "event_text": "met",
        "text_info": TextInfo(sequence=0, start=0, end=10), "evidence": {"event": [(0, 3)]}, "confidence": 0.8, **more,
    }  # fmt: skip
    return Event(id=id, doc_id=doc_id, language=language, event=[type], cite_info=cite, **fields)


def article(text: str, *events: Event, id: str = "a", **more: Any) -> CodedArticle:
    return CodedArticle(Document(text=text, id=id, language="en", published="2024-05-16", **more), list(events))
