"""Lines that are no part of the story."""

from duta.coding.layout import headline_end, stray_lines

BODY = "Polisi menahan dua orang.\nMereka diperiksa di Jakarta.\n"


def stray(text: str) -> list[str]:
    return [text[a:b] for a, b in stray_lines(text)]


def test_a_short_first_line_is_the_headline():
    assert headline_end("Israel strikes Gaza\nThe army said so.") == len("Israel strikes Gaza")


def test_a_text_of_one_line_has_no_headline():
    assert headline_end("Israel strikes Gaza.") == 0


def test_a_headline_between_sentences_is_stray():
    assert stray(BODY + "Rusia Serang Kyiv Lagi\nPengacara mereka menolak hadir.") == ["Rusia Serang Kyiv Lagi"]


def test_lines_before_the_story_are_not_stray():
    assert stray("Dua Orang Ditahan\nKasus Lama Dibuka Lagi\n" + BODY) == []


def test_an_item_of_a_list_is_told():
    assert stray(BODY + "- Polandia: mengakui Palestina\nDaftar itu bertambah.") == []


def test_a_long_line_that_lost_its_stop_is_told():
    assert stray(BODY + "kata " * 30 + "\nSelesai.") == []


def test_the_last_line_is_told_even_without_a_stop():
    assert stray(BODY + "Rusia menyerang Kyiv") == []
