"""Lines: sentences that links broke over several lines, and lines that belong to the page and not to the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duta.records import Drop
from duta.restoring.mapped import Edit, MappedText
from duta.restoring.rules import line_patterns, stretch_patterns

STAGE = "restoring"
ECHO = "the sentence before, repeated"
"""After such a repetition the text goes on where it was before it, on the same line."""
_LOOKED_AT = 400
"""Characters of a line that a furniture rule sees; bounds the cost on hostile text."""
_SHORT, _NAVIGATION_RUN, _TEASER_RUN = 6, 4, 3
"""A line of at most 6 words without a stop is a menu entry if 4 such lines stand in a row; any lines without a stop
are headlines of other articles if 3 stand in a row. Chosen on CNN, New York Post and RT pages: shorter runs hit
subheadings."""


@dataclass(slots=True)
class Line:
    """One line of the text, without its line break, trimmed of spaces."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence ends; an ellipsis is the mark of a cut headline."""
        return self.text.endswith((".", "!", "?", ":", ";", '"', ")", "'")) and not self.text.endswith("...")


def lines(text: str) -> Iterator[Line]:
    """The lines that are not empty."""
    position = 0
    for raw in text.split("\n"):
        if trimmed := raw.strip():
            start = position + raw.index(trimmed[0])
            yield Line(start, start + len(trimmed), trimmed)
        position += len(raw) + 1


def join_broken_lines(text: MappedText) -> None:
    """Put sentences together that a page broke over lines: `Jakarta⏎-⏎Presiden⏎Prabowo⏎Subianto memimpin rapat`."""
    rows = list(lines(text.text))
    broken = _broken_stretch(rows)
    edits = []
    for number in range(len(rows) - 1):
        this, following = rows[number], rows[number + 1]
        if (number in broken and not this.stopped) or _joins(rows, number):
            glue = "" if following.text[0] in ",.;:" else " "
            edits.append(Edit(this.end, following.start, glue, "broken line"))
    text.apply(edits)


def _broken_stretch(rows: list[Line]) -> range:
    """The lines of a page that breaks at every link: from a dateline broken in three to the last line with a stop."""
    for number, line in enumerate(rows[1:3], 1):
        if line.text in ("-", "–") and rows[number - 1].words <= 3:
            return range(number - 1, max((n for n, row in enumerate(rows) if row.stopped), default=0))
    return range(0)


def _joins(rows: list[Line], number: int) -> bool:
    this, following = rows[number], rows[number + 1]
    if this.stopped:
        return following.text[0] in ",;" and following.words > 1
    starts_small = following.text[0].islower() or (following.text[0] in ",.;" and following.text != "...")
    if starts_small:
        return this.words >= 5 or following.stopped
    after = rows[number + 2] if number + 2 < len(rows) else None
    small_next = after is not None and (after.text[0].islower() or after.text[0] in ",.")
    return (
        this.words >= 6 and following.words <= 3 and not following.stopped and small_next and not _title_case(this.text)
    )


def _title_case(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) > 0.5 * len(words)


def drop_furniture(text: MappedText, language: str, drops: list[Drop]) -> None:
    """Take out the lines that are adverts, cross references or bylines, with the reason for each in `drops`."""
    cuts = []
    teaser = False
    for line in lines(text.text):
        reason = _line_reason(line.text[:_LOOKED_AT], language)
        if reason is None and teaser and not line.stopped:
            reason = "cross reference"
        if reason:
            cuts.append((line.start, line.end, reason))
        teaser = reason is not None and line.text.endswith(":")  # "Baca juga:" with the headline on the next line
    cut(text, cuts, drops, "furniture")


def drop_menus_and_stretches(text: MappedText, language: str, drops: list[Drop]) -> None:
    """Take out menus, lists of other headlines, and the furniture that stands inside lines."""
    cut(text, _menus(list(lines(text.text))), drops, "furniture")
    cuts = []
    for pattern in stretch_patterns(language):
        cuts += [(match.start(), match.end(), pattern.reason) for match in pattern.regex.finditer(text.text)]
    cut(text, cuts, drops, "furniture")


def _line_reason(line: str, language: str) -> str | None:
    return next((pattern.reason for pattern in line_patterns(language) if pattern.regex.fullmatch(line)), None)


def _menus(rows: list[Line]) -> list[tuple[int, int, str]]:
    """Runs of lines without a stop: menus of short entries, lists of other headlines. The first line stays."""
    cuts = []
    run: list[Line] = []
    for line in [*rows[1:], None]:
        if line is not None and _like_a_headline(line):
            run.append(line)
            continue
        short = sum(row.words <= _SHORT for row in run)
        if short >= _NAVIGATION_RUN and short >= 0.7 * len(run):
            cuts += [(row.start, row.end, "page navigation") for row in run]
        elif len(run) >= _TEASER_RUN or (len(run) > 1 and line is None):
            cuts += [(row.start, row.end, "headlines or tags without a sentence") for row in run]
        run = []
    return cuts


def _like_a_headline(line: Line) -> bool:
    """Without a stop, not too long, and no entry of a list that tells something ("- Polandia: mengakui Palestina")."""
    listed = line.text[0] in "-–•*" and line.words > 4
    return not line.stopped and line.words <= 25 and ". " not in line.text and not listed and line.text[0] not in ",;("


def cut(text: MappedText, cuts: list[tuple[int, int, str]], drops: list[Drop], rule: str) -> None:
    """Take stretches out of the text, leaving one space or line break between what stood around them."""
    edits: list[Edit] = []
    position = 0
    body = text.text
    for start, end, reason in sorted(cuts):
        if start < position:
            continue
        drops.append(Drop(*text.origin(start, end), STAGE, reason))
        while end < len(body) and body[end] in " \n":
            end += 1
        while start > position and body[start - 1] in " \n":
            start -= 1
        if edits and start == position:  # next to the cut before: one cut
            start = edits.pop().start
        between = body[start:end]
        gap = "" if start == 0 or end == len(body) else "\n" if "\n" in between and reason != ECHO else " "
        edits.append(Edit(start, end, gap, rule))
        position = end
    text.apply(edits)


WORD = re.compile(r"[^\W_]+")
