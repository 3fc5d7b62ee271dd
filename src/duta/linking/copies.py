"""Syndicated copies: articles whose texts are near-duplicates count as one source, in any language.

source: MinHash over word shingles (A. Broder, On the Resemblance and Containment of Documents, 1997), by `rensa`; candidates by
locality-sensitive hashing: two sketches that agree in a whole band are compared.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping

from rensa import RMinHash

from duta.linking.groups import Groups

SHINGLE = 5
"""Words in a shingle: long enough that two reports on one event in their own words share next to none."""
PERMUTATIONS, BANDS, SEED = 64, 16, 1
"""16 bands of 4: texts that share half their shingles meet with probability 0.65, those that share 0.7 with 0.99."""
COPY = 0.6
"""Share of shingles from which on a text is a copy: agency text with another headline and some cuts."""
FEWEST = 20
"""Shingles; a text with fewer is too short to tell a copy from a common phrase."""

Sketch = tuple[int, ...]
"""64 minima of 32 bits; equal in every run and on every machine."""


def sketch(text: str) -> Sketch | None:
    """The sketch of a text, None when it is too short."""
    words = re.findall(r"\w+", text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    if len(shingles) < FEWEST:
        return None
    hasher = RMinHash(PERMUTATIONS, SEED)
    hasher.update(sorted(shingles))
    return tuple(hasher.digest())


def bands(of: Sketch) -> Iterator[int]:
    """The keys under which a sketch is looked up, 63 bits each: sketches of copies share at least one."""
    rows = PERMUTATIONS // BANDS
    for band in range(BANDS):
        key = band + 1
        for value in of[band * rows : (band + 1) * rows]:
            key = (key * 0x9E3779B97F4A7C15 + value) & 0x7FFFFFFFFFFFFFFF
        yield key


def are_copies(a: Sketch, b: Sketch) -> bool:
    """True when two texts share `COPY` of their shingles, as their sketches estimate it."""
    return sum(x == y for x, y in zip(a, b, strict=True)) >= COPY * PERMUTATIONS


def pack(of: Sketch) -> bytes:
    """A sketch as bytes, little endian."""
    return array("I", of).tobytes()


def unpack(packed: bytes) -> Sketch:
    """The sketch that `pack` packed."""
    values = array("I")
    values.frombytes(packed)
    return tuple(values)


def groups(texts: Mapping[str, str]) -> dict[str, str]:
    """Document id to the name of its group of copies: the smallest document id in it, its own for a text without copies."""
    merged = Groups()
    sketches = {doc: made for doc, text in texts.items() if (made := sketch(text))}
    for a, b in _candidates(sketches.items()):
        if are_copies(sketches[a], sketches[b]):
            merged.join(a, b)
    return {doc: merged.find(doc) for doc in texts}


def _candidates(sketches: Iterable[tuple[str, Sketch]]) -> set[tuple[str, str]]:
    buckets: dict[int, list[str]] = {}
    for doc, made in sketches:
        for key in bands(made):
            buckets.setdefault(key, []).append(doc)
    return {tuple(sorted((a, b))) for docs in buckets.values() for i, a in enumerate(docs) for b in docs[i + 1 :]}  # type: ignore[misc]
