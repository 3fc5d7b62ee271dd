"""What to look for in a store: one model for the command line, Python and REST."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from duta.ontology import auxiliary_modes, codes, contexts, event_types, is_code, is_sector
from duta.store.search import phrases

_DYAD = re.compile(r"([A-Z]{3})([>-])([A-Z]{3})")


def _known(kind: str, table: Callable[[], Container[str]]) -> AfterValidator:
    """Checks that every value of a list is in a table of the ontology, which is read when first asked."""

    def check(values: list[str]) -> list[str]:
        for value in values:
            if value not in table():
                raise ValueError(f"no such {kind}: {value}")
        return values

    return AfterValidator(check)


def _modes() -> set[str]:
    return {mode for kind in event_types().values() for mode in kind.modes}


class Party(BaseModel):
    """An actor or recipient asked for: `IDN`, `MIL`, `IDN:MIL`, `Retno Marsudi` or `Q7316713`."""

    code: str | None = None
    sector: str | None = None
    name: str | None = None
    """A canonical name, case and accents aside, or a Wikidata Q-number."""

    @classmethod
    def parse(cls, words: str) -> Party:
        """Codes and sectors are capitals of the ontology; all else is a name. Raises `ValueError` for nothing."""
        code, _, sector = words.strip().partition(":")
        if is_code(code) and (not sector or is_sector(sector)):
            return cls(code=code, sector=sector or None)
        if is_sector(code) and not sector:
            return cls(sector=code)
        if not words.strip():
            raise ValueError("an empty name")
        return cls(name=words.strip())


def _party(words: str) -> str:
    Party.parse(words)
    return words


PartyWords = Annotated[str, AfterValidator(_party)]


class Near(BaseModel):
    """A circle on the map."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(gt=0, le=20_038)


class Filter(BaseModel):
    """What mentions or events must have. Fields are joined by *and*, the values of a list by *or*; nothing asks for all.

    Of an event, `source`, `language` and `text` hold when one of its mentions has them; all else is asked of the record that
    stands for it. Raises `pydantic.ValidationError` for what the ontology does not know.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dyad: str | None = Field(default=None, pattern=f"^{_DYAD.pattern}$")
    """`RUS>UKR` (the one acts on the other) or `IDN-CHN` (either way)."""
    actor: list[PartyWords] = []
    """Codes, sectors, `CODE:SECTOR`, canonical names or Q-numbers: see `Party`."""
    recipient: list[PartyWords] = []
    code: Annotated[list[str], _known("code", codes)] = []
    """Codes that stand on either side."""
    type: Annotated[list[str], _known("event type", event_types)] = []
    quad: list[Annotated[int, Field(ge=1, le=4)]] = []
    mode: Annotated[list[str], _known("mode", _modes)] = []
    context: Annotated[list[str], _known("context", contexts)] = []
    aux: Annotated[list[str], _known("auxiliary mode", auxiliary_modes)] = []
    not_aux: Annotated[list[str], _known("auxiliary mode", auxiliary_modes)] = []
    """Auxiliary modes that must not be there."""
    country: Annotated[list[str], _known("code", codes)] = []
    """ISO 3166-1 alpha-3, of the place."""
    admin1: list[str] = []
    """Province or state, as in records."""
    near: Near | None = None
    since: date | None = None
    """First day. What is dated to a month or a year matches every day of it."""
    until: date | None = None
    """Last day."""
    source: list[str] = []
    """Publishers, as in records."""
    language: list[str] = []
    confidence: float | None = Field(default=None, ge=0, le=1)
    """The least."""
    text: str | None = None
    """Words that all must be there; `"..."` keeps words together, `-` excludes one."""
    limit: int | None = Field(default=None, ge=0)
    cursor: str | None = Field(default=None, pattern=r"^(\d{4}-\d\d-\d\d)?:\d+$")
    """Where an answer goes on: `Store.page` gives it."""

    @model_validator(mode="after")
    def _sound(self) -> Filter:
        if self.text is not None:
            phrases(self.text)
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    @property
    def dyads(self) -> list[tuple[str, str]]:
        """(actor, recipient) codes that `dyad` stands for; empty for none."""
        match = _DYAD.fullmatch(self.dyad or "")
        if match is None:
            return []
        one, how, other = match.groups()
        return [(one, other)] if how == ">" or one == other else [(one, other), (other, one)]

    def words(self) -> str:
        """The filter as one readable line."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"limit", "cursor"})
        return ", ".join(f"{name} {value}" for name, value in said.items()) or "everything"
