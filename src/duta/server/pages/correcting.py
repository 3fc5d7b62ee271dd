"""The form of corrections: a record's fields as they were coded, to be set right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from duta.ontology import auxiliary_modes, event_types, sectors
from duta.records import Entity, Event
from duta.server.pages.view import button
from duta.server.wording import Words

SaveAs = Callable[[dict[str, Any], str], Awaitable[None]]


class Corrections:
    """What differs from the record when it is saved is what was wrong with it."""

    def __init__(self, words: Words, record: Event, save: SaveAs, cancel: Callable[[], Awaitable[None]]) -> None:
        self.words, self.record, self._save = words, record, save
        kinds = {name: f"{name} - {words.name('types', name)}" for name in event_types()}
        modes = sorted({mode for kind in event_types().values() for mode in kind.modes})
        aux = {name: words.name("aux", name) for name in auxiliary_modes()}
        with ui.element("div").classes("grid"):
            self.type = ui.select(kinds, value=record.event[0], label=words("review.field_type")).props("outlined dense")
            self.mode = ui.select(modes, value=list(record.mode), multiple=True, label=words("review.field_mode")).props(
                "outlined dense"
            )
            self.aux = ui.select(aux, value=list(record.aux), multiple=True, label=words("review.field_aux")).props(
                "outlined dense"
            )
            self.date = ui.input(words("review.field_date"), value=record.date or "").props(
                "outlined dense placeholder=2024-05-16"
            )
            self.country = ui.input(words("review.field_country"), value=_country(record)).props("outlined dense")
            self.sides = {
                side: [self._party(words.name("fields", side), entity) for entity in getattr(record, side) or [None]]
                for side in ("actor", "recipient")
            }
            self.note = ui.input(words("review.note")).props("outlined dense")
        with ui.element("div").classes("line"):
            button(words("review.save"), self.save, primary=True)
            button(words("review.cancel"), cancel)

    def _party(self, label: str, entity: Entity | None) -> tuple[ui.input, ui.input, ui.select]:
        words = self.words
        named = {"": "-", **{code: f"{code} - {words.name('sectors', code)}" for code in sectors()}}
        sector = entity.sector if entity and entity.sector in named else ""
        text = ui.input(words("review.party_text", side=label), value=entity.entity_text if entity else "").props(
            "outlined dense"
        )
        code = ui.input(words("review.party_code", side=label), value=(entity.code if entity else "") or "").props(
            "outlined dense maxlength=3"
        )
        return (
            text,
            code,
            ui.select(named, value=sector or "", label=words("review.party_sector", side=label)).props("outlined dense"),
        )

    async def save(self) -> None:
        """Hands over the fields that were changed."""
        await self._save(self.changed(), self.note.value or "")

    def changed(self) -> dict[str, Any]:
        """Field -> what it should be."""
        record = self.record
        wrong: dict[str, Any] = {}
        if self.type.value != record.event[0]:
            wrong["event"] = [self.type.value]
        for field, values in (("mode", self.mode.value), ("aux", self.aux.value)):
            if list(values or []) != list(getattr(record, field)):
                wrong[field] = list(values or [])
        if (date := (self.date.value or "").strip()) != (record.date or ""):
            wrong["date"] = date or None
        if (country := (self.country.value or "").strip().upper()) != _country(record):
            place = record.event_loc.extracted_place if record.event_loc else ""
            wrong["event_loc"] = {"text": place, "country": country} if country else None
        for side, rows in self.sides.items():
            said = [
                {"text": t.value.strip(), "code": c.value.strip().upper() or None, "sector": s.value or None}
                for t, c, s in rows
                if t.value.strip()
            ]
            if said != [{"text": e.entity_text, "code": e.code, "sector": e.sector} for e in getattr(record, side)]:
                wrong[side] = said
        return wrong


def _country(record: Event) -> str:
    return (record.event_loc.country_code if record.event_loc else "") or ""
