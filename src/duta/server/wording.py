"""The words of the interface: a folder of data files a language, and one small class that asks them."""

from __future__ import annotations

import tomllib
from functools import cache
from http.cookies import CookieError, SimpleCookie
from importlib import resources
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers

LANGUAGES = ("en", "id")
COOKIE = "duta_language"
FILES = ("interface", "acts", "names")


class Words:
    """One language."""

    def __init__(self, language: str) -> None:
        self.language = language
        folder = resources.files("duta.server").joinpath("words", language)
        self._tables: dict[str, Any] = {
            name: tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in FILES
        }

    def __call__(self, key: str, **values: Any) -> str:
        """A line of the interface (`overview.title`), its blanks filled. Raises `KeyError` with the key."""
        section, _, name = key.partition(".")
        try:
            line: str = self._tables["interface"][section][name]
        except KeyError:
            raise KeyError(f"{self.language}: {key}") from None
        return line.format(**{k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}) if values else line

    def table(self, file: str, section: str) -> dict[str, str]:
        """A table of a file: types, modes, sectors, months ..."""
        found: dict[str, str] = self._tables[file][section]
        return found

    def name(self, section: str, key: str | None) -> str:
        """The name of a code, sector, type ...; the key itself where there is none."""
        return self._tables["names"][section].get(key, key or "") if key else ""

    def country(self, code: str | None) -> str:
        """The name of a country or of another code of parties."""
        if code is None:
            return self("common.unknown")
        return self.name("codes", code) if code in self._tables["names"]["codes"] else _countries(self.language).get(code, code)

    def number(self, value: int) -> str:
        """Thousands marked as the language does."""
        return f"{value:,}".replace(",", "." if self.language == "id" else ",")

    def decimal(self, value: float, digits: int = 2) -> str:
        text = f"{value:.{digits}f}"
        return text.replace(".", ",") if self.language == "id" else text

    def day(self, day: str | None) -> str:
        """`2024-05-16` as `16 May 2024`, `2024-05` as `May 2024`."""
        parts = (day or "")[:10].split("-")
        if not parts[0]:
            return self("common.undated")
        month = self.name("months", str(int(parts[1]))) if len(parts) > 1 else ""
        date = str(int(parts[2])) if len(parts) > 2 else ""
        return " ".join(part for part in (date, month, parts[0]) if part)

    def days(self, day: str | None, end: str | None) -> str:
        """A day or a stretch of days: `16-17 May 2024`."""
        first, last = self.day(day), self.day(end or day)
        if first == last:
            return first
        if day and end and len(day) >= 10 and day[:7] == end[:7]:
            return f"{int(day[8:10])}-{last}"
        return f"{first} - {last}"


@cache
def words_of(language: str) -> Words:
    return Words(language if language in LANGUAGES else LANGUAGES[0])


@cache
def _countries(language: str) -> dict[str, str]:
    """Code -> the name that the language's own list of countries gives first."""
    from duta.actors.tables import language_file, read_table
    from duta.ontology import codes

    english = {c.code: c.name for c in codes().values()}
    if language == "en":
        return english
    named: dict[str, str] = {}
    for _, row in read_table(language_file(language, "countries.tsv"), ("name", "code", "kind", "case")):
        if row["kind"] == "country" and not row.get("note") and row["case"] != "exact":
            named.setdefault(row["code"], row["name"])
    return english | named


def language_of(headers: Headers, query: str = "") -> str:
    """The language that somebody reads: asked for in the address, chosen before, or what the browser prefers."""
    asked = parse_qs(query).get("lang", [""])[0]
    if asked in LANGUAGES:
        return asked
    chosen = cookie(headers, COOKIE)
    if chosen in LANGUAGES:
        return chosen
    wanted = [part.split(";")[0].strip()[:2].lower() for part in headers.get("accept-language", "").split(",")]
    return next((w for w in wanted if w in LANGUAGES), LANGUAGES[0])


def cookie(headers: Headers, name: str) -> str:
    """A cookie's value; empty for none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
