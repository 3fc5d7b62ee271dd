"""PLOVER 2 as data, and the questions that the other rooms ask of it.

The data files of this folder are the reference; they are read once, when first asked for. Where they leave the letter
of the PLOVER manual, `docs/ontology.md` says so. Unknown types, modes and codes raise `KeyError` with the name in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from duta.ontology.data import read_toml, read_tsv

__all__ = [
    "CameoReading",
    "Code",
    "EventType",
    "Mode",
    "added_contexts",
    "auxiliary_modes",
    "cameo_for",
    "codes",
    "contexts",
    "current_mode",
    "disputed",
    "event_type",
    "event_types",
    "is_code",
    "is_sector",
    "modes",
    "plover_for",
    "quad_code",
    "score",
    "sectors",
    "sovereign",
]


@dataclass(frozen=True, slots=True)
class Mode:
    """How an act was done: one mode of one type."""

    type: str
    name: str
    score: float
    """PLOVER score, -10 (conflict) to 10 (cooperation)."""
    definition: str
    adds_context: str | None = None
    """The context that comes with the mode by itself."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 PLOVER event types."""

    name: str
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    score: float
    """PLOVER score without a mode, -10 (conflict) to 10 (cooperation)."""
    requires_recipient: bool
    mutual: bool
    """Whether all parties may stand as actors, with no recipient."""
    definition: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Code:
    """A legal value of an entity's `code`."""

    code: str
    kind: str
    """`state`, `exception` (not independent, keeps its own code), `dependency` or `special`."""
    name: str
    sovereign: str
    """The code that events are given to: its own, or for a dependency that of its state."""


@dataclass(frozen=True, slots=True)
class CameoReading:
    """What a CAMEO code is in PLOVER."""

    cameo: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    name: str


@cache
def event_types() -> Mapping[str, EventType]:
    """All types by name, in the manual's order."""
    mode_tables = read_toml("modes.toml")
    types = {}
    for name, row in read_toml("types.toml").items():
        own = {mode: Mode(type=name, name=mode, **entry) for mode, entry in mode_tables.get(name, {}).items()}
        types[name] = EventType(name=name, modes=MappingProxyType(own), **row)
    return MappingProxyType(types)


def event_type(name: str) -> EventType:
    """The type called `name` (`CONSULT`)."""
    return event_types()[name]


def modes(type_name: str) -> Mapping[str, Mode]:
    """The type's modes by name; empty for a type without modes."""
    return event_type(type_name).modes


def quad_code(type_name: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return event_type(type_name).quad


def score(type_name: str, mode_names: Iterable[str] = ()) -> float:
    """PLOVER score of a type with its modes.

    With several modes, the one farthest from zero counts (a bombing that also destroyed is as grave as a bombing); of
    two equally far, the more conflictual.
    """
    kind = event_type(type_name)
    found = [kind.modes[name].score for name in mode_names]
    return min(found, key=lambda value: (-abs(value), value)) if found else kind.score


def added_contexts(type_name: str, mode_names: Iterable[str]) -> list[str]:
    """The contexts that these modes bring with them (COERCE cyber, COERCE misinformation)."""
    return [added for name in mode_names if (added := modes(type_name)[name].adds_context)]


@cache
def _older_modes() -> dict[tuple[str, str], str]:
    return {(kind, old): new for kind, table in read_toml("older_modes.toml").items() for old, new in table.items()}


def current_mode(type_name: str, mode: str) -> str | None:
    """A mode's name in PLOVER 2: itself, the mode that replaced it, or None if it was dropped (`KeyError`: unknown)."""
    if mode in modes(type_name):
        return mode
    return _older_modes()[type_name, mode] or None


@cache
def contexts() -> Mapping[str, str]:
    """The 37 contexts with their definitions."""
    return MappingProxyType(read_toml("contexts.toml")["context"])


@cache
def auxiliary_modes() -> Mapping[str, str]:
    """The four auxiliary modes with their definitions."""
    return MappingProxyType(read_toml("contexts.toml")["aux"])


@cache
def sectors() -> Mapping[str, str]:
    """Sector codes with their names."""
    return MappingProxyType({row["code"]: row["name"] for row in read_tsv("sectors.tsv")})


def is_sector(code: str) -> bool:
    """Whether `code` is one of the sector codes."""
    return code in sectors()


@cache
def codes() -> Mapping[str, Code]:
    """Every legal entity code: ISO 3166-1 alpha-3 and PLOVER's own."""
    return MappingProxyType(
        {
            row["code"]: Code(row["code"], row["kind"], row["name"], row["sovereign"] or row["code"])
            for row in read_tsv("codes.tsv")
        }
    )


def is_code(code: str) -> bool:
    """Whether `code` may stand as an entity's code."""
    return code in codes()


def sovereign(code: str) -> str:
    """The code that PLOVER books events under: a dependency's state, else the code itself (`GRL` -> `DNK`)."""
    return codes()[code].sovereign


@cache
def disputed() -> Mapping[str, str]:
    """Partially recognised entities (English name -> claiming state); they are given the sector PRE as well."""
    return MappingProxyType({row["name"]: row["code"] for row in read_tsv("disputed.tsv")})


@cache
def _cameo() -> dict[str, CameoReading]:
    rows = read_tsv("cameo.tsv")
    return {
        row["cameo"]: CameoReading(
            row["cameo"], row["type"], row["mode"] or None, tuple(filter(None, row["context"].split("|"))), row["name"]
        )
        for row in rows
    }


def plover_for(cameo: str) -> CameoReading | None:
    """What a CAMEO code is in PLOVER; None for codes without a PLOVER type (01 and 02) and for unknown ones."""
    return _cameo().get(cameo)


@cache
def _nearest() -> dict[tuple[str, str, str], str]:
    return {(row["type"], row["mode"], row["context"]): row["cameo"] for row in read_tsv("cameo_nearest.tsv")}


def cameo_for(type_name: str, mode_names: Iterable[str] = (), context_names: Iterable[str] = ()) -> str:
    """The CAMEO code nearest to a PLOVER event.

    A row for mode and context goes before one for the mode, that before one for the context, that before the type's
    own. Of several modes or contexts the first with a row counts.
    """
    table = _nearest()
    own_modes, own_contexts = list(mode_names), list(context_names)
    tries = [(mode, context) for mode in own_modes for context in own_contexts]
    tries += [(mode, "*") for mode in own_modes]
    tries += [("*", context) for context in own_contexts]
    for mode, context in tries:
        if (type_name, mode, context) in table:
            return table[type_name, mode, context]
    return table[type_name, "*", "*"]
