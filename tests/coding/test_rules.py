"""The codebook's rules for hard cases."""

from duta.coding.rules import SPOKEN, under_operator, with_time


def test_a_future_visit_is_agree():
    assert with_time("CONSULT", ("visit",), future=True, negated=False)[:2] == ("AGREE", ())


def test_a_meeting_called_off_is_reject_meet():
    assert with_time("CONSULT", (), future=False, negated=True)[:2] == ("REJECT", ("meet",))


def test_an_announced_withdrawal_is_concede():
    assert with_time("RETREAT", ("withdraw",), future=True, negated=False)[:2] == ("CONCEDE", ())


def test_an_attack_ahead_stays_an_attack():
    assert with_time("ASSAULT", (), future=True, negated=False) == ("ASSAULT", (), None)


def test_a_threat_to_expel_keeps_what_is_threatened():
    assert under_operator("THREATEN", "SANCTION", ("expel",)) == ("THREATEN", ("expel",))


def test_agreeing_to_withdraw_is_concede():
    assert under_operator("AGREE", "RETREAT", ("withdraw",)) == ("CONCEDE", ())


def test_a_refusal_carries_no_negation_of_its_own():
    assert "negation" in SPOKEN["REJECT"]
