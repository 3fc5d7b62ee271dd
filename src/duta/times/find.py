"""Find the time expressions of a text and resolve them against its publication date."""

from __future__ import annotations

import bisect
from datetime import date
from typing import Any, NamedTuple

from duta.records import When
from duta.times.calendar import days_of, first_day, last_day
from duta.times.lexicon import Grammar, Rule, Token, grammar
from duta.times.makers import MAKERS
from duta.times.meaning import Context, Meaning, Tense

LANGUAGES = ("id", "en")


class _Match(NamedTuple):
    first: int
    last: int
    rule: Rule
    bound: dict[str, Any]


def find_times(text: str, language: str, published: str | None) -> list[When]:
    """Time expressions of `text` in reading order, not overlapping, with offsets into `text`.

    `published` is an ISO date (a time after it is ignored) or None; without it, relative expressions have no date and
    an
    underspecified value. Raises ValueError for a language without rules or a date that is none.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no time rules for language {language!r}")
    when = date.fromisoformat(published[:10]) if published else None
    rules = grammar(language)
    tokens = rules.tokens(text)
    codes = rules.encode(tokens)
    stops = _sentence_stops(text, tokens)
    out: list[When] = []
    anchor: date | None = None
    spoken: str | None = None
    for match in _choose(rules, tokens, codes):
        ctx = Context(when, anchor, _tense(match, tokens, stops, rules), spoken, language, rules.order)
        made = MAKERS[match.rule.do](match.bound, ctx)
        if made is None:
            continue
        found = _when(text, tokens[match.first].start, tokens[match.last].end, made, match.rule.name, when)
        out.append(found)
        if found.date and len(found.date) >= 4 and made.type in ("DATE", "TIME"):
            anchor = first_day(found.date) if len(found.date) > 4 else last_day(found.date)  # what follows a year is later
            if "-Q" in made.value and not made.anchored:
                spoken = made.value
    return _join_ranges(text, out, rules)


def _choose(rules: Grammar, tokens: list[Token], codes: str) -> list[_Match]:
    """Longest match first, earlier rule first; what overlaps a chosen one is dropped."""
    found = []
    for order, rule in enumerate(rules.rules):
        for m in rule.regex.finditer(codes):
            if m.end() > m.start():
                found.append((m.start() - m.end(), order, m.start(), m.end(), rule, m))
    found.sort(key=lambda f: f[:3])
    taken = bytearray(len(codes))
    chosen = []
    for _, _, start, end, rule, m in found:
        if any(taken[start:end]):
            continue
        bound = dict(rule.args)
        for name, category in rule.bound.items():
            if m.start(name) >= 0:
                bound[name] = tokens[m.start(name)].values[category]
        bound = {k: int(v) if k == "n" and isinstance(v, str) and v.isdecimal() else v for k, v in bound.items()}
        taken[start:end] = b"\1" * (end - start)
        if rule.do != "nothing":
            chosen.append(_Match(start, end - 1, rule, bound))
    return sorted(chosen, key=lambda c: c.first)


def _sentence_stops(text: str, tokens: list[Token]) -> list[int]:
    """Indices of tokens at which a sentence ends, for the tense of its verbs."""
    stops = []
    for at, token in enumerate(tokens):
        if token.text in (".", "!", "?", ";"):
            after = text[token.end : token.end + 1]
            if not after or after.isspace() or after in "\"”'’)":
                stops.append(at)
        elif at + 1 < len(tokens) and "\n" in text[token.end : tokens[at + 1].start]:
            stops.append(at)
    return stops


def _tense(match: _Match, tokens: list[Token], stops: list[int], rules: Grammar) -> Tense:
    """The nearest cue to the left in the sentence, else the first within ten tokens to the right in the clause."""
    suffixes = rules.past_suffixes
    at = bisect.bisect_left(stops, match.first)
    low = stops[at - 1] + 1 if at else 0
    high = stops[at] if at < len(stops) else len(tokens)
    for i in range(match.first - 1, max(low, match.first - 25) - 1, -1):
        if cue := _cue(tokens[i], suffixes):
            if cue == "past" and "past_cue" not in tokens[i].values:  # "will be published", "is scheduled"
                before = [_cue(t, ()) for t in tokens[max(low, i - 3) : i]]
                cue = "future" if "future" in before else cue
            return cue
    for i in range(match.last + 1, min(high, match.last + 11)):
        if tokens[i].text == "," and i + 1 < high and tokens[i + 1].text.lower() in rules.pair_words:
            return None  # another clause: "entered Gaza on Saturday, and Hamas vowed it would ..."
        if cue := _cue(tokens[i], suffixes):
            return cue
    return None


def _cue(token: Token, suffixes: tuple[str, ...]) -> Tense:
    if "future_cue" in token.values:
        return "future"
    if "past_cue" in token.values or (suffixes and len(token.text) > 4 and token.text.endswith(suffixes)):
        return "past"
    return None


def _when(text: str, start: int, end: int, made: Meaning, rule: str, published: date | None) -> When:
    first, last = days_of(made.value) if made.type in ("DATE", "TIME") else (None, None)
    direction: Any = {"PAST_REF": "past", "PRESENT_REF": "present", "FUTURE_REF": "future"}.get(made.value)
    if first and published:
        if last_day(last or first) < published:
            direction = "past"
        else:
            direction = "future" if first_day(first) > published else "present"
    if made.unsure:
        direction = None
    note = rule + (" (from another time in the text)" if made.anchored else "")
    return When(start, end, text[start:end], first, last, made.type, made.value, direction, note)


def _join_ranges(text: str, times: list[When], rules: Grammar) -> list[When]:
    """ "from Monday to Wednesday", "2014 hingga 2016": the first takes the second's date as its `enddate`."""
    out = list(times)
    for i in range(len(out) - 1):
        one, two = out[i], out[i + 1]
        between = text[one.end : two.start].strip().lower()
        if between not in rules.range_words or not (one.date and two.date) or one.enddate or two.type == "DURATION":
            continue
        if first_day(one.date) < first_day(two.date) and (between not in rules.pair_words or _opened(text, one, rules)):
            out[i] = When(one.start, one.end, one.text, one.date, two.enddate or two.date, one.type, one.value,
                          one.direction, f"{one.rule}, range to {two.text!r}")  # fmt: skip
    return out


def _opened(text: str, one: When, rules: Grammar) -> bool:
    """A pair joined by "and" is a range only after "between"."""
    before = text[: one.start].split()[-1:]
    return bool(before) and before[0].lower() in rules.range_openers
