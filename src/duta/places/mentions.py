"""Find the words of a text that may be place names, with what stands around them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache

from duta.places.cues import Cues, abbreviations, countries
from duta.places.gazetteer import gazetteer
from duta.places.mention import VILLAGE, Mention, given, is_part
from duta.places.names import key_of
from duta.places.position import HOLDERS, SITE, inside_name, plausible, refused, unknown_place
from duta.places.words import MARKS, Page, Word, bare, words_of

FIRST_NAMES = frozenset({"chad", "jordan", "georgia", "israel", "kenya", "india", "china"})
"""Countries that are people's first names too: "Chad Walker" is none."""
ENUMERATED = frozenset({"and", "or", "dan", "serta", "atau", "&"})
"""What stands before the last member of a list."""
LIST = frozenset({",", "and", "dan", "-", "–", "serta", "or", "atau", "/"})
"""What stands between the members of a list."""


class Found(list[Mention]):
    """Mentions that do not overlap."""

    def free(self, start: int, end: int) -> bool:
        return not any(start < m.end and m.start < end for m in self)

    def add(self, mention: Mention) -> None:
        if self.free(mention.start, mention.end):
            self.append(mention)


@lru_cache(maxsize=4)
def country_codes(text: str, language: str) -> tuple[tuple[int, int, str, bool], ...]:
    """Country names and demonyms of the text: (start, end, code, is a demonym)."""
    words, table = words_of(text), countries(language)
    out = []
    at = 0
    while at < len(words):
        step = 1
        if words[at].capital:
            for size in range(min(6, len(words) - at), 0, -1):
                surface = bare(text[words[at].start : words[at + size - 1].end])
                if words[at + size - 1].text in MARKS or "\n" in surface:
                    continue
                hits = (c for c in table.get(key_of(surface), ()) if not c.exact or c.surface == surface)
                hit = next(hits, None)
                short = hit and hit.surface.isupper() and len(hit.surface) <= 3
                if hit and (hit.surface == surface or not short):
                    out.append((words[at].start, words[at].start + len(surface), hit.code, hit.demonym))
                    step = size
                    break
        at += step
    return tuple(out)


def mentions(text: str, language: str, entities: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Place mentions in reading order, not overlapping: `entities` first, then countries, then the dictionary's."""
    page = Page(text, language)
    out = Found()
    for span in entities:
        mention = given(text, _whole(page, span), language)
        if _credible(mention, page):
            out.add(mention)
    for mention in _countries(page):
        out.add(mention)
    for mention in _names(page):
        out.add(mention)
    _again(page, out)
    out.sort(key=lambda m: m.start)
    contain(text, out, page.cue)
    return out


def _whole(page: Page, span: tuple[int, int]) -> tuple[int, int]:
    """The longest name of the gazetteer around an entity: recognisers stop at "Strait" of the Strait of Hormuz."""
    inside = [i for i, w in enumerate(page.words) if w.start < span[1] and span[0] < w.end]
    if not inside:
        return span
    best = span
    for first in range(max(0, inside[0] - 1), inside[0] + 1):
        for last, name in page.names(first):
            start, end = page.words[first].start, page.words[last].end
            capital = page.words[first].capital and page.words[last].capital
            longer = last >= inside[-1] and end - start > best[1] - best[0]
            if longer and capital and gazetteer().knows(key_of(name)):
                best = (start, end)
    return best


def _credible(mention: Mention, page: Page) -> bool:
    """May this entity be a place? Recognisers take many a person or body for one, so the gazetteer has a say: it knows the
    name, as more than some village's, or a type word or preposition stands before it."""
    options = gazetteer().lookup(mention.name)
    if SITE.match(page.text, mention.end) or key_of(mention.name) in page.cue.stop:
        return False
    if mention.country or mention.kinds or any(c.exact or c.kind != "city" for c in options):
        return True
    return page.text[: mention.start].lower().split()[-1:] in [[word] for word in page.cue.strong]


def _countries(page: Page) -> Iterator[Mention]:
    """Country names, but no people ("Chad Walker"), longer places (Mexico City) or money (US$)."""
    starts = {w.start: i for i, w in enumerate(page.words)}
    ends = [w.end for w in page.words]
    for start, end, code, demonym in country_codes(page.text, page.language):
        first = starts[start]
        last = next(i for i in range(first, len(ends)) if ends[i] >= end)
        if demonym or refused(page, first, last) or _longer(page, first, last) or page.text[end : end + 1] == "$":
            continue
        before, after = page.at(first - 1), page.at(last + 1)
        name = page.text[start:end]
        followed = after and after.capital and page.joined(last, last + 1)
        if key_of(name) in FIRST_NAMES and followed and not (before and before.low in page.cue.strong):
            continue
        mention = Mention(start, end, name, name, strength=0.9)
        if not is_part(name, code):
            mention.country, mention.kinds = code, ("country",)
        _widen(page, mention, first, last)
        yield mention


def _longer(page: Page, first: int, last: int) -> bool:
    """Is this country name part of a longer place name (Mexico City, New England)?"""
    for low, high in ((first - 1, last), (first, last + 1)):
        one, two = page.at(low), page.at(high)
        if one and two and one.capital and two.capital:
            name = page.span(low, high)
            if "\n" not in name and any(c.size > 14 and c.kind != "country" for c in gazetteer().lookup(name)):
                return True
    return False


def _names(page: Page) -> Iterator[Mention]:
    """Names of the gazetteer in plausible positions, and abbreviated states."""
    at = 0
    while at < len(page.words):
        found = _name(page, at) if page.words[at].capital else None
        if found:
            yield found[0]
        at = found[1] + 1 if found else at + 1


def _name(page: Page, first: int) -> tuple[Mention, int] | None:
    """The longest name that starts at this word, with its last word."""
    if state := _state(page, first):
        return state, first
    for last, surface in page.names(first):
        if not page.words[last].capital:
            continue
        name = bare(surface)
        key = key_of(name)
        if len(key) < 3 or not gazetteer().knows(key):
            continue
        start = page.words[first].start
        mention = Mention(start, start + len(name), name, name, strength=plausible(page, first, last, name))
        if mention.strength > 0:
            _widen(page, mention, first, last)
            return mention, last
        if last > first:
            return None  # a longer name that does not fit hides its parts
    word = page.words[first]
    if unknown_place(page, first) and not gazetteer().knows(key_of(word.text)):
        typed = page.words[first - 1] if page.words[first - 1].capital else word
        return Mention(typed.start, word.end, page.text[typed.start : word.end], bare(word.text), strength=0.7), first
    return None


def _state(page: Page, index: int) -> Mention | None:
    """ "Calif." or "CA" after "Sacramento,"."""
    word, comma, city = page.words[index], page.at(index - 1), page.at(index - 2)
    if not (comma and comma.text == "," and city and city.capital):
        return None
    for end in (word.end + 1, word.end):
        text = page.text[word.start : end]
        if short := abbreviations().get(text):
            return Mention(word.start, end, text, short.name, ("admin1", "city"), strength=0.8)
    return None


def _again(page: Page, out: Found) -> None:
    """Names that are places elsewhere in the text, or stand in a list with one, are places here too."""
    cue = page.cue
    sure = {key_of(m.name) for m in out if m.strength >= 0.7 and key_of(m.name) not in cue.surnames}
    starts, ends = {m.start for m in out if m.strength >= 0.6}, {m.end for m in out if m.strength >= 0.6}
    for first, word in enumerate(page.words):
        if not word.capital:
            continue
        for last, surface in page.names(first):
            name = bare(surface)
            key, end = key_of(name), word.start + len(bare(surface))
            if not page.words[last].capital or not out.free(word.start, end) or not gazetteer().knows(key):
                continue
            if key in cue.stop or refused(page, first, last):
                continue
            before, after, beyond = page.at(first - 1), page.at(last + 1), page.at(last + 2)
            listed = before is not None and before.text in LIST and first > 1 and page.words[first - 2].end in ends
            listed |= after is not None and after.text in LIST and beyond is not None and beyond.start in starts
            listed &= key not in cue.surnames and len(key) > 3 and not inside_name(page, first, last)
            repeated = key in sure and (page.headline(first) or not _after_capital(page, first, before))
            if repeated or listed or _holds(page, first, name, ends):
                out.add(Mention(word.start, end, name, name, strength=0.6))
                ends.add(end)
                break


def _holds(page: Page, first: int, name: str, ends: set[int]) -> bool:
    """Is this the province or regency of the place right before it ("Waingapu NTT")?"""
    before = page.at(first - 1)
    if before is None or before.end not in ends or not page.joined(first - 1, first):
        return False
    return any(c.kind in HOLDERS and c.country == "IDN" and c.size > 14 for c in gazetteer().lookup(name))


def _after_capital(page: Page, first: int, before: Word | None) -> bool:
    """Is the word before capitalised and part of the same name?"""
    if not before or not before.capital or page.line_start(first) or not page.joined(first - 1, first):
        return False
    return key_of(before.low) not in page.cue.stop and before.low not in page.cue.prepositions


def _widen(page: Page, mention: Mention, first: int, last: int) -> None:
    """Take in a direction ("southern Somalia") and note what a type word allows."""
    cue, before, after = page.cue, page.at(first - 1), page.at(last + 1)
    low = before.low if before else ""
    pair = f"{page.words[first - 2].low} {low}" if first > 1 else ""
    if low in cue.before or pair in cue.before:
        if not mention.country:
            mention.kinds = cue.before.get(pair) or cue.before[low]
            joined = page.text[before.start if before else 0 : mention.end]
            if before and before.capital and low in cue.before:
                mention.start, mention.text = before.start, joined
                if mention.kinds != VILLAGE and gazetteer().knows(key_of(joined)):
                    mention.name = joined
    elif low in cue.directions or pair in cue.directions:
        mention.direction = pair if pair in cue.directions else low
        mention.start = page.words[first - (2 if pair in cue.directions else 1)].start
        mention.text = page.text[mention.start : mention.end]
    if after is None:
        return
    if not mention.direction and after.low in cue.directions_after and page.text[mention.end : after.start] == " ":
        mention.direction, mention.end = after.low, after.end
        mention.text = page.text[mention.start : mention.end]
    elif after.low in cue.after and after.capital and not mention.country:
        mention.kinds = cue.after[after.low]
        joined = page.text[mention.start : after.end]
        if gazetteer().knows(key_of(joined)):
            mention.end, mention.text, mention.name = after.end, joined, joined


def contain(text: str, found: list[Mention], cue: Cues) -> None:
    """Note "X, Y", "X (Y", "X, Kabupaten Y" and "X in Y" for mentions in reading order, but not "X, Y and Z"."""
    listed = False
    for one, two in reversed(list(itertools.pairwise(found))):
        between = text[one.end : two.start].strip().lower()
        listed = between.removeprefix(",").strip() in ENUMERATED or (listed and between == "," and not one.kinds)
        typed = between.removeprefix(",").strip() in cue.before
        if listed and not typed:
            continue
        if typed or between in (",", "(", "", ", di", ", in") or between in cue.containers:
            one.container = two.name
