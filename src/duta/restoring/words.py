"""Words: those glued together where a link stood ("kepadaAFP", "MelansirAFPpada"), and passives split from their
prefix ("di perkirakan").

A token that is on the word list, or that the article uses more than once elsewhere on its own, is never split. Any
other is split where known words explain it better, the better the more a change of case inside it shows a seam.
"""

from __future__ import annotations

import re
from functools import cache

from duta.restoring.fragments import is_verb
from duta.restoring.mapped import Edit, MappedText
from duta.restoring.rules import Word, word_set, words
from duta.restoring.spacing import addresses

_TOKEN = re.compile(r"[^\W\d_]+")
_SEAM = re.compile(r"[a-z](?=[A-Z])|[A-Z]{2}(?=[a-z]{2})")
_SITE_SEAM = re.compile(
    r"(?<=[A-Za-z0-9]\.com)(?=[a-z]{3})|(?<=[A-Za-z0-9]\.co\.id)(?=[a-z]{3})|(?<=[A-Za-z]\.id)(?=[a-z]{4})"
)
_DIGIT_SEAM = re.compile(r"(?<=\d)[^\W\d_]{2,}")
_SITE_NAME = re.compile(r"\b[A-Z]\w*(?=\.(?:com|co\.id|co|id|net|org)\b)")
_MOST_PIECES = 8
_LONGEST_TOKEN = 100
"""Longer tokens are no words; looking into them would cost too much."""
_SPLIT_COST = 2.0
"""What each split costs (in nats), so that few long words go before many short ones."""
_UNKNOWN_NAME_COST, _UNKNOWN_LETTER_COST = 5.0, 2.0
"""Cost of an unknown capitalised piece: a rare name. Tuned on 200 articles against wrong splits of names."""
_SEEN_COST = 9.0
"""Cost of a piece that the article writes on its own elsewhere."""


def unglue(text: MappedText, language: str) -> None:
    """Put spaces into glued words."""
    body = text.text
    skipped = addresses(body) | {match.start() for match in _SITE_NAME.finditer(body)}
    edits = [Edit(m.end(), m.end(), " ", "glued words") for m in _SITE_SEAM.finditer(body)]
    tokens = [match for match in _TOKEN.finditer(body) if 4 <= len(match[0]) <= _LONGEST_TOKEN]
    alone = _standing_alone(tokens, language)
    for match in tokens:
        token, start = match[0], match.start()
        if token.lower() in words(language) or start in skipped:
            continue
        cuts = _cuts(token, language, alone)
        edits += [Edit(start + cut, start + cut, " ", "glued words") for cut in cuts]
    text.apply(edits)
    text.apply(_after_digits(text.text, language))


def _standing_alone(tokens: list[re.Match[str]], language: str) -> set[str]:
    """Capitalised words without a seam that the article uses: names that the word list may lack."""
    return {match[0] for match in tokens if match[0][0].isupper() and not _SEAM.search(match[0])}


def _cuts(token: str, language: str, alone: set[str]) -> tuple[int, ...]:
    if _is_brand(token, language):
        return ()
    has_seam = _SEAM.search(token) is not None
    if not has_seam and (len(token) < 5 or token.isupper()):
        return ()
    pieces = _best_pieces(token, language, alone)
    if pieces is None or len(pieces) < 2:
        return ()
    if not has_seam and not _believable(pieces, token, language, alone):
        return ()
    places, position = [], 0
    for piece in pieces[:-1]:
        position += len(piece)
        places.append(position)
    return tuple(places)


def _best_pieces(token: str, language: str, alone: set[str]) -> list[str] | None:
    """The cheapest way to take `token` apart (Viterbi over the cuts), or None if it is cheapest whole."""
    length = len(token)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * length
    for end in range(1, length + 1):
        for start in range(max(0, end - 24), end):
            if best[start][0] == float("inf"):
                continue
            cost = _piece_cost(token[start:end], start == 0, end - start == length, language, alone)
            if cost is not None and best[start][0] + cost + _SPLIT_COST < best[end][0]:
                best[end] = (best[start][0] + cost + _SPLIT_COST, start)
    if best[length][0] == float("inf"):
        return None
    pieces, end = [], length
    while end:
        pieces.append(token[best[end][1] : end])
        end = best[end][1]
    return pieces[::-1] if len(pieces) <= _MOST_PIECES else None


def _piece_cost(piece: str, first: bool, whole: bool, language: str, alone: set[str]) -> float | None:
    """Cost of one piece, or None where it cannot be one: cases must fit, and small letters alone must be a word."""
    small, capitalised, upper = piece.islower(), piece[0].isupper() and piece[1:].islower(), piece.isupper()
    if len(piece) < 2 or not (small or capitalised or upper):
        return None
    entry = words(language).get(piece.lower())
    if entry is not None and _fits(piece, entry, first, small, upper, language):
        return entry.cost
    if piece in alone and len(piece) > 2 and not whole:
        return _SEEN_COST
    if capitalised and len(piece) >= 4:
        return _UNKNOWN_NAME_COST + _UNKNOWN_LETTER_COST * len(piece)
    if upper and 2 <= len(piece) <= 6:
        return _UNKNOWN_NAME_COST + len(piece)
    return None


def _fits(piece: str, entry: Word, first: bool, small: bool, upper: bool, language: str) -> bool:
    if small:
        short_enough = len(piece) > 3 or piece in word_set(language, "glue", "short_words")
        return entry.form.islower() and short_enough and (entry.count >= 5 or (first and len(piece) > 4))
    if upper:
        return entry.form.isupper() or (len(piece) > 3 and entry.count >= 5)
    if len(piece) == 2:
        return piece.lower() in word_set(language, "glue", "short_names")
    return not (entry.form.isupper() and len(piece) > 3)


def _believable(pieces: list[str], token: str, language: str, alone: set[str]) -> bool:
    """Whether a token without a seam of cases is really glue: every piece a common word, and no affix of another."""
    if token[0].isupper():
        entry = words(language).get(pieces[0].lower())
        known = pieces[0] in alone or (entry is not None and entry.count >= 10)
        if entry is not None and entry.form.islower():
            return _are_common([piece.lower() for piece in pieces], token.lower(), language)
        if len(pieces[0]) < 3 or not all(_is_strong(piece, language) for piece in pieces[1:]):
            return False
        # A name that is not known may well end in a short word: Supandi, Hamdan, Shenyang.
        return known or all(len(piece) >= 4 and piece != "yang" for piece in pieces[1:])
    return _are_common(pieces, token, language)


def _are_common(pieces: list[str], token: str, language: str) -> bool:
    """Whether a token of small letters is made of common words, and not of a word and its affixes."""
    table, common = words(language), word_set(language, "glue", "seamless")
    if language != "id" or len(token) < 8:  # English compounds (airstrike, warplane) look the same as glue
        return False
    affixes = word_set(language, "glue", "affixes")
    if pieces[0] in affixes or (pieces[-1] in affixes and pieces[-1] not in common):
        return False
    if not all(table[piece].count >= 20 for piece in pieces):
        return False
    return any(piece in common for piece in pieces) or (len(token) >= 12 and min(map(len, pieces)) >= 5)


def _is_strong(piece: str, language: str) -> bool:
    """A small-letter word that may follow a name without a space and be trusted."""
    if piece in word_set(language, "glue", "seamless"):
        return True
    return language == "id" and piece.islower() and is_verb(piece, language) and words(language)[piece].count >= 5


@cache
def _brand_patterns(language: str) -> re.Pattern[str]:
    return re.compile("|".join(word_set(language, "glue", "keep_patterns")))


def _is_brand(token: str, language: str) -> bool:
    """Names with a capital inside: iPhone, YouTube, McGregor, DeSantis."""
    listed = token.lower() in word_set(language, "glue", "keep")
    return listed or _brand_patterns(language).fullmatch(token) is not None


def _after_digits(text: str, language: str) -> list[Edit]:
    """ "2025di Jakarta", "5orang": a number and a word; units and ordinals stay."""
    keep = word_set(language, "glue", "after_digits")
    edits = []
    for match in _DIGIT_SEAM.finditer(text):
        word = match[0]
        entry = words(language).get(word)
        strong = word in word_set(language, "glue", "seamless") or (
            entry is not None and len(word) > 3 and entry.count >= 20
        )
        if word.lower() not in keep and word.islower() and strong:
            edits.append(Edit(match.start(), match.start(), " ", "glued words"))
    return edits


def join_passives(text: MappedText, language: str) -> None:
    """Join prefixes to their verbs: "di perkirakan" -> "diperkirakan", "ke tahui" -> "ketahui". Places stay apart."""
    for prefix, pattern in _prefixes(language):
        edits = []
        for match in pattern.finditer(text.text):
            if _is_split_verb(prefix, match[2], language):
                edits.append(Edit(match.end(1), match.start(2), "", "split verb"))
        text.apply(edits)


@cache
def _prefixes(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = sorted(word_set(language, "passives", "prefixes"))
    return tuple((p, re.compile(rf"\b({p}|{p.capitalize()}) +([a-z]{{3,}})\b")) for p in found)


def _is_split_verb(prefix: str, rest: str, language: str) -> bool:
    table = words(language)
    joined, alone = table.get(prefix + rest), table.get(rest)
    if joined is None or not joined.form.islower() or rest in word_set(language, "passives", "places"):
        return False
    if prefix != "di":  # "ke luar" and "ke luar negeri" are right; only what is no word by itself is joined
        return alone is None or alone.count * 20 < joined.count
    return True
