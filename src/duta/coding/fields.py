"""Auxiliary modes and modes of an act, from its stance, its date and the model."""

from __future__ import annotations

from datetime import date, timedelta

from duta.coding.article import Article
from duta.coding.candidates import Candidate
from duta.coding.details import modes_by_cue
from duta.coding.lexicon import Lexicon
from duta.coding.modality import Modality, is_history
from duta.ontology import modes
from duta.records import Aux, When

HISTORY = timedelta(days=14)
"""An act dated more than this before publication is history (gold/GUIDE.md: "about two weeks")."""
MODE_FLOOR = 0.5
AUX_FLOOR = 0.7
"""Model probability from which an auxiliary mode is added."""
AUX_CEILING = 0.05
"""... and below which `hypothetical` and `historical` are taken back."""
DATED_CEILING = 0.02
"""The same for an act that the text dates: there the model must be surer that it is told as news."""
BACK = ("hypothetical", "historical")


def aux_of(
    candidate: Candidate, stance: Modality, when: When | None, article: Article, lexicon: Lexicon
) -> tuple[list[Aux], list[str]]:
    aux: list[Aux] = []
    why = list(stance.why)
    published = article.document.published
    if when is not None and when.date and published:
        end = _last_day(when.enddate or when.date)
        day = _day(published)
        if end is not None and day is not None and end < day - HISTORY:
            aux.append("historical")
            why.append(f"dated {when.date}, more than two weeks before publication")
        if when.direction == "future" and when.date[:10] > published[:10]:
            aux.append("future")
            why.append(f"dated {when.date}, after publication")
    dated = "historical" in aux
    cue = is_history(candidate.word, lexicon)
    if cue and "historical" not in aux:
        aux.append("historical")
        why.append(f"history cue {cue!r}")
    if stance.negated:
        aux.append("negation")
    if stance.future and "historical" not in aux and "future" not in aux:
        aux.append("future")
    if stance.hypothetical:
        aux.append("hypothetical")
    if candidate.verdict is not None:
        for name, value in zip(article.aux_labels, candidate.verdict.aux, strict=True):
            if name not in aux and value >= AUX_FLOOR:
                aux.append(name)  # type: ignore[arg-type]
                why.append(f"model: {name} {value:.2f}")
            elif name in aux and name in BACK and value < (DATED_CEILING if dated and name == "historical" else AUX_CEILING):
                aux.remove(name)
                why.append(f"model: not {name} ({value:.2f})")
    return aux, why


def modes_of(
    event: str, found: tuple[str, ...], candidate: Candidate, article: Article, lexicon: Lexicon
) -> tuple[list[str], list[str]]:
    legal = modes(event)
    out = [m for m in found if m in legal]
    cued, why = modes_by_cue(event, candidate, lexicon)
    if candidate.verdict is not None:
        for label, value in zip(article.mode_labels, candidate.verdict.mode, strict=True):
            kind, _, name = label.partition(":")
            if kind == event and value >= MODE_FLOOR and name not in out:
                out.append(name)
                why.append(f"model: mode {name} {value:.2f}")
    if not out:
        out = [m for m in cued if m in legal]
    return out, why


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _last_day(text: str) -> date | None:
    parts = [int(p) for p in text[:10].split("-") if p.isdigit()]
    if len(parts) == 3:
        return _day(text)
    if len(parts) == 2:
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)
    return date(parts[0], 12, 31) if parts else None
