"""The ontology's API and the integrity of its files."""

import re

import pytest

from duta import ontology
from duta.ontology.data import read_toml, read_tsv


def test_counts_of_the_manual():
    assert len(ontology.event_types()) == 16
    assert len(ontology.contexts()) == 37
    assert list(ontology.auxiliary_modes()) == ["historical", "future", "hypothetical", "negation"]
    assert len(ontology.sectors()) == 25
    assert sum(len(kind.modes) for kind in ontology.event_types().values()) == 67


@pytest.mark.parametrize(
    ("name", "quad"), [("AGREE", 1), ("CONCEDE", 1), ("AID", 2), ("RETREAT", 2), ("REQUEST", 3), ("SANCTION", 4)]
)
def test_quad_code(name, quad):
    assert ontology.quad_code(name) == quad


def test_only_three_types_require_a_recipient():
    required = {name for name, kind in ontology.event_types().items() if kind.requires_recipient}
    assert required == {"COOPERATE", "AID", "SANCTION"}


def test_score_without_mode_is_the_types():
    assert ontology.score("ACCUSE") == -3


def test_score_with_modes_is_the_one_farthest_from_zero():
    assert ontology.score("ASSAULT", ["destroy", "aerial"]) == -9.5
    assert ontology.score("REQUEST", ["assist", "change"]) == -1


def test_scores_have_the_sign_of_their_quad():
    for kind in ontology.event_types().values():
        for value in [kind.score, *(mode.score for mode in kind.modes.values())]:
            assert -10 <= value <= 10
            if kind.quad <= 2:
                assert value > 0
            elif kind.name != "REQUEST":
                assert value < 0


def test_unknown_names_raise():
    with pytest.raises(KeyError):
        ontology.event_type("FIGHT")
    with pytest.raises(KeyError):
        ontology.score("CONSULT", ["riot"])


def test_coerce_cyber_brings_its_context():
    assert ontology.added_contexts("COERCE", ["cyber"]) == ["cyber"]
    assert ontology.added_contexts("COERCE", ["arrest"]) == []


def test_older_modes_lead_to_modes_of_today():
    assert ontology.current_mode("ASSAULT", "assassinate") == "targeted"
    assert ontology.current_mode("ASSAULT", "drone") == "drone"
    assert ontology.current_mode("RETREAT", "return") is None
    for kind, table in read_toml("older_modes.toml").items():
        for old, new in table.items():
            assert old not in ontology.modes(kind)
            assert new == "" or new in ontology.modes(kind)


def test_added_contexts_exist():
    for kind in ontology.event_types().values():
        for mode in kind.modes.values():
            assert mode.adds_context is None or mode.adds_context in ontology.contexts()


@pytest.mark.parametrize("code", ["IDN", "USA", "KOS", "PSE", "HKG", "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"])
def test_is_code(code):
    assert ontology.is_code(code)


@pytest.mark.parametrize("code", ["", "XXX", "idn", "EU", "GOV"])
def test_is_not_code(code):
    assert not ontology.is_code(code)


def test_dependencies_fold_into_their_state():
    assert ontology.sovereign("GRL") == "DNK"
    assert ontology.sovereign("PSE") == "PSE"
    for code in ontology.codes().values():
        assert ontology.codes()[code.sovereign].kind in {"state", "exception", "special"}


def test_codes_are_three_capitals_and_unique():
    rows = [row["code"] for row in read_tsv("codes.tsv")]
    assert len(rows) == len(set(rows)) == 257
    assert all(re.fullmatch("[A-Z]{3}", code) for code in rows)


def test_disputed_entities_belong_to_states():
    assert len(ontology.disputed()) == 9
    assert all(ontology.codes()[code].kind == "state" for code in ontology.disputed().values())


def test_cameo_rows_are_legal_and_unique():
    rows = read_tsv("cameo.tsv")
    assert len({row["cameo"] for row in rows}) == len(rows) > 250
    for row in rows:
        assert row["mode"] == "" or row["mode"] in ontology.modes(row["type"]), row
        assert all(context in ontology.contexts() for context in row["context"].split("|") if context), row


def test_nearest_cameo_rows_are_legal_and_unique():
    rows = read_tsv("cameo_nearest.tsv")
    keys = [(row["type"], row["mode"], row["context"]) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert row["mode"] == "*" or row["mode"] in ontology.modes(row["type"]), row
        assert row["context"] == "*" or row["context"] in ontology.contexts(), row
        assert ontology.plover_for(row["cameo"]) is not None, row


def test_every_type_and_mode_has_a_nearest_cameo_code():
    keys = {(row["type"], row["mode"]) for row in read_tsv("cameo_nearest.tsv") if row["context"] == "*"}
    for kind in ontology.event_types().values():
        assert (kind.name, "*") in keys
        assert all((kind.name, mode) in keys for mode in kind.modes)


def test_cameo_for_prefers_mode_with_context():
    assert ontology.cameo_for("CONSULT", ["visit"], ["diplomatic"]) == "042"
    assert ontology.cameo_for("REQUEST", ["yield"], ["military"]) == "1056"
    assert ontology.cameo_for("AID", [], ["technology", "military"]) == "072"
    assert ontology.cameo_for("SUPPORT") == "051"


def test_plover_for():
    reading = ontology.plover_for("042")
    assert reading is not None
    assert (reading.type, reading.mode) == ("CONSULT", "visit")
    assert ontology.plover_for("010") is None
