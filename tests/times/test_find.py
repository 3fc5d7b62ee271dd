"""Time expressions in both languages; published on Wednesday, 2007-01-10, unless the test says otherwise."""

from __future__ import annotations

import pytest

from duta.records import When
from duta.times import find_times

WEDNESDAY = "2007-01-10"


def one(text: str, language: str, published: str | None = WEDNESDAY) -> When:
    found = find_times(text, language, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Pada Senin (12/8) ia tiba.", "Senin (12/8)", "2024-08-12"),
        ("Ia tiba Kamis (31/7/2025).", "Kamis (31/7/2025)", "2025-07-31"),
        ("Ia tiba kemarin.", "kemarin", "2024-08-13"),
        ("Ia tiba dua hari lalu.", "dua hari lalu", "2024-08-12"),
        ("Ia tiba pekan lalu.", "pekan lalu", "2024-W32"),
        ("Minggu lalu ia tiba.", "Minggu lalu", "2024-W32"),
        ("Ia tiba hari Minggu.", "hari Minggu", "2024-08-11"),
        ("Ia tiba Minggu malam.", "Minggu malam", "2024-08-11TNI"),
        ("Ia akan tiba awal bulan depan.", "awal bulan depan", "2024-09"),
        ("Perang berlangsung sejak 2014.", "2014", "2014"),
        ("Rapat itu 16-17 Mei 2024.", "16-17 Mei 2024", "2024-05-16/2024-05-17"),
        ("Ia datang pada Oktober tahun lalu.", "Oktober tahun lalu", "2023-10"),
        ("Terjadi dua puluh lima tahun silam.", "dua puluh lima tahun silam", "1999"),
        ("Serangan itu pada Rabu dini hari.", "Rabu dini hari", "2024-08-14TDT"),
        ("Ia datang pukul 10.00 WIB.", "pukul 10.00 WIB", "2024-08-14T10:00"),
        ("Ekonomi tumbuh pada kuartal II 2025.", "kuartal II 2025", "2025-Q2"),
        ("Pada era 1990-an ia muda.", "era 1990-an", "199"),
        ("Ini terjadi baru-baru ini.", "baru-baru ini", "PAST_REF"),
        ("Gencatan senjata saat Idul Fitri tahun ini.", "Idul Fitri tahun ini", "2024-04-10"),
        ("Ia tiba pada 26 Februari tahun depan.", "26 Februari tahun depan", "2025-02-26"),
        ("Ia menunggu selama dua hari.", "dua hari", "P2D"),
        ("Ia menunggu bertahun-tahun.", "bertahun-tahun", "PXY"),
        ("Ia datang setiap tahun.", "setiap tahun", "P1Y"),
        ("Ke depan ia ingin menang.", "Ke depan", "FUTURE_REF"),
        ("Itu terjadi beberapa saat yang lalu.", "beberapa saat yang lalu", "PAST_REF"),
        ("Ia muda 10-15 tahun lalu.", "10-15 tahun lalu", "PAST_REF"),
        ("Itu dua hingga tiga tahun ke depan.", "dua hingga tiga tahun ke depan", "PXY"),
        ("Ia bermain di Piala Dunia 2026.", "2026", "2026"),
        ("Ia lahir pada 12 Agus 2024.", "12 Agus 2024", "2024-08-12"),
    ],
)
def test_indonesian(text: str, words: str, value: str) -> None:
    found = one(text, "id", "2024-08-14")
    assert (found.text, found.value) == (words, value)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("He arrived on Monday.", "Monday", "2007-01-08"),
        ("It happened last November.", "last November", "2006-11"),
        ("The Council voted on Dec. 23.", "Dec. 23", "2006-12-23"),
        ("He came two weeks ago.", "two weeks ago", "2006-12-27"),
        ("It was earlier this month.", "earlier this month", "2007-01"),
        ("They met last week.", "last week", "2007-W01"),
        ("Fighting began in late December.", "late December", "2006-12"),
        ("He met Bush Tuesday evening.", "Tuesday evening", "2007-01-09TEV"),
        ("Born in the 1990s.", "the 1990s", "199"),
        ("In nineteen ninety-six it fell.", "nineteen ninety-six", "1996"),
        ("They talked for two days.", "two days", "P2D"),
        ("He visits every year.", "every year", "P1Y"),
        ("It lost money in the year ended.", "the year", "P1Y"),
        ("They waited a while.", "a while", "PXX"),
        ("It declared a dividend payable March 15.", "March 15", "2007-03-15"),
        ("The truce ends at Ramadan.", "Ramadan", "2006-09-24/2006-10-22"),
    ],
)
def test_english(text: str, words: str, value: str) -> None:
    found = one(text, "en")
    assert (found.text, found.value) == (words, value)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Iran akan ikut dalam konferensi hari Sabtu.", "id"), ("The envoy will meet him on Saturday.", "en")],
)
def test_weekday_under_a_future_verb_is_the_next_and_unsure(text: str, language: str) -> None:
    found = one(text, language)
    assert (found.date, found.direction) == ("2007-01-13", None)


@pytest.mark.parametrize(("text", "language"), [("Ia tiba Senin.", "id"), ("He arrived Monday.", "en")])
def test_bare_weekday_lies_in_the_past(text: str, language: str) -> None:
    assert one(text, language).direction == "past"


def test_weekday_of_publication_is_that_day() -> None:
    assert one("Ia tiba Rabu.", "id").date == WEDNESDAY


def test_range_of_two_expressions_gets_an_enddate() -> None:
    first, second = find_times("Rapat dari Senin hingga Rabu.", "id", WEDNESDAY)
    assert (first.date, first.enddate, second.date) == ("2007-01-08", "2007-01-10", "2007-01-10")


def test_following_day_goes_from_the_day_named_before() -> None:
    times = find_times("Israeli troops left on Tuesday, but returned the next day.", "en", WEDNESDAY)
    assert [t.date for t in times] == ["2007-01-09", "2007-01-10"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Menang pada 1999, digulingkan Mei berikutnya.", "id"), ("He won in 1999 and fell the following May.", "en")],
)
def test_following_month_after_a_year_is_of_the_next_year(text: str, language: str) -> None:
    assert find_times(text, language, WEDNESDAY)[-1].date == "2000-05"


def test_week_has_its_first_and_last_day() -> None:
    found = one("pekan lalu", "id")
    assert (found.date, found.enddate) == ("2007-01-01", "2007-01-07")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Menurut UU Nomor 23 Tahun 2017 tentang sekolah", "id"),
        ("Pria berusia 30 tahun", "id"),
        ("It may march on.", "en"),
        ("The 21-year-old man", "en"),
        ("Endang Agus Susanto", "id"),
        ("Ia datang terlebih dahulu", "id"),
        ("(Cecep Rahmat, 24 tahun, dan Asep 45 tahun)", "id"),
        ("Berikutnya, ia pergi", "id"),
    ],
)
def test_what_only_looks_like_a_time(text: str, language: str) -> None:
    assert find_times(text, language, WEDNESDAY) == []


def test_without_publication_relative_words_have_no_date() -> None:
    found = one("Ia tiba kemarin.", "id", None)
    assert (found.date, found.value) == (None, "XXXX-XX-XX")


def test_impossible_date_is_none() -> None:
    assert all(t.date != "2024-06-31" for t in find_times("on 31 June 2024", "en", WEDNESDAY))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("text", ["", "(", "31/7/", "\x00 99:99 0000-00-00", "Senin " * 500, "9" * 400])
def test_odd_text_is_no_error(text: str, language: str) -> None:
    for t in find_times(text, language, WEDNESDAY):
        assert text[t.start : t.end] == t.text


def test_unknown_language() -> None:
    with pytest.raises(ValueError, match="xx"):
        find_times("yesterday", "xx", None)
