"""Missing spaces after punctuation, and superfluous ones."""

from __future__ import annotations

import re

from duta.restoring.mapped import Edit, MappedText

_AFTER = re.compile(
    r"(?<=[^\W\d_]{2}),(?=[^\W\d_]{2})"  # "Israel,sejumlah"
    r"|(?<=[^\W\d_]{3}):(?=[A-Z][^\W\d_]{2})"  # "berbeda:KAAN"
    r"|(?<=[^\s(]{2}\))(?=[^\W\d_]{2})"  # "(AS)untuk"
    r"|(?<=[\w.)]\s)[-–](?=[A-Z][^\W\d_])"  # "KOMPAS.com -Presiden"
)
_BEFORE_BRACKET = re.compile(r"(?<=[^\W\d_]{3})\((?=[A-Z0-9]{1,3}[^\W_]*[)/ ])")  # "Agung(MA)"
_STOP = re.compile(r"(?<=[a-z0-9)%\"'][a-z0-9)%\"'])[.!?](?=[\"']?[A-Z][a-z])")  # "2025.Dia"
_ADDRESS = re.compile(r"://|@|www\.|#|\.com/|\.id/|\.html")
_SPACES = re.compile(r"  +")
_BEFORE_STOP = re.compile(r"(?<=[^\W\d_]) +(?=[,;](?:\s|$))")


def repair_spaces(text: MappedText) -> None:
    """Put in the spaces that punctuation needs; make several spaces one."""
    body = text.text
    skipped = addresses(body)
    places = [match.end() for match in _AFTER.finditer(body)]
    places += [match.start() for match in _BEFORE_BRACKET.finditer(body)]
    places += [_after_stop(body, match) for match in _STOP.finditer(body) if not _is_site(body, match.start())]
    text.apply(Edit(place, place, " ", "missing space") for place in places if place not in skipped)
    text.apply(Edit(m.start(), m.end(), " ", "spaces") for m in _SPACES.finditer(text.text))
    text.apply(Edit(m.start(), m.end(), "", "spaces") for m in _BEFORE_STOP.finditer(text.text))


def addresses(text: str) -> set[int]:
    """Web addresses, mail addresses, handles and tags: the places that nothing is put into."""
    runs = (run for run in re.finditer(r"\S+", text) if _ADDRESS.search(run[0]))
    return {place for run in runs for place in range(*run.span())}


def _after_stop(text: str, stop: re.Match[str]) -> int:
    """Where the space goes: after the stop, or after a quotation mark that closes there."""
    quote = text[stop.end()]
    line = text.rfind("\n", 0, stop.start()) + 1
    closes = quote in "\"'" and text.count(quote, line, stop.start()) % 2 == 1
    return stop.end() + closes


def _is_site(text: str, stop: int) -> bool:
    """A name with a dot: Liputan6.Com, Tribunnews.Com."""
    return re.match(r"\.(?:Com|Id|Co|Net|Org)\b", text[stop : stop + 6]) is not None
