"""Which candidates stay, and as what: lexicon and model agree on a type, operators make other events of acts."""

from __future__ import annotations

from collections.abc import Callable

from duta.coding.candidates import Candidate, with_event
from duta.coding.lexicon import Lexicon
from duta.coding.modality import modality
from duta.coding.rules import under_operator

KEEP = 0.6
"""Model probability from which an act is kept without the lexicon knowing its words."""
KEEP_KNOWN, TYPE_KNOWN = 0.05, 0.01
"""... and with the lexicon knowing them: of any event, and of its type. Swept together on the development sets (mean T F1,
TAR F1, precision): 0.05 and 0.01 0.685, 0.471, 0.75; without the second 0.675, 0.462, 0.72; 0.1 alone 0.679, 0.460, 0.77;
0.05 and 0.03 0.673, 0.467, 0.77; 0.1 and 0.1 0.649, 0.452, 0.77. KEEP 0.3 to 0.6 changes T by less than a point."""
LEAD, KEEP_LATER = 6, 0.85
"""What an article tells after its first sentences is mostly background: there an act must be this sure, known words or not.
Wire stories hold 1.3 events on average; without this, whole articles gave five records."""
ALONE = 0.5
"""Probability of its best type from which the model may tell an act alone, among an article's first sentences: below it 17 of
53 such records of the development sets were right, and of those in later sentences of whole articles next to none."""
TRUST, TRUST_CONDITIONED = 1.5, 3.0
"""How many times likelier the model must find another type than the lexicon's (a reading with conditions) to be believed.
Swept 1 to 6 (1 to 16): flat, best here."""
TYPE_FLOOR = 0.3
"""Below this probability the model's type never replaces the lexicon's."""

Dropping = Callable[[tuple[int, ...], str], None]
"""Called with the tokens of what is put aside, and why."""


def settle(
    candidates: list[Candidate],
    lexicon: Lexicon,
    use_model: bool,
    drop: Dropping,
) -> list[Candidate]:
    """Candidates that stay, with the type that lexicon and model agree on, operators applied."""
    out: list[Candidate] = []
    for candidate in candidates:
        if use_model:
            floor = KEEP if candidate.reading is None else KEEP_KNOWN
            floor = floor if candidate.sentence < LEAD else KEEP_LATER
            if candidate.probability < floor:
                drop(candidate.tokens, f"model gives an event only {candidate.probability:.2f}")
                continue
            if candidate.reading is None and (candidate.sentence >= LEAD or max(candidate.types.values()) < ALONE):
                drop(candidate.tokens, "the model alone, not sure of the type")
                continue
            candidate = _agree_on_type(candidate)
            if candidate.types[candidate.event] < TYPE_KNOWN:
                drop(candidate.tokens, f"model gives {candidate.event} only {candidate.types[candidate.event]:.2f}")
                continue
        stance = modality(candidate.word, lexicon)
        changing = stance.changing()
        if changing is not None:
            operator, token = changing
            event, found = under_operator(operator.effect, candidate.event, candidate.modes)
            other = next((c for c in candidates if token.i in c.tokens), None)
            if other is not None and (not use_model or other.probability >= KEEP_KNOWN):
                if other.event == event and not other.modes:
                    other.modes = found
                drop(candidate.tokens, f"inside {token.text!r} ({operator.source}: {operator.effect})")
                continue
            candidate = with_event(candidate, event, found, f"{operator.source}: {token.text!r} makes it {event}")
            candidate.tokens, candidate.word = tuple(sorted({token.i, *candidate.tokens})), token
            candidate.frame = operator.frame
        elif stance.wished and not (use_model and candidate.probability >= 0.8):
            drop(candidate.tokens, "a wish or fear")
            continue
        out.append(candidate)
    return out


def _agree_on_type(candidate: Candidate) -> Candidate:
    best = max(candidate.types, key=lambda t: candidate.types[t])
    if candidate.reading is None:
        return with_event(candidate, best, (), f"model: {best} {candidate.types[best]:.2f}")
    why = f"{candidate.reading.source}; model: {best} {candidate.types[best]:.2f}"
    trust = TRUST_CONDITIONED if candidate.reading.conditions else TRUST
    if candidate.types[best] > trust * candidate.types[candidate.event] and candidate.types[best] >= TYPE_FLOOR:
        return with_event(candidate, best, (), why + " (over the lexicon)")
    candidate.why.append(why)
    return candidate
