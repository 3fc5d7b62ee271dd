"""What the lines of an article say of its sentences: which is the headline, which lines are no part of the story."""

from __future__ import annotations

import re

HEADLINE = 200
"""A first line of more characters is no headline."""
BODY = 2
"""Lines that end with a stop and have gone by where the story is under way: before, headlines and standfirsts stand alone."""
STRAY = 25
"""A line of more words without a stop lost its stop; shorter ones are subheadings, captions, headlines of other articles."""
STOP = re.compile(r"""[.!?:;,…]["”'’)\]]*$""")


def headline_end(text: str) -> int:
    """Where the headline of an article ends; 0 when its first line is none."""
    line = text.find("\n")
    return line if 0 < line <= HEADLINE else 0


def stray_lines(text: str) -> list[tuple[int, int]]:
    """[start, end) of the short lines without a stop between lines of the story with one; items of a list are told."""
    out: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    told, at = 0, 0
    for line in text.split("\n"):
        words = line.strip()
        if STOP.search(words) and not words.endswith("..."):
            out += waiting
            waiting, told = [], told + 1
        elif words and told >= BODY and words[0] not in "-–•*" and len(words.split()) <= STRAY:
            waiting.append((at, at + len(line)))
        at += len(line) + 1
    return out
