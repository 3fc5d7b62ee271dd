"""Where sentences end."""

import pytest

from duta.restoring.sentences import sentence_spans


def pieces(text, language):
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["The U.S. State Department spoke.", "It said no."]),
        ("en", ["He lives in the U.S.", "The president does not."]),
        ("en", ["Gen. J. Smith met Mr. Lee at 5 p.m. on Jan. 5.", "They talked."]),
        ("en", ['"We will respond," he said.', '"Soon."', "Nobody moved."]),
        ("en", ['"Go!" he said.', "They went."]),
        ("en", ["It cost $5.5 million.", "That is a lot."]),
        ("id", ["Dr. H. Ahmad tinggal di Jl. Merdeka No. 5.", "Dia pergi."]),
        ("id", ["Harganya Rp 5.000 pada pukul 08.30.", "Itu mahal."]),
        ("id", ['"Kami siap."', '"Kapan?" tanya dia.', "Tak ada jawaban."]),
        ("id", ["Menurut Kompas.com, itu benar.", "Dia setuju."]),
    ],
)
def test_sentences(language, sentences):
    assert pieces(" ".join(sentences), language) == sentences


def test_a_line_break_ends_a_headline():
    assert pieces("Putin tiba di Beijing\nDia bertemu Xi.", "id") == ["Putin tiba di Beijing", "Dia bertemu Xi."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Itu tahun 2025.Dia pergi.", ["Itu tahun 2025.", "Dia pergi."]),
        ('Itu tahun 2025."Kami siap," katanya.', ["Itu tahun 2025.", '"Kami siap," katanya.']),
    ],
)
def test_missing_spaces(text, sentences):
    assert pieces(text, "id") == sentences


def test_spans_cover_everything_but_white_space():
    text = " Satu dua.  Tiga!\n\nEmpat "
    spans = sentence_spans(text, "id")
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == "".join(text.split())
