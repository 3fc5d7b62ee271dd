"""Web archives in, documents and rejects out."""

import gzip
import json
import zlib
from pathlib import Path

import pytest

from duta.reading import read
from duta.reading.links import article_id, canonical
from duta.records import Document, Reject

pytest.importorskip("fastwarc", reason="the extra `watch` is not installed")

WORDS = (
    "The president of Indonesia met the prime minister of Malaysia in Jakarta on Monday to discuss the border dispute. "
    "The two leaders agreed that their ministers would meet again before the end of the year. "
)


def page(text: str = WORDS, head: str = "") -> bytes:
    return f"<html lang=en><head><title>Talks</title>{head}</head><body><article><p>{text * 3}</p></article></body></html>".encode()


def record(body: bytes, *, kind: str = "response", url: str = "https://news.example/a", http: str = "", status: str = "200 OK") -> bytes:
    block = f"HTTP/1.1 {status}\r\n{http or 'Content-Type: text/html'}\r\n\r\n".encode() + body if kind == "response" else body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-16T23:59:59Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archive(folder: Path, *records: bytes, name: str = "a.warc.gz") -> Path:
    path = folder / name
    path.write_bytes(b"".join(map(gzip.compress, records)) if name.endswith(".gz") else b"".join(records))
    return path


def one(folder: Path, *records: bytes) -> Document | Reject:
    [result] = read([archive(folder, *records)])
    return result


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_response_is_a_document_and_other_records_are_not(tmp_path: Path, name: str) -> None:
    info = record(b"software: x\r\n", kind="warcinfo")
    asked = record(b"GET / HTTP/1.1\r\n\r\n", kind="request")
    [document] = read([archive(tmp_path, info, asked, record(page()), record(b"", kind="metadata"), name=name)])
    assert isinstance(document, Document)
    assert document.text.startswith("The president of Indonesia")
    assert (document.url, document.title, document.publication) == ("https://news.example/a", "Talks", "news.example")
    assert document.id == article_id("https://news.example/a")


def test_the_date_of_the_page(tmp_path: Path) -> None:
    found = one(tmp_path, record(page(head='<meta property="article:published_time" content="2024-05-10T08:00:00+07:00">')))
    assert isinstance(found, Document)
    assert (found.published, found.citation) == ("2024-05-10", "WARC record urn:uuid:0")


@pytest.mark.parametrize("head", ["", '<meta property="article:published_time" content="2031-01-01">'])
def test_the_date_of_the_crawl_is_noted_where_the_page_states_none_that_can_be(tmp_path: Path, head: str) -> None:
    found = one(tmp_path, record(page(head=head)))
    assert isinstance(found, Document)
    assert found.published == "2024-05-16"
    assert found.citation == "WARC record urn:uuid:0; date from the day it was fetched, the page states none"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (record(page(), status="404 Not Found"), "HTTP status 404"),
        (record(b"\x89PNG", http="Content-Type: image/png"), "image/png, not HTML"),
        (record(page("")), "no article text found in the HTML"),
        (record(page(), url="dns:news.example"), "not a web address"),
        (record(page(), http="Content-Type: text/html\r\nContent-Encoding: br"), "content encoding 'br' is not read"),
        (record(b"x" * 100, http="Content-Type: text/html\r\nContent-Encoding: gzip"), "broken compression"),
        (
            record(zlib.compress(b" " * 30_000_000, 9), http="Content-Type: text/html\r\nContent-Encoding: deflate"),
            "once decompressed",
        ),
        (record(page()).replace(b"WARC-Date: 2024-05-16T23:59:59Z", b"WARC-Date: some day and 8 hours"), "no readable WARC-Date"),
    ],
)
def test_a_response_that_is_no_article_is_rejected_and_the_rest_goes_on(tmp_path: Path, given: bytes, reason: str) -> None:
    bad, good = read([archive(tmp_path, given, record(page(), url="https://news.example/b"))])
    assert isinstance(bad, Reject) and isinstance(good, Document)
    assert reason in bad.reason
    assert bad.source.startswith(str(tmp_path / "a.warc.gz:1 ("))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_compressed_bodies(tmp_path: Path, encoding: str) -> None:
    body = gzip.compress(page()) if encoding == "gzip" else zlib.compress(page())
    found = one(tmp_path, record(body, http=f"Content-Type: text/html\r\nContent-Encoding: {encoding}"))
    assert isinstance(found, Document)


def test_chunked_bodies(tmp_path: Path) -> None:
    body = page()
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    found = one(tmp_path, record(chunks, http="Content-Type: text/html\r\nTransfer-Encoding: chunked"))
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [("ISO-8859-1", "utf-8"), ("utf-8", "cp1252"), ("windows-1251", "utf-8"), ("utf-16", "utf-8"), ("no-such", "cp1252")],
)
def test_a_wrongly_stated_charset(tmp_path: Path, stated: str, encoding: str) -> None:
    text = "The café of the minister – “closed” since Monday, said the president of the country to the people. "
    body = page(text).decode().encode(encoding)
    found = one(tmp_path, record(body, http=f"Content-Type: text/html; charset={stated}"))
    assert isinstance(found, Document)
    assert found.text.startswith(text.strip())


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path, name: str, chunked: bool) -> None:
    body = page(WORDS + "".join(map(str, range(5000))))
    if chunked:
        cut = record(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), http="Content-Type: text/html\r\nTransfer-Encoding: chunked")
    else:
        cut = record(body)
    path = archive(tmp_path, record(page(), url="https://news.example/b"), cut, name=name)
    path.write_bytes(path.read_bytes()[:-400])
    first, last, *end = read([path])
    assert isinstance(first, Document) and isinstance(last, Reject)
    assert "cut short" in last.reason
    assert all(isinstance(r, Reject) and r.reason.startswith("broken off") for r in end)


@pytest.mark.parametrize("data", [b"", b"this is no archive", json.dumps({"text": WORDS}).encode()])
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    [found] = read([path])
    assert isinstance(found, Reject)


def test_the_same_address_twice(tmp_path: Path) -> None:
    again, corrected = record(page(), url="http://news.example/a?utm_source=rss#top"), record(page(WORDS + "Corrected. "))
    first, second, third = read([archive(tmp_path, record(page()), again, corrected)])
    assert isinstance(first, Document) and isinstance(second, Reject) and isinstance(third, Document)
    assert "the same article again" in second.reason
    assert third.id.startswith(first.id + "-")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTP://user:pw@News.Example:80/a?utm_source=x&b=2&a=1#top", "http://news.example/a?a=1&b=2"),
        ("https://news.example", "https://news.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_canonical_addresses(given: str, expected: str) -> None:
    assert canonical(given) == expected
