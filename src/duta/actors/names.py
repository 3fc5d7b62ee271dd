"""Persons' names that the book does not hold, and surnames of the book inside other people's names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from .book import Book, Entry, key_of
from .grammar import takes_name
from .offsets import Offsets
from .scan import Hit

# a name of one to five capitalised words, with the particles that names have inside
_NAME = re.compile(
    r"\s*,?\s*((?:[A-ZÀ-Þ][\w'’.-]*|al-[A-ZÀ-Þ]\w*)(?:\s+(?:(?:al|el|bin|binti|ibn|von|van|de|da|dos|der|la|bint)[\s-]+)?"
    r"(?:[A-Z]\.|[A-ZÀ-Þ][\w'’-]*|al-[A-ZÀ-Þ]\w*)){0,4})"
)


def person_hits(where: Offsets, hits: list[Hit], language: str) -> list[Hit]:
    """The hits with unknown persons added and surnames inside longer unknown names replaced by the whole name."""
    doc, text = where.doc, where.text
    named = doc.has_annotation("ENT_IOB")
    entities = [(where.start(e[0]), where.end(e[-1])) for e in doc.ents if e.label_ in ("PER", "PERSON")]
    others = [(where.start(e[0]), where.end(e[-1])) for e in doc.ents if e.label_ not in ("PER", "PERSON")]
    extra: list[Hit] = []
    for start, end in entities:
        extra += _unknown(text, start, end, hits)
    if not named or not entities:
        for hit in hits:
            if hit.kind == "agent" and takes_name(hit.agent) and "title" in (hit.agent.flags if hit.agent else ()):
                extra += _after_title(text, hit, hits, others, language)
    kept = [h for h in hits if not any(x.start <= h.start and h.end <= x.end for x in extra)]
    kept = _merged(text, kept)
    extra += _later(text, extra, kept)
    kept = [h for h in kept if not (h.weak and _part_of_longer(where, h, hits, entities))]
    return sorted([*kept, *extra], key=lambda h: h.start)


def _unknown(text: str, start: int, end: int, hits: list[Hit]) -> list[Hit]:
    """The entity as an unknown person, without the titles and countries that the tagger took along."""
    inside = [h for h in hits if h.start < end and start < h.end]
    for hit in inside:
        if (hit.kind in ("agent", "seat", "body") and hit.start <= start + 1) or (
            hit.kind == "place"
            and hit.start <= start + 1
            and re.search(r"\w", text[hit.end : end])
            and hit.entries[0].kind != "city"
        ):
            start = hit.end
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,.-"))
    end -= len(text[start:end]) - len(re.sub(r"(['’]s?)?[\s,.]*$", "", text[start:end]))
    name = text[start:end]
    if len(name) < 2 or not name[0].isupper() or (name.isupper() and len(name) <= 5):
        return []
    whole = [h for h in inside if h.kind == "person" and not h.weak]
    if any(h.start <= start and end <= h.end for h in inside if h.kind == "person") or whole:
        return []
    if any(h.start == start and h.end >= end for h in inside):
        return []  # a country or body by the book; the tagger is less sure of those
    return [Hit(start, end, name, "person")]


def _after_title(text: str, hit: Hit, hits: list[Hit], others: list[tuple[int, int]], language: str) -> list[Hit]:
    """The capitalised words after a title, or in Indonesian after title and country."""
    at = hit.end
    if language == "id":
        nearby = [h for h in hits if h.start in (at, at + 1) and h.kind in ("place", "body", "seat")]
        if nearby:
            at = nearby[0].end
    m = _NAME.match(text, at)
    if m is None:
        return []
    start, end = m.span(1)
    for other in hits:
        if other.start < end and start < other.end:
            if other.kind == "person" and not other.weak:
                return []
            if other.start <= start and other.kind != "person":
                return []
            if other.start > start and other.kind != "person":
                end = other.start
    name = re.sub(r"['’]s$", "", text[start:end].rstrip(" .-'’"))
    if any(h.start == start and h.end == start + len(name) for h in hits):
        return []
    if len(name) < 3 or (name.isupper() and len(name) <= 5) or any(s <= start < e for s, e in others):
        return []
    return [Hit(start, start + len(name), name, "person")]


def respelled(name: str, book: Book) -> tuple[Entry, ...]:
    """Entries whose full name differs by a letter or two ("Geroge W. Bush"), found through a shared word."""
    key = key_of(name)
    near: list[Entry] = []
    if key.count(" ") == 0 or len(key) < 9:
        return ()
    for word in key.split(" "):
        for form in book.forms.get(word, ()):
            full = key_of(form.entry.name)
            alike = form.entry.kind == "person" and full.count(" ") == key.count(" ")
            if alike and SequenceMatcher(None, key, full).ratio() >= 0.9:
                near.append(form.entry)
    return book.whole(near)


def _later(text: str, names: list[Hit], hits: list[Hit]) -> list[Hit]:
    """Later mentions of an unknown name by its last word."""
    found: list[Hit] = []
    for name in names:
        last = name.text.split()[-1]
        if " " not in name.text or len(last) < 4:
            continue
        for m in re.finditer(rf"(?<!\w){re.escape(last)}(?![\w-])", text[name.end :]):
            start, end = name.end + m.start(), name.end + m.end()
            if not any(h.start < end and start < h.end for h in (*hits, *names, *found)):
                found.append(Hit(start, end, last, "person"))
    return found


def _merged(text: str, hits: list[Hit]) -> list[Hit]:
    """Two lone surnames side by side are one name that the book does not know ("Ahmed Mohamed")."""
    out: list[Hit] = []
    for hit in hits:
        last = out[-1] if out else None
        lone = last is not None and last.kind == hit.kind == "person" and text[last.end : hit.start] == " "
        if lone and last is not None and (last.weak or not last.entries) and (hit.weak or not hit.entries):
            out[-1] = Hit(last.start, hit.end, text[last.start : hit.end], "person")
        else:
            out.append(hit)
    return out


def _part_of_longer(where: Offsets, hit: Hit, hits: list[Hit], entities: list[tuple[int, int]]) -> bool:
    """Whether capitalised unknown words touch a lone surname: then it is part of another name."""
    text = where.text
    if (hit.start, hit.end) in entities:
        return False
    taken = [(h.start, h.end) for h in hits if h is not hit]
    tagged = where.doc.has_annotation("POS")

    def name_like(at: int) -> bool:
        if any(s <= at < e for s, e in taken):
            return False
        span = where.span(at, at + 1)
        # headlines write every word with a capital: there the tag decides
        return not tagged or (span is not None and span[0].pos_ == "PROPN")

    after = re.match(r"[ -]([A-ZÀ-Þ][\w-]+)", text[hit.end :])
    if after and not hit.text.isupper() and name_like(hit.end + after.start(1)):
        return True
    before = re.search(r"([\w'’-]+)[ -]$", text[max(0, hit.start - 40) : hit.start])
    if before and before.group(1)[0].isupper():
        at = hit.start - len(before.group(0))
        first = at == 0 or text[:at].rstrip()[-1:] in '.!?:"“”\n'
        return not first and name_like(at)
    return False
