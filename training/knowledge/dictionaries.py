"""Reads the actor dictionaries of the older coders (TABARI's format) and CountryInfo's governments, as facts: who, code, when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reference import countries, day, tidy

ENDS = "2011-02"
"""CountryInfo's governments end here: an open term is only known to this month."""


@dataclass(slots=True)
class Role:
    """One code of an entry: "AFGGOVMIL" with its dates."""

    code: str
    start: str | None = None
    end: str | None = None


@dataclass(slots=True)
class Old:
    """One entry: its names, the first one being the headline, and what it is coded as."""

    names: list[str]
    roles: list[Role] = field(default_factory=list)
    file: str = ""


def dictionary(path: Path) -> Iterator[Old]:
    """The entries of an actor file; several headlines over one code are several entries."""
    pending: list[Old] = []
    for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.partition("#")[0].strip()
        codes = re.findall(r"\[([^\]]*)\]", line)
        name = "" if line.startswith("[") else re.split(r"[\[;]", line)[0].strip()
        if name and not name.startswith("+"):
            if pending and pending[-1].roles:
                yield from pending
                pending = []
            pending.append(Old([name.strip("_ ")], file=path.name))
        elif name and pending:
            pending[-1].names.append(name.strip("+_ "))
        roles = [role for code in codes if (role := parse_role(code)) is not None]
        for old in pending:
            old.roles += roles
    yield from pending


def parse_role(said: str) -> Role | None:
    """`AFGGOV 870930-871130`, `MLIGOV >020608`, `IGOUNO`."""
    m = re.fullmatch(r"\s*([A-Z]{3,})\s*([<>]?)\s*(\d{6,8})?\s*(?:-\s*(\d{6,8}))?\s*", said)
    if m is None:
        return None
    code, sign, first, second = m.groups()
    first, second = (day(_long(x)) for x in (first, second))
    if sign == "<":
        return Role(code, None, first)
    if sign == ">":
        return Role(code, first, ENDS if first and first <= ENDS else first)
    return Role(code, first, second)


def _long(digits: str | None) -> str | None:
    if digits is None or len(digits) != 6:
        return digits
    return ("19" if digits[:2] > "25" else "20") + digits


def titles(path: Path) -> dict[tuple[str, str], str]:
    """(code, name) -> the offices that CountryInfo's governments give."""
    found = {}
    for code, block in countries(path):
        government = re.search(r"<Government>(.*?)</Government>", block, re.DOTALL)
        for line in (government.group(1) if government else "").splitlines():
            name, _, title = line.strip().partition("#")
            name = tidy(re.split(r"[\[\t]", name)[0])
            if name and title.strip():
                found[code, name] = re.sub(r'\s*"[^"]*"', "", title).strip()
    return found
