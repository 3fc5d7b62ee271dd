"""Single characters: mojibake, HTML entities, invisible characters, spaces, and one kind of quotes and dashes.

Afterwards a text holds only `"` and `'` as quotes, `-` as hyphen, `–` as dash, the plain space, and `\\n` at line ends.
"""

from __future__ import annotations

import html
import re

import ftfy

from duta.restoring.mapped import Edit, MappedText

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»❝❞〝〞＂″", '"'),
        **dict.fromkeys("‘’‚‛‹›❛❜´`′＇ʼ", "'"),
        **dict.fromkeys("‐‑﹣－", "-"),
        **dict.fromkeys("‒—―−⸺﹘", "–"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c",
            " ",
        ),
        **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    }
)
_MOJIBAKE = re.compile(
    r"(?:[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]{1,3}"
    r"(?:[\u0080-\u009f\u20ac\u2122\u0153\u0161\u201a-\u201e\u2026\u2018-\u201d\u00a0-\u00bf]){0,8})+"
)
_LOST_QUOTE = re.compile("â€(?=[\\s.,!?)]|$)")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z]{2,8}\d?);")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufffc\x00-\x08\x0e-\x1f\x7f]+")
_LINE_END = re.compile(r"\r\n?")
_DOUBLED = re.compile(r"''|(?<!-)--(?!-)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")
_DOUBLED_FORM = {"''": '"', "--": "–"}


def repair_characters(text: MappedText) -> None:
    """Carry out all repairs of single characters on `text`."""
    text.apply(Edit(m.start(), m.end(), "\n", "line end") for m in _LINE_END.finditer(text.text))
    text.apply(_mojibake(text.text))
    text.apply(_entities(text.text))
    text.apply(Edit(m.start(), m.end(), "", "invisible character") for m in _INVISIBLE.finditer(text.text))
    text.apply(Edit(m.start(), m.end(), _LIGATURES[m[0]], "ligature") for m in _LIGATURE.finditer(text.text))
    text.translate(_QUOTES)
    text.apply(Edit(m.start(), m.end(), _DOUBLED_FORM[m[0]], "quote or dash") for m in _DOUBLED.finditer(text.text))


def _mojibake(text: str) -> list[Edit]:
    edits = []
    for match in _MOJIBAKE.finditer(text):
        fixed = ftfy.fix_encoding(match[0])
        if fixed != match[0]:
            edits.append(Edit(match.start(), match.end(), fixed, "mojibake"))
    if not edits or "â€" in text:
        edits += [Edit(m.start(), m.end(), '"', "mojibake") for m in _LOST_QUOTE.finditer(text)]
    return edits


def _entities(text: str) -> list[Edit]:
    if "&" not in text:
        return []
    found = ((match, html.unescape(match[0])) for match in _ENTITY.finditer(text))
    return [Edit(m.start(), m.end(), plain, "HTML entity") for m, plain in found if plain != m[0]]
