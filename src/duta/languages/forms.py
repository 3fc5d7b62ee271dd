"""Surface forms of a citation form: what a lexicon lemma looks like in running text.

Forms that do not exist are generated too (menyerang: diserang, dinyerang): they never occur, so they cost nothing.
Indonesian after Sneddon, Indonesian: A Comprehensive Grammar (2010), chapter 1.
"""

from __future__ import annotations

from functools import cache

from duta.languages import read_language_toml

_VOWELS = "aeiou"
_CLITICS = ("nya", "lah", "pun")


def roots(verb: str) -> list[str]:
    """What may stand behind a meN- verb: `menyerang` -> `serang`; empty when it is no meN- verb."""
    out: list[str] = []
    for prefix, lost in (("menge", ""), ("meny", "s"), ("meng", "k"), ("mem", "p"), ("men", "t"), ("me", "")):
        rest = verb[len(prefix) :]
        if not verb.startswith(prefix) or len(rest) < 2:
            continue
        if prefix == "meny" and rest[0] in _VOWELS:
            out.append(lost + rest)
        elif prefix in ("meng", "mem", "men"):
            if rest[0] in _VOWELS:
                out.append(lost + rest)
            if prefix == "meng" or rest[0] not in _VOWELS:
                out.append(rest)
        elif (prefix == "menge" and len(rest) <= 4) or (prefix == "me" and rest[0] in "lmnrwy"):
            out.append(rest)
    return list(dict.fromkeys(out))


def _indonesian(lemma: str, pos: str) -> dict[str, str]:
    forms = {lemma: "active"}
    if pos == "VERB":
        for root in roots(lemma):
            forms.setdefault("di" + root, "passive")
            forms.setdefault(root, "bare")
            forms.setdefault("ku" + root, "active")
    if " " not in lemma:
        for form, voice in list(forms.items()):
            for clitic in _CLITICS:
                forms.setdefault(form + clitic, voice)
    return forms


def _english(lemma: str, pos: str) -> dict[str, str]:
    forms = {lemma: "active"}
    if pos == "VERB":
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        y = lemma[:-1] + "i" if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS else stem
        double = (
            lemma + lemma[-1]
            if len(lemma) > 2 and lemma[-1] not in _VOWELS + "wxy" and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS
            else stem
        )
        for form in (
            y + "ed",
            y + "es" if y.endswith("i") else lemma + "s",
            lemma + "es",
            stem + "ing",
            double + "ed",
            double + "ing",
        ):
            forms.setdefault(form, "active")
    elif pos == "NOUN":
        plural = lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS else lemma + "s"
        forms.setdefault(plural, "active")
        forms.setdefault(lemma + "es", "active")
    return forms


@cache
def forms(lemma: str, pos: str, language: str) -> dict[str, str]:
    """Lower-case surface forms of one word -> `active`, `passive` or `bare` (an Indonesian headline's `serang`)."""
    out = (_indonesian if language == "id" else _english)(lemma.lower(), pos)
    for form in _irregular(language, pos).get(lemma.lower(), ()):
        out.setdefault(form, "active")
    return out


@cache
def _irregular(language: str, pos: str) -> dict[str, list[str]]:
    """Forms that no rule gives, from the language's `forms.toml`."""
    value: dict[str, list[str]] = read_language_toml(language, "forms.toml").get({"VERB": "verbs", "NOUN": "nouns"}.get(pos, ""), {})
    return value
