"""Restoring: each kind of damage, the map back to the original, and clean text left alone."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duta.restoring import restore

CLEAN = {
    "id": [
        "Presiden Rusia Vladimir Putin tiba di Beijing pada Kamis untuk memulai kunjungan kenegaraan.",
        'Menurut juru bicara Kremlin, kedua pemimpin akan membahas perang di Ukraina. "Kami siap berunding," katanya.',
        "Polisi menahan 12 orang di kantor wali kota, dekat Jalan Sudirman No. 5, Jakarta.",
        "Dr. H. Ahmad Supandi, S.H., pergi ke luar negeri. Dia tinggal di rumah kakaknya di luar kota.",
        "Karena itu, pemerintah menolak permintaan tersebut. Dan rakyat pun marah.",
        "Harga naik Rp 5.000 per liter sejak pukul 08.30 WIB di Surabaya, Shenyang, dan Ramadanville.",
    ],
    "en": [
        "The U.S. State Department said Gen. J. Smith would meet Mr. Lee in St. Petersburg on Jan. 5.",
        'Israeli forces hit a building in Gaza, killing 12 people. "We will respond," a spokesman said.',
        "YouTube, iPhone and McDonald's are brands; DeSantis and MacArthur are names.",
        "By this time, he had answered a job advertisement.",
        "And the airstrike came before dawn. But nobody was hurt.",
    ],
}


def restored(text, language="id", **options):
    return restore(text, language, **options).text


def reasons(text, language="id"):
    return [drop.reason for drop in restore(text, language).drops]


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in CLEAN.items() for text in texts])
def test_clean_text_is_left_alone(language, text):
    result = restore(text, language)
    assert result.text == text
    assert result.repairs == []
    assert result.drops == []


@pytest.mark.parametrize("language", CLEAN)
def test_a_clean_article_is_left_alone(language):
    text = "\n".join(CLEAN[language])
    assert restored(text, language) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("katanya kepadaAFP kemarin", "katanya kepada AFP kemarin"),
        ("MelansirAFPpada Kamis", "Melansir AFP pada Kamis"),
        ("SejumlahPemimpinEropamenyerukan gencatan", "Sejumlah Pemimpin Eropa menyerukan gencatan"),
        ("PemerintahChinapernah menghukum", "Pemerintah China pernah menghukum"),
        ("perangIrandanIsrael", "perang Iran dan Israel"),
        ("adalah pesawatyangterbangdi atas", "adalah pesawat yang terbang di atas"),
        ("pengadilan MahkamahKonstitusi", "pengadilan Mahkamah Konstitusi"),
        ("sejak Juli 2025di Jakarta", "sejak Juli 2025 di Jakarta"),
        ("kanal Liputan6.compada hari itu", "kanal Liputan6.com pada hari itu"),
    ],
)
def test_glued_words(damaged, whole):
    assert restored(damaged) == whole


@pytest.mark.parametrize(
    "word",
    [
        "YouTube",
        "iPhone",
        "WhatsApp",
        "TikTok",
        "McGregor",
        "DeSantis",
        "Supandi",
        "Shenyang",
        "PNSnya",
        "dikriminalisasi",
    ],
)
def test_names_and_affixed_words_are_not_split(word):
    assert restored(f"Menurut {word} itu benar.") == f"Menurut {word} itu benar."


def test_addresses_are_not_touched():
    text = "Lihat https://www.example.com/BacaBeritaDisini dan redaksi@KabarDuniaHarian.id itu."
    assert restored(text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Hal itu di perkirakan akan di bahas.", "Hal itu diperkirakan akan dibahas."),
        ("Alat yang dapat di gunakan.", "Alat yang dapat digunakan."),
        ("Dia belum me ngetahui.", "Dia belum me ngetahui."),
    ],
)
def test_split_verbs(damaged, whole):
    assert restored(damaged) == whole


@pytest.mark.parametrize(
    "place", ["di kantor", "di Jakarta", "di atas", "di luar negeri", "ke luar", "di tempat itu", "di sana"]
)
def test_places_stay_apart(place):
    assert restored(f"Mereka bertemu {place} kemarin.") == f"Mereka bertemu {place} kemarin."


def test_chopped_sentences():
    text = (
        "Mereka membahas kerja sama industri. Luar angkasa. Dan energi nuklir. "
        "Menjelang perjalanan tersebut. Putin memuji kemitraan itu."
    )
    assert restored(text) == (
        "Mereka membahas kerja sama industri, luar angkasa, dan energi nuklir. "
        "Menjelang perjalanan tersebut, Putin memuji kemitraan itu."
    )


def test_one_short_sentence_is_no_habit():
    text = "Presiden tiba pagi ini. Sendirian. Dia menolak berbicara."
    assert restored(text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Itu â€œkemenanganâ€\x9d kita", 'Itu "kemenangan" kita'),
        ("CafÃ© itu", "Café itu"),
        ("Perang &amp; damai&nbsp;kini", "Perang & damai kini"),
        ("kata\u200bnya \u201cya\u201d", 'katanya "ya"'),
        ("«ya» „ja“ ‘si’", '"ya" "ja" \'si\''),
        ("Rusia — dan ― China", "Rusia – dan – China"),
        ("satu\r\ndua.", "satu dua."),
    ],
)
def test_characters(damaged, whole):
    assert restored(damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        (
            "Itu terjadi pada 2025.“Kekhawatiran itu nyata,” katanya.",
            'Itu terjadi pada 2025. "Kekhawatiran itu nyata," katanya.',
        ),
        ("Mereka pulang.Dia tinggal.", "Mereka pulang. Dia tinggal."),
        ("Perdana Menteri (PM)Iran,Abbas", "Perdana Menteri (PM) Iran, Abbas"),
    ],
)
def test_missing_spaces(damaged, whole):
    assert restored(damaged) == whole


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Baca juga:Trump Ancam Iran Lagi",
        "Baca Juga",
        "[Gambas:Video 20detik]",
        "Simak Video 'Perang Itu':",
        "(rdp/idh)",
        "Penulis: Budi/DW Indonesia",
    ],
)
def test_furniture_lines(line):
    before, after = "Presiden tiba di Beijing kemarin.", "Dia bertemu menteri luar negeri."
    result = restore(f"{before}\n{line}\n{after}", "id")
    assert result.text == f"{before}\n{after}"
    [drop] = result.drops
    assert (drop.start, drop.end) == (len(before) + 1, len(before) + 1 + len(line))


def test_menus_of_an_english_page():
    menu = "\n".join(["Primary Menu", "Sections", "US News", "Metro", "Politics", "World News"])
    text = f"Iran seizes ship near strait\n{menu}\nIranian forces seized a ship on Saturday.\nShare Link"
    assert restored(text, "en") == "Iran seizes ship near strait\nIranian forces seized a ship on Saturday."


def test_the_headline_inside_the_body_and_a_repeated_sentence():
    text = (
        "Putin tiba di Tiongkok hari ini\nPutin mendarat pagi ini.\nPutin tiba di Tiongkok hari ini\n"
        "Perdagangan kedua negara meningkat tajam.\nPerdagangan kedua negara meningkat tajam. Itu rekor."
    )
    assert restored(text) == (
        "Putin tiba di Tiongkok hari ini\nPutin mendarat pagi ini.\n"
        "Perdagangan kedua negara meningkat tajam. Itu rekor."
    )
    assert len(reasons(text)) == 2


def test_sentences_broken_by_links():
    text = (
        "Jakarta\n-\nPresiden\nPrabowo\nSubianto memimpin rapat seperti dilansir\nAFP\n, Selasa.\n"
        "Baca juga:\nJudul Berita Lain Yang Menarik\nDia bertemu Presiden\nPrancis\nEmmanuel Macron.\nprabowo\nprancis"
    )
    assert restored(text) == (
        "Jakarta - Presiden Prabowo Subianto memimpin rapat seperti dilansir AFP, Selasa.\n"
        "Dia bertemu Presiden Prancis Emmanuel Macron."
    )


@pytest.mark.parametrize(
    ("text", "place", "outlet"),
    [
        ("JAKARTA, KOMPAS.com -Presiden tiba di Beijing.", "JAKARTA", "KOMPAS.com"),
        ("WASHINGTON DC, KOMPAS.com – Presiden tiba di Beijing.", "WASHINGTON DC", "KOMPAS.com"),
        ("Liputan6.com, Teheran -Pemimpin Iran menolak seruan itu.", "Teheran", "Liputan6.com"),
        ("REPUBLIKA.CO.ID, JAKARTA — Presiden tiba di Beijing.", "JAKARTA", "REPUBLIKA.CO.ID"),
        ("TEMPO.CO, Jakarta - Presiden tiba di Beijing.", "Jakarta", "TEMPO.CO"),
        ("Jakarta (ANTARA) - Presiden tiba di Beijing.", "Jakarta", "ANTARA"),
        ("ISTANBUL (AP) — The president arrived on Monday.", "ISTANBUL", "AP"),
        ("Tehran, Iran – Iranian forces seized a ship.", "Tehran, Iran", None),
        ("JAKARTA- Presiden tiba di Beijing.", "JAKARTA", None),
    ],
)
def test_datelines(text, place, outlet):
    result = restore(text, "en" if "arrived" in text or "seized" in text else "id")
    assert result.dateline is not None
    assert (result.dateline.place, result.dateline.outlet) == (place, outlet)
    assert result.text[result.dateline.place_start : result.dateline.place_end] == place
    assert result.sentences[0][0] == result.dateline.end


@pytest.mark.parametrize(
    "text", ["Israel - Hamas: perundingan dimulai lagi", "Presiden tiba di Beijing – kunjungan pertamanya."]
)
def test_no_dateline(text):
    assert restore(text, "id").dateline is None


def test_original_span_of_a_repaired_word():
    text = "Kata Putin kepadaAFP, hal itu di perkirakan benar."
    result = restore(text, "id")
    start = result.text.index("AFP")
    assert text[slice(*result.original_span(start, start + 3))] == "AFP"
    start = result.text.index("diperkirakan")
    assert text[slice(*result.original_span(start, start + 12))] == "di perkirakan"


PIECES = [
    "Presiden tiba di Beijing.",
    "ADVERTISEMENT",
    "kepadaAFP",
    "di gunakan",
    "â€œyaâ€\x9d",
    "\u200b",
    "\r\n",
    "\n",
    "  ",
    "&amp;",
    "Baca juga: Judul Lain",
    "“",
    "—",
    "Luar angkasa. Dan energi.",
    "JAKARTA, KOMPAS.com -Dia",
    "U.S.",
    "2025.Dia",
    "ﬁn",
    "😀",
    "-",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(string.printable + "“”–éÂ€", max_size=12), max_size=14).map(" ".join))
def test_map_and_spans_hold_for_any_text(text):
    result = restore(text, "id")
    previous = 0
    for offset in range(len(result.text)):
        start, end = result.original_span(offset, offset + 1)
        assert previous <= start <= end <= len(text)
        previous = start
    changed = {place for repair in result.repairs for place in range(repair.start, repair.end)}
    plain = set(string.ascii_letters + string.digits + " ")
    for offset, letter in enumerate(result.text):
        start, end = result.original_span(offset, offset + 1)
        if end - start == 1 and start not in changed and text[start] in plain:
            assert letter == text[start]
    last = 0
    for start, end in result.sentences:
        assert last <= start < end <= len(result.text)
        assert result.text[start:end] == result.text[start:end].strip()
        last = end


@pytest.mark.parametrize("language", CLEAN)
def test_restoring_twice_changes_nothing_more(language):
    damaged = (
        "Menurut laporan kepadaAFP, hal itu di perkirakan benar.\nADVERTISEMENT\n“Ya,” katanya.Dia pergi ke luar kota."
    )
    once = restored("\n".join([damaged, *CLEAN[language]]), language)
    assert restored(once, language) == once


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "a", "…", '"', "." * 5000, "A" * 20000, "by " + "a" * 3000, "(" * 5000, "aB" * 3000]
)
def test_odd_texts_come_back(text):
    for language in CLEAN:
        result = restore(text, language)
        assert len(result.text) <= len(text) * 2
