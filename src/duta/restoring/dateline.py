"""The dateline that a news text begins with: "JAKARTA, KOMPAS.com - ", "ISTANBUL (AP) – ", "TEMPO.CO, Jakarta - "."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duta.restoring.mapped import Edit, MappedText

_OUTLET = r"[\w.]{2,20}\.(?i:co\.id|com|co|id|net|org)|CNN|BBC|AP|AFP|RT|VIVA"
_PLACE = r"[A-Z][\w'.’-]*(?:,? (?:[A-Z][\w'.’-]*|de|la|al|upon|of)){0,4}"
_AGENCY = r"\((?P<agency>[A-Z][\w./ &-]{1,30})\)"
_DATE = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?"
_DASH = r"(?P<gap> ?)(?P<dash>[-–])(?P<after> ?)"
_SENTENCE = r"(?=[\"'(]?[A-Z0-9À-Þ])"
_FORMS = tuple(
    re.compile(form + _SENTENCE)
    for form in (
        rf"(?P<outlet>{_OUTLET}),? ?[-–,]? ?(?P<place>{_PLACE})(?: ?{_DASH}|\. )",
        rf"(?P<place>{_PLACE}), ?(?P<outlet>{_OUTLET}) ?{_DASH}",
        rf"(?P<place>{_PLACE}){_DATE} ?{_AGENCY} ?(?:{_DASH}|: )",
        rf"(?P<outlet>{_OUTLET}) ?{_DASH}",
        rf"(?P<place>[A-Z][A-Z'. -]{{2,30}}[A-Z](?:, [A-Z][\w ]{{2,20}})?){_DATE} ?{_DASH}",
        rf"(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}(?:, [A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}})?) {_DASH}(?<= )",
    )
)
_LINES = 3
"""Lines looked at: the dateline may stand below a headline and a byline."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline, in code points of the restored text. The sentence begins at `end`."""

    start: int
    end: int
    place: str | None
    place_start: int
    place_end: int
    outlet: str | None


def find_dateline(text: str) -> Dateline | None:
    """The dateline of a restored text, in one of its first lines."""
    position = 0
    for line in text.split("\n", _LINES)[:_LINES]:
        if line.rstrip().endswith((".", "!", "?", '"', ")", ":")):  # headlines have none of these and no dateline
            for form in _FORMS:
                if match := form.match(line):
                    return _dateline(match, position)
        position += len(line) + 1
    return None


def _dateline(match: re.Match[str], position: int) -> Dateline:
    found = match.groupdict()
    place = found.get("place")
    start = match.start("place") if place else 0
    return Dateline(
        start=position + match.start(),
        end=position + match.end(),
        place=place.rstrip() if place else None,
        place_start=position + start,
        place_end=position + start + len(place.rstrip()) if place else position,
        outlet=found.get("outlet") or found.get("agency"),
    )


def space_dateline(text: MappedText) -> None:
    """Put spaces around the dash of a dateline ("KOMPAS.com –Pemerintah", "JAKARTA- Presiden")."""
    position = 0
    for line in text.text.split("\n", _LINES)[:_LINES]:
        for form in _FORMS:
            match = form.match(line) if line.rstrip().endswith((".", "!", "?", '"', ")", ":")) else None
            if match and match.groupdict().get("dash"):
                edits = []
                if not line[match.start("dash") - 1].isspace():
                    edits.append(
                        Edit(position + match.start("dash"), position + match.start("dash"), " ", "missing space")
                    )
                if not line[match.end("dash")].isspace():
                    edits.append(Edit(position + match.end("dash"), position + match.end("dash"), " ", "missing space"))
                text.apply(edits)
                return
        position += len(line) + 1
