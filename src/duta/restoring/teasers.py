"""Headlines of other articles inside a line: `... katanya. Baca juga: Polisi Tangkap Pelaku Kejadian itu terjadi ...`."""

from __future__ import annotations

import re
from functools import cache

from duta.records import Drop
from duta.restoring.lines import cut
from duta.restoring.mapped import MappedText
from duta.restoring.rules import table, word_set, words

LONGEST = 40
"""Words of such a headline at most; further on it is taken for a sentence that only begins like one."""
_TOKEN = re.compile(r"\S+")
_TRIM = "\"'“”‘’().,:;!?-–"


def drop_teasers(text: MappedText, language: str, drops: list[Drop]) -> None:
    """Take out cross references whose headline runs on into the next sentence without a stop."""
    body, cuts = text.text, []
    for match in _cue(language).finditer(body):
        end = _headline_end(body, match.end(), language)
        if end > match.end():
            cuts.append((match.start(), end, "cross reference"))
    cut(text, cuts, drops, "furniture")


@cache
def _cue(language: str) -> re.Pattern[str]:
    return re.compile(table(language)["teasers"]["cue"], re.I | re.M)


def _headline_end(body: str, start: int, language: str) -> int:
    """Where the headline after a cue ends: before the subject of the first word that no headline writes small."""
    line_end = body.find("\n", start)
    tokens = list(_TOKEN.finditer(body, start, line_end if line_end >= 0 else len(body)))[: LONGEST + 1]
    small = word_set(language, "teasers", "small")
    for k, token in enumerate(tokens):
        word = token.group().strip(_TRIM)
        if word[:1].islower() and word not in small:
            return tokens[_subject(tokens, k, language)].start() if k else start
    return tokens[-1].end() if 0 < len(tokens) <= LONGEST else start


def _subject(tokens: list[re.Match[str]], verb: int, language: str) -> int:
    """The first word of the sentence that `verb` stands in: a stop before it, else the names before it, else one word."""
    known = words(language)

    def is_name(word: str) -> bool:
        entry = known.get(word.lower())
        return word[:1].isupper() and (entry is None or entry.form[:1].isupper())

    for k in range(verb - 1, max(-1, verb - 12), -1):
        if k < verb - 1 and tokens[k].group().endswith((".", "?", "!", "...")):
            return k + 1
    first = verb - 1
    while first > 0 and is_name(tokens[first].group().strip(_TRIM)) and is_name(tokens[first - 1].group().strip(_TRIM)):
        first -= 1
    return first
