"""Telling Indonesian, English and other languages apart."""

import pytest

from duta.reading.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Presiden Rusia Vladimir Putin telah tiba di Beijing untuk memulai kunjungan kenegaraan.", "id"),
        ("Putin tiba di Beijing", "id"),
        ("Israel serang Gaza, 20 warga tewas", "id"),
        ("Prabowo bertemu Xi Jinping", "id"),
        ("The Russian president has arrived in Beijing.", "en"),
        ("Trump attacks Iran", "en"),
        ("Israeli troops kill 20 in Gaza", "en"),
        ("Le président de la République est arrivé hier à Paris pour une visite.", "fr"),
        ("De minister van Buitenlandse Zaken is gisteren in Brussel aangekomen.", "nl"),
        ("Der Kanzler ist am Montag in Berlin eingetroffen und traf den Minister.", "de"),
        ("Президент России прибыл в Пекин.", "ru"),
        ("中国国家主席习近平在北京会见了俄罗斯总统", "zh"),
        ("Kerajaan Malaysia berkata polis telah menahan lapan orang kerana rusuhan itu pada Khamis.", "ms"),
        ("Kepolisian Malaysia mengatakan telah menahan delapan orang karena kerusuhan itu pada Kamis.", "id"),
        ("", "und"),
        ("12 345 !!", "und"),
    ],
)
def test_detect(text, language):
    assert detect(text) == language


def test_an_indonesian_article_that_quotes_english_is_indonesian():
    quote = 'Dia mengatakan, "We will not accept this," dalam pidato di depan parlemen pada hari Senin.'
    assert detect(quote) == "id"
