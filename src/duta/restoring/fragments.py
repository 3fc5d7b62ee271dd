"""Sentences that somebody chopped with full stops: "Luar angkasa. Dan energi nuklir.", "Menjelang itu. Putin memuji".

Such stops become commas, and the capital after them a small letter where the word is usually written small. A piece
counts as chopped off only if it has no verb. Good prose has verbless sentences, too, so a text must show the habit
(two pieces or more) before any stop is touched; a stop before a small letter is wrong in any text.
"""

from __future__ import annotations

import re
from string import ascii_lowercase

from duta.restoring.mapped import Edit, MappedText
from duta.restoring.rules import word_set, words
from duta.restoring.sentences import sentence_spans

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE_SMALL = re.compile(r"(?<=[^\W\d_]{4})\.(?= [a-z]{2,})")
_CUT_WORD = re.compile(r"\b[^\W\d_]{3,}(?=\.(?: |$))")
_CUT_WORDS_HABIT = 3
_LONGEST_PIECE = 9
_HABIT = 2
"""Number of chopped-off pieces that shows the habit; found on the spun articles among 200 real ones, in no other."""


def mend_cut_words(text: MappedText, language: str) -> None:
    """Give words their last letter back where a site ate it with the comma: "Indonesi. Malaysi. dan" had "Indonesia, ".

    Only in texts that do so at least three times, and only where one letter makes a known word of an unknown one.
    """
    table = words(language)
    edits = []
    for match in _CUT_WORD.finditer(text.text):
        word = match[0].lower()
        if word in table:
            continue
        whole = [table[word + letter] for letter in ascii_lowercase if word + letter in table]
        if whole:
            best = max(whole, key=lambda entry: entry.count)
            edits.append(Edit(match.end(), match.end() + 1, best.form[-1].lower() + ",", "cut word"))
    if len(edits) >= _CUT_WORDS_HABIT:
        text.apply(edits)


def join_fragments(text: MappedText, language: str) -> None:
    """Turn stops that chop a sentence into commas."""
    text.apply(
        Edit(m.start(), m.end(), ",", "stop before a small letter")
        for m in _BEFORE_SMALL.finditer(text.text)
        if not _is_abbreviation(text.text, m.start(), language)
    )
    found = _pieces(text.text, language)
    if len({place for place, _ in found}) < _HABIT:
        return
    edits = {place: Edit(place, place + 1, ",", "chopped sentence") for place, _ in found}
    capitals = [place for _, place in found if place is not None]
    for place in capitals:
        if small := _small(text.text, place, language):
            edits[place] = Edit(place, place + 1, small, "chopped sentence")
    text.apply(edits.values())


def _pieces(text: str, language: str) -> list[tuple[int, int | None]]:
    """The wrong stops: where each stands, and where the word after it begins if that got a capital by mistake."""
    spans = sentence_spans(text, language)
    found: list[tuple[int, int | None]] = []
    for number, (start, end) in enumerate(spans):
        same_line = number > 0 and "\n" not in text[spans[number - 1][1] : start]
        stop_before = spans[number - 1][1] - 1 if same_line else -1
        piece = _WORD.findall(text[start:end])
        if not piece or "?" in text[start:end] or "!" in text[start:end] or "@" in text[start:end]:
            continue
        opener = piece[0].lower()
        following = spans[number + 1][0] if number + 1 < len(spans) else None
        if (
            following is not None
            and "\n" not in text[end:following]
            and _is_stop(text, end - 1)
            and _is_preface(piece, opener, text[start:end], language)
        ):
            found.append((end - 1, None))
        elif same_line and _is_stop(text, stop_before) and _hangs_on(piece, opener, text[start:end], language):
            found.append((stop_before, start))
    return found


def _is_stop(text: str, place: int) -> bool:
    """A full stop after a word: not the dot of a list's number or of an ellipsis."""
    return text[place] == "." and text[place - 1].isalpha() and text[max(0, place - 2)] not in ". "


def _hangs_on(piece: list[str], opener: str, sentence: str, language: str) -> bool:
    """Whether a sentence is a piece of the one before: no verb in a short one, or a clause that cannot stand alone."""
    if sentence.startswith(('"', "'", "(", "–", "-")):
        return False
    verbless = len(piece) <= _LONGEST_PIECE and not any(is_verb(word, language) for word in piece)
    if opener in word_set(language, "fragments", "conjunctions"):
        return verbless or ("," not in sentence and opener in word_set(language, "fragments", "always_joined"))
    if opener in word_set(language, "fragments", "subordinators"):
        clause = " ".join(piece[:2]).lower()
        return "," not in sentence and clause not in word_set(language, "fragments", "free_openers") and len(piece) > 3
    return verbless and len(piece) <= 5


def _is_preface(piece: list[str], opener: str, sentence: str, language: str) -> bool:
    """Whether a sentence is a phrase of time or place that belongs to the sentence after it."""
    return (
        opener in word_set(language, "fragments", "prepositions")
        and len(piece) <= 6
        and "," not in sentence
        and not any(is_verb(word, language) for word in piece)
    )


def is_verb(word: str, language: str) -> bool:
    """Whether a word looks like a predicate: its affixes and the word list say so, or it is a listed bare verb."""
    small = word.lower()
    if small in word_set(language, "fragments", "bare_verbs"):
        return True
    table = words(language)
    if language == "id":
        if small in word_set(language, "fragments", "not_verbs"):
            return False
        entry = table.get(small)
        prefixed = re.match(r"(?:me[mnlrwy]|ber|di|ter)[^\W\d_]{3,}", small) is not None
        return prefixed and (entry is None or entry.form.islower()) and word.islower()
    return small.endswith(("ed", "ing")) and len(small) > 4 and word.islower()


def _small(text: str, place: int, language: str) -> str | None:
    match = _WORD.match(text, place)
    entry = words(language).get(match[0].lower()) if match else None
    if match is None or match[0].isupper() or entry is None or not entry.form.islower():
        return None
    return text[place].lower()


def _is_abbreviation(text: str, stop: int, language: str) -> bool:
    word = re.search(r"[^\s\"'(]+$", text[max(0, stop - 30) : stop])
    if word is None:
        return True
    known = word_set(language, "sentences", "abbreviations") | word_set(language, "sentences", "before_names")
    return word[0].lower() in known or "." in word[0] or "/" in word[0]
