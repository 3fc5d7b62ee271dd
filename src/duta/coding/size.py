"""How many: numbers of people killed, hurt, arrested ... told with an act."""

from __future__ import annotations

import re

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from duta.coding.candidates import lemmas
from duta.coding.lexicon import Lexicon
from duta.records import Size
from duta.times.numbers import read_number

KINDS = {
    "ASSAULT": ("dead", "injured", "abducted", "missing", "displaced"),
    "COERCE": ("arrested", "deported", "displaced"),
    "SANCTION": ("deported", "displaced", "arrested"),
    "RETREAT": ("released", "troops"),
    "CONCEDE": ("released", "troops"),
    "MOBILIZE": ("troops",),
    "PROTEST": ("protesters", "dead", "injured", "arrested"),
}
"""What a number beside an act of a type may count."""
REACH = 6
"""Words between a number and the word that says what it counts."""
DIGITS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")
YEARS = range(1900, 2101)


def sizes_of(event: str, sentence: DocSpan, lexicon: Lexicon) -> dict[str, tuple[Size, Token]]:
    """Kind of people -> their number and the number's token, for an act of type `event` told in `sentence`."""
    out: dict[str, tuple[Size, Token]] = {}
    cues = {k: frozenset(str(w).lower() for w in lexicon.cues.get("size", {}).get(k, ())) for k in KINDS.get(event, ())}
    at = 0
    while cues and at < len(sentence):
        value, used = _number(sentence, at, lexicon.language)
        if value is None:
            at += 1
            continue
        token = sentence[at]
        last = sentence[at + used - 1]
        near = {t.i: t for n in (token, last) for t in (n.head, n.head.head, *n.head.children)}
        for kind, words in cues.items():
            if kind not in out and any(lemmas(t) & words for t in near.values() if abs(t.i - token.i) <= REACH):
                out[kind] = (_bounded(value, sentence, at, lexicon), token)
                break
        at += used
    return out


def _number(sentence: DocSpan, at: int, language: str) -> tuple[int | None, int]:
    """(value, words) of the number that begins at a word; (None, 0) when there is none, or a date's."""
    token = sentence[at]
    if token.ent_type_ in ("DATE", "TIME"):
        return None, 0
    text = token.lower_
    if DIGITS.fullmatch(text):
        value = int(re.sub(r"[.,]", "", text))
        more = read_number([text, *(t.lower_ for t in sentence[at + 1 : at + 3])], language) if text.isdecimal() else None
        if more is not None and more[1] > 1:
            return more
        return (None, 0) if value in YEARS and text.isdecimal() else (value, 1)
    if token.pos_ not in ("NUM", "DET", "NOUN"):
        return None, 0
    return read_number([t.lower_ for t in sentence[at : at + 6]], language) or (None, 0)


def _bounded(value: int, sentence: DocSpan, at: int, lexicon: Lexicon) -> Size:
    before = " ".join(t.lower_ for t in sentence[max(0, at - 4) : at]) + " "
    at_least = any(f"{w} " in before for w in lexicon.cue("at_least"))
    at_most = any(f"{w} " in before for w in lexicon.cue("at_most"))
    return Size(low=None if at_most else value, high=None if at_least else value)
