"""Files in, documents and rejects out."""

import gzip
import io
import json
import os
import tracemalloc

import polars
import pytest

from duta.reading import read
from duta.records import Document, Reject

INDONESIAN = "Presiden tiba di Beijing untuk bertemu dengan perdana menteri dan akan membahas kerja sama."
ENGLISH = "The president has arrived in Beijing for talks with the prime minister."


def one(path, **options):
    [result] = read([path], **options)
    return result


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_txt(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(INDONESIAN, encoding="utf-8")
    document = one(path)
    assert (document.text, document.language, document.published) == (INDONESIAN, "id", None)


def test_txt_keeps_line_ends_as_they_are(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"The end of the war.\r\nThe army said so.\r\n")
    assert one(path).text == "The end of the war.\r\nThe army said so.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(tmp_path, encoding):
    text = "The president said: “We will meet the minister – soon.”"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert one(path).text == text


def test_utf8_with_a_stray_cp1252_byte(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("The café of the president ".encode() + b"\x93open\x94")
    assert one(path).text == "The café of the president “open”"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no text"),
        (b"  \n ", "no text"),
        (b"123 456 --", "no words"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7 and more", "PDF"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"a" * (9 * 2**20), "longer than 8 MiB"),
    ],
)
def test_bad_txt(tmp_path, data, reason):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    result = one(path)
    assert isinstance(result, Reject)
    assert result.source == str(path)
    assert reason in result.reason


def test_jsonl_fields(tmp_path):
    row = {
        "id": 7,
        "text": ENGLISH,
        "date": "2024-05-16T08:00:00Z",
        "title": "Visit",
        "url": "https://example.org/1",
        "publication": "The Example",
    }
    document = one(lines(tmp_path / "a.jsonl", [row]))
    assert document == Document(
        text=ENGLISH,
        id="7",
        published="2024-05-16",
        language="en",
        title="Visit",
        url="https://example.org/1",
        publication="The Example",
    )


def test_jsonl_goes_on_after_every_kind_of_bad_line(tmp_path):
    good = json.dumps({"text": ENGLISH}).encode()
    bad = [b"{", b"[1]", b'{"text": 5}', b'{"id": "x"}', b'{"text": ""}', b'{"text":' + b"[" * 100_000, os.urandom(300)]
    bad = [line.replace(b"\n", b" ") for line in bad]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([*bad, b"", good]) + b"\n")
    *rejects, document = read([path])
    assert document.text == ENGLISH
    assert [reject.source for reject in rejects] == [f"{path}:{number}" for number in range(1, 8)]
    assert all(reject.reason for reject in rejects)


def test_a_line_of_50_mb_is_rejected_without_being_held(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 10**6)
        file.write(b"\n" + json.dumps({"text": ENGLISH}).encode())
    tracemalloc.start()
    reject, document = read([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "50 MB" in reject.reason
    assert document.text == ENGLISH
    assert peak < 40 * 2**20


def test_broken_gzip_gives_what_was_whole_and_one_reject(tmp_path):
    rows = b"".join(
        json.dumps({"text": f"{ENGLISH} {number} " + os.urandom(99).hex()}).encode() + b"\n" for number in range(500)
    )
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-5000])
    *documents, reject = read([path], language="en")
    assert len(documents) > 100
    assert all(isinstance(document, Document) for document in documents)
    assert "broken off" in reject.reason


def test_csv_with_semicolons_quoted_line_breaks_and_a_short_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f'id;date;text\n1;2024-05-16;"{ENGLISH}\nAnd more."\n2;x\n3;;"{INDONESIAN}"\n', encoding="utf-8")
    first, reject, last = read([path])
    assert first.text.endswith("\nAnd more.")
    assert reject.source == f"{path}:4"
    assert (last.id, last.language) == ("3", "id")


def test_csv_without_text_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    assert "no column" in one(path).reason


def test_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    polars.DataFrame({"id": [1, 2], "text": [ENGLISH, None], "other": [1.5, 2.5]}).write_parquet(path)
    document, reject = read([path])
    assert (document.id, document.text) == ("1", ENGLISH)
    assert (reject.source, reject.reason) == (f"{path}:2", "no text")


def test_broken_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and nothing")
    assert "Parquet" in one(path).reason


def test_html_takes_over_title_date_and_outlet(tmp_path):
    paragraphs = "".join(f"<p>{INDONESIAN} Mereka bertemu {number} kali.</p>" for number in range(5))
    path = tmp_path / "a.html"
    path.write_text(
        '<html lang="en"><head><title>Presiden tiba di Beijing</title>'
        '<meta property="article:published_time" content="2024-05-16T08:00:00+07:00">'
        '<meta property="og:site_name" content="Harian Contoh"></head>'
        f"<body><nav>Menu</nav><article><h1>Presiden tiba di Beijing</h1>{paragraphs}</article></body></html>"
    )
    document = one(path)
    assert document.title == "Presiden tiba di Beijing"
    assert document.published == "2024-05-16"
    assert document.publication == "Harian Contoh"
    assert document.language == "id"
    assert "Menu" not in document.text
    assert "4 kali" in document.text


@pytest.mark.parametrize("page", ["<div>" * 50_000, "<html></html>", "<html><body><p></p></body></html>"])
def test_html_without_an_article(tmp_path, page):
    path = tmp_path / "a.html"
    path.write_text(page)
    assert "HTML" in one(path).reason


def test_folders_are_read_in_order_and_unknown_kinds_are_named(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").write_text(ENGLISH)
    (tmp_path / "a.txt").write_text(INDONESIAN)
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("no")
    first, reject, second = read([tmp_path])
    assert first.text == INDONESIAN
    assert ".png" in reject.reason
    assert second.text == ENGLISH


def test_missing_file():
    [reject] = read(["nowhere.txt"])
    assert reject == Reject("nowhere.txt", "no such file or folder")


def test_standard_input_as_json_lines():
    data = io.BytesIO(b"\n" + (json.dumps({"id": "a", "text": ENGLISH}) + "\n{bad\n").encode())
    document, reject = read(["-"], stdin=data)
    assert document.id == "a"
    assert reject.source.startswith("-:")


@pytest.mark.parametrize("text", [f"{ENGLISH}\nAnd more.", '{"no json'])
def test_standard_input_as_text(text):
    [document] = read(["-"], stdin=io.BytesIO(text.encode()), language="en")
    assert document.text == text


def test_ids_come_from_the_text(tmp_path):
    first, second = read([lines(tmp_path / "a.jsonl", [{"text": ENGLISH}, {"text": INDONESIAN}])])
    assert first.id != second.id
    assert len(first.id) == 16


def test_same_id_and_text_is_rejected_same_id_other_text_is_kept(tmp_path):
    rows = [{"id": "a", "text": ENGLISH}, {"id": "a", "text": ENGLISH}, {"id": "a", "text": INDONESIAN}]
    first, reject, other = read([lines(tmp_path / "a.jsonl", rows)])
    assert first.id == "a"
    assert "again" in reject.reason
    assert other.id.startswith("a-")


def test_a_date_that_can_be_read_two_ways_is_rejected(tmp_path):
    assert "5/6/24" in one(lines(tmp_path / "a.jsonl", [{"text": ENGLISH, "date": "5/6/24"}])).reason


def test_options_hold_where_the_document_is_silent(tmp_path):
    rows = [{"text": ENGLISH}, {"text": INDONESIAN, "date": "2023-01-01", "language": "id-ID"}]
    first, second = read([lines(tmp_path / "a.jsonl", rows)], published="2024-05-16", language="en")
    assert (first.published, first.language) == ("2024-05-16", "en")
    assert (second.published, second.language) == ("2023-01-01", "id")


def test_lone_surrogates_do_not_break_anything(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "The end \\ud83d of the war."}')
    assert one(path).text == "The end \ufffd of the war."


def test_unsupported_language_is_rejected(tmp_path):
    text = "Le président de la République est arrivé hier à Paris pour une visite officielle."
    assert "'fr'" in one(lines(tmp_path / "a.jsonl", [{"text": text}])).reason
