"""Confidence: a probability that grows with the evidence."""

from types import SimpleNamespace

from duta.coding.arguments import Parties
from duta.coding.confidence import FEATURES, RULES_ALONE, WEIGHTS, confidence
from duta.records import Party


def candidate(probability: float, known: bool = True) -> SimpleNamespace:
    return SimpleNamespace(
        probability=probability, types={"ASSAULT": probability}, reading=object() if known else None, sentence=0, verdict=object()
    )


def sure(probability: float, parties: Parties, known: bool = True) -> float:
    return confidence(candidate(probability, known), "ASSAULT", parties)  # type: ignore[arg-type]


BOTH = Parties([Party(0, 4, "Iran", "country", "IRN")], [Party(9, 15, "Israel", "country", "ISR")])


def test_every_feature_has_a_weight():
    assert len(FEATURES) == len(WEIGHTS)


def test_it_grows_with_the_model_the_lexicon_and_the_parties():
    assert sure(0.9, BOTH) > sure(0.3, BOTH) > 0
    assert sure(0.9, BOTH) > sure(0.9, BOTH, known=False)
    assert 1 > sure(0.9, BOTH) > sure(0.9, Parties())


def test_without_a_model_it_is_the_share_that_was_right():
    rules = SimpleNamespace(verdict=None)
    assert confidence(rules, "ASSAULT", BOTH) == RULES_ALONE  # type: ignore[arg-type]
