"""Frames of the lexicon: which argument is actor and which recipient.

    subj>obj        actor is the logical subject, recipient the logical object
    subj+obl:with   mutual: both are actors
    obl:from>subj   "fled from X"
    poss|nmod:by>nmod:on,against

A side lists selectors in order of preference. See `docs/languages.md` for all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

SELECTOR = re.compile(
    r"(?P<name>subj|obj|iobj|obl|poss|nmod|xsubj|owner|none)(?:\((?P<of>subj|obj|iobj|obl|xsubj)\))?(?::(?P<words>[\w,\- ]+))?"
)


@dataclass(frozen=True, slots=True)
class Selector:
    """One way to an argument: `nmod(obj):on` is {name: nmod, of: obj, words: (on,)}."""

    name: str
    words: tuple[str, ...] = ()
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Both sides; `mutual` when both are actors."""

    actor: tuple[Selector, ...]
    recipient: tuple[Selector, ...]
    mutual: bool = False


@cache
def parse_frame(text: str) -> Frame:
    """A frame from its notation. Raises `ValueError` with the offending part."""
    mutual = "+" in text
    left, mark, right = text.partition("+" if mutual else ">")
    if not mark:
        raise ValueError(f"frame {text!r} has neither '>' nor '+'")
    return Frame(_side(left), _side(right), mutual)


def _side(text: str) -> tuple[Selector, ...]:
    out = []
    for part in filter(None, (p.strip() for p in text.split("|"))):
        m = SELECTOR.fullmatch(part)
        if m is None:
            raise ValueError(f"no such selector: {part!r}")
        if m["name"] != "none":
            words = tuple(w.strip() for w in (m["words"] or "").split(",") if w.strip())
            out.append(Selector(m["name"], words, m["of"]))
    return tuple(out)
