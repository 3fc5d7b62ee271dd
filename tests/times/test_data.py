"""Integrity of times.toml, numbers.toml and holidays.tsv."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from duta.times.calendar import feasts
from duta.times.lexicon import ITEM, grammar
from duta.times.makers import MAKERS

LANGUAGES = ("id", "en")
NEEDED = {  # what each function must be given, by the pattern or by the rule
    "day_month": {"d", "m"}, "month": {"m"}, "year": {"y"}, "decade": {"y"}, "century": {"n"}, "weekday": {"w"},
    "unit_from": {"u", "k"}, "ago": {"u"}, "fixed": {"value"}, "holiday": {"f"}, "eight": {"n"}, "duration": {"u"},
}  # fmt: skip


def load(language: str, name: str) -> dict:
    return tomllib.loads(resources.files("duta.languages").joinpath(language, name).read_text(encoding="utf8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_what_its_function_needs(language: str) -> None:
    for rule in grammar(language).rules:
        assert rule.do == "nothing" or rule.do in MAKERS, rule.name
        assert NEEDED.get(rule.do, set()) <= set(rule.bound) | set(rule.args), (rule.name, rule.regex.pattern)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_names_are_unique(language: str) -> None:
    names = [r["name"] for r in load(language, "times.toml")["rules"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_table_is_used_by_a_rule(language: str) -> None:
    data = load(language, "times.toml")
    used = {m[2] for r in data["rules"] for p in r["patterns"] for m in ITEM.finditer(p) if m[2]}
    assert set(data) - {"rules", "settings", "future_cue", "past_cue"} <= used


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feast_is_known(language: str) -> None:
    known = set(feasts("id")) | set(feasts("world"))
    for name, value in load(language, "times.toml")["feast"].items():
        assert value in known or re.fullmatch(r"\d\d-\d\d", value), name


def test_languages_have_the_same_settings() -> None:
    assert set(load("id", "times.toml")["settings"]) == set(load("en", "times.toml")["settings"])


def test_every_file_names_its_source() -> None:
    for language in LANGUAGES:
        for name in ("times.toml", "numbers.toml", "places.toml"):
            assert "# source:" in resources.files("duta.languages").joinpath(language, name).read_text(encoding="utf8")


def test_feasts_come_every_year() -> None:
    for name in ("eid_al_fitr", "eid_al_adha", "ramadan"):
        years = {first.year for first, _ in feasts("id")[name]}
        assert years >= set(range(1991, 2035)), name


def test_a_known_feast() -> None:
    assert any(first.isoformat() == "2025-03-31" for first, _ in feasts("id")["eid_al_fitr"])


def test_feasts_have_days_in_order() -> None:
    for calendar in ("id", "world"):
        for name, days in feasts(calendar).items():
            assert all(first <= last for first, last in days), name
            assert len({first for first, _ in days}) == len(days), name


def test_holidays_file_names_its_source() -> None:
    assert "# Needs `pip install holidays" in resources.files("duta.times").joinpath("holidays.tsv").read_text(encoding="utf8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_are_whole_numbers_and_vague_ones_are_timeml(language: str) -> None:
    data = load(language, "numbers.toml")
    for table in ("cardinals", "multipliers", "ordinals"):
        assert all(isinstance(v, int) and v >= 0 for v in data[table].values()), table
    assert all(v == "X" or v.isdecimal() for v in data["vague"].values())


def test_languages_have_the_same_number_tables() -> None:
    assert set(load("id", "numbers.toml")) == set(load("en", "numbers.toml"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendar_words_have_legal_payloads(language: str) -> None:
    data = load(language, "times.toml")
    assert set(data["weekday"].values()) == set(range(1, 8))
    assert set(data["month"].values()) == set(range(1, 13))
    assert set(data["unit"].values()) <= {"TS", "TM", "TH", "D", "W", "WE", "M", "Q", "H", "Y", "E", "C"}
    assert set(data["mod"].values()) <= {"START", "MID", "END", "LESS", "MORE", ""}
