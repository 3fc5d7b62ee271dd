"""Feeds in, each new article out once."""

from __future__ import annotations

import dataclasses
import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from duta.reading.links import article_id
from duta.records import Document, Reject
from duta.watching import Manners, State, watch
from tests.watching.conftest import QUICK, WORDS, Server, html, rss


def once(server_feed: str, state: State, manners: Manners = QUICK) -> list[Document | Reject]:
    return list(watch([server_feed], state, manners, once=True))


def reasons(results: list[Document | Reject]) -> list[str]:
    assert all(isinstance(r, Reject) for r in results), results
    return [r.reason for r in results if isinstance(r, Reject)]


def test_the_articles_of_a_feed(server: Server, state: State) -> None:
    links = [server.page(f"/{n}", html(n)) for n in range(3)]
    found = once(server.feed(*links), state)
    assert [d.url for d in found if isinstance(d, Document)] == links
    first = found[0]
    assert isinstance(first, Document)
    assert first.text.startswith(WORDS[:40])
    assert (first.id, first.title, first.language) == (article_id(links[0]), "Talks 0", "en")


def test_the_date_of_the_feed_is_noted_where_the_page_states_none(server: Server, state: State) -> None:
    [found] = once(feed := server.feed(server.page("/a", html())), state)
    assert isinstance(found, Document)
    assert found.published == "2024-05-17"  # by the feed's clock; in UTC it is the day before
    assert found.citation == f"feed {feed}; date from the feed, the page states none"


def test_no_article_twice(server: Server, state: State) -> None:
    feed = server.feed(server.page("/a", html()))
    assert len(once(feed, state)) == 1
    server.feed(server.url + "/a", server.url + "/a?utm_source=rss#top")
    assert once(feed, state) == []
    assert server.asked.count("/a") == 1


def test_the_same_text_at_another_address_of_a_host(server: Server, state: State) -> None:
    first, second = once(server.feed(server.page("/a", html()), server.page("/b", html())), state)
    assert isinstance(first, Document)
    assert "the same text at another address" in reasons([second])[0]


def test_two_links_that_lead_to_one_article(server: Server, state: State) -> None:
    server.page("/a", html())
    links = [server.redirect("/x", "/a"), server.redirect("/y", server.url + "/a?utm_medium=feed")]
    first, second = once(server.feed(*links), state)
    assert isinstance(first, Document) and first.url == server.url + "/a"
    assert f"it leads to {server.url}/a" in reasons([second])[0]


def test_a_watch_goes_on_until_it_is_stopped(server: Server, state: State) -> None:
    feed = server.feed(server.page("/a", html("a")))
    endless = watch([feed], state, dataclasses.replace(QUICK, interval=0.1))
    first = next(endless)
    server.feed(server.url + "/a", server.page("/b", html("b")))
    second = next(endless)
    endless.close()
    assert [d.title for d in (first, second) if isinstance(d, Document)] == ["Talks a", "Talks b"]


# --- polite polling


def test_a_feed_is_asked_whether_it_changed(server: Server, state: State) -> None:
    feed = server.feed(ETag='"1"', Last_Modified="Thu, 16 May 2024 00:00:00 GMT")
    once(feed, state)
    server.page("/feed", b"", 304)
    assert once(feed, state) == []
    assert server.headers[1]["If-None-Match"] == '"1"'
    assert server.headers[1]["If-Modified-Since"] == "Thu, 16 May 2024 00:00:00 GMT"


@pytest.mark.parametrize("tag", ['"é"', "x" * 5000])
def test_a_tag_that_cannot_be_sent_back_is_left_out(server: Server, state: State, tag: str) -> None:
    feed = server.feed(ETag=tag)
    assert once(feed, state) + once(feed, state) == []
    assert "If-None-Match" not in server.headers[1]


def test_a_304_that_nobody_asked_for_is_a_failure(server: Server, state: State) -> None:
    assert reasons(once(server.page("/feed", b"", 304), state)) == ["HTTP status 304"]


def test_a_feed_that_moved_for_good_is_asked_at_its_new_place(server: Server, state: State) -> None:
    server.feed(path="/new")
    old = server.redirect("/old", "/new", 301)
    once(old, state)
    once(old, state)
    assert server.asked == ["/old", "/new", "/new"]


def test_a_feed_is_looked_for_at_its_old_place_when_the_new_one_fails(server: Server, state: State) -> None:
    server.feed(path="/new")
    old, manners = server.redirect("/old", "/new", 308), dataclasses.replace(QUICK, interval=0)
    once(old, state, manners)
    del server.pages["/new"]
    once(old, state, manners)
    time.sleep(0.1)
    once(old, state, manners)
    assert server.asked == ["/old", "/new", "/new", "/old", "/new"]


def test_a_feed_that_moved_for_now_is_asked_at_its_old_place(server: Server, state: State) -> None:
    server.feed(path="/new")
    old = server.redirect("/old", "/new", 302)
    once(old, state)
    once(old, state)
    assert server.asked == ["/old", "/new"] * 2


def test_a_feed_that_is_gone_is_not_asked_again(server: Server, state: State) -> None:
    feed = server.page("/feed", b"", 410)
    assert reasons(once(feed, state)) == ["HTTP status 410; it is not asked again"]
    assert once(feed, state) == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("path", ["/feed", "/a"])
def test_retry_after_stops_all_requests_to_the_host(server: Server, state: State, status: int, path: str) -> None:
    feed = server.feed(server.page("/a", html("a")), server.page("/b", html("b")))
    server.page(path, b"", status, Retry_After="100")
    once(feed, state)
    assert server.asked == (["/feed"] if path == "/feed" else ["/feed", "/a"])
    assert 90 < state.paused_until(server.url.removeprefix("http://")) - time.time() <= 100
    once(feed, state)
    assert "/b" not in server.asked and server.asked.count(path) == 1


def test_retry_after_as_a_date_is_read_and_limited(server: Server, state: State) -> None:
    manners = dataclasses.replace(QUICK, longest_wait=500)
    once(server.page("/feed", b"", 429, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT"), state, manners)
    assert 400 < state.paused_until(server.url.removeprefix("http://")) - time.time() <= 500


def test_an_article_is_tried_again_after_its_host_recovered(server: Server, state: State) -> None:
    feed = server.feed(server.page("/a", b"", 500))
    assert once(feed, state) == []
    server.page("/a", html())
    time.sleep(0.15)
    assert [type(r) for r in once(feed, state)] == [Document]


def test_an_article_that_never_comes_is_rejected_in_the_end(server: Server, state: State) -> None:
    feed = server.feed(server.page("/a", b"", 500))
    found: list[Document | Reject] = []
    for _ in range(20):
        found += once(feed, state)
        time.sleep(0.1)
        if found:
            break
    assert reasons(found) == ["HTTP status 500 (3 tries)"]
    assert server.asked.count("/a") == 3


def test_the_delay_between_requests_to_a_host(server: Server, state: State) -> None:
    feed = server.feed(*(server.page(f"/{n}", html(n)) for n in range(3)))
    once(feed, state, dataclasses.replace(QUICK, delay=0.1))
    assert min(b - a for a, b in zip(server.times, server.times[1:], strict=False)) > 0.08


def test_a_host_is_never_asked_twice_at_the_same_time(server: Server, state: State) -> None:
    busy = worst = 0

    def slow(handler: BaseHTTPRequestHandler) -> None:
        nonlocal busy, worst
        busy += 1
        worst = max(worst, busy)
        time.sleep(0.05)
        busy -= 1
        handler.send_error(404)

    feeds = [f"{server.url}/{n}" for n in range(5)]
    server.pages |= dict.fromkeys((f"/{n}" for n in range(5)), slow)
    list(watch(feeds, state, QUICK, once=True))
    assert (len(server.asked), worst) == (5, 1)


def test_the_ttl_of_a_feed_is_kept(server: Server, state: State) -> None:
    feed = server.page("/feed", rss(head="<ttl>120</ttl>"), type="application/rss+xml")
    once(feed, state)
    assert state.next_due([feed]) - time.time() == pytest.approx(7200, abs=60)


def test_the_agent_says_who_asks(server: Server, state: State) -> None:
    once(server.feed(), state, dataclasses.replace(QUICK, agent="duta/9 (me@example.org)"))
    assert server.headers[0]["User-Agent"] == "duta/9 (me@example.org)"


# --- robots.txt


def test_robots_forbid(server: Server, state: State) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /private*\n")
    feed = server.feed(server.page("/private/a", html("a")), server.page("/b", html("b")))
    refused, found = once(feed, state)
    assert reasons([refused]) == ["robots.txt forbids it"] and isinstance(found, Document)
    assert "/private/a" not in server.asked


def test_robots_forbid_where_a_redirect_leads(server: Server, state: State) -> None:
    server.page("/robots.txt", "User-agent: duta\nDisallow: /private\n")
    server.page("/private/a", html())
    assert reasons(once(server.feed(server.redirect("/a", "/private/a")), state)) == ["robots.txt forbids it"]
    assert "/private/a" not in server.asked


def test_robots_that_cannot_be_read_forbid_for_now(server: Server, state: State) -> None:
    feed = server.feed()
    server.page("/robots.txt", b"", 500)
    assert reasons(once(feed, state)) == ["robots.txt: HTTP status 500"]
    assert server.asked == []


def test_robots_are_remembered(server: Server, state: State) -> None:
    feed = server.feed()
    server.page("/robots.txt", "User-agent: *\nDisallow: /\n")
    once(feed, state)
    server.page("/robots.txt", b"", 404)
    assert reasons(once(feed, state)) == []  # the failed feed is backing off
    assert state.robots(server.url, since=0) == "User-agent: *\nDisallow: /\n"


def test_a_crawl_delay_is_kept(server: Server, state: State) -> None:
    server.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.2\n")
    once(server.feed(server.page("/a", html())), state)
    assert server.times[1] - server.times[0] > 0.15


# --- servers that misbehave


def test_a_redirect_loop(server: Server, state: State) -> None:
    server.redirect("/y", "/x")
    assert "a redirect loop" in reasons(once(server.feed(server.redirect("/x", "/y")), state))[0]


def test_redirects_without_end(server: Server, state: State) -> None:
    for n in range(20):
        server.redirect(f"/{n}", f"/{n + 1}")
    assert reasons(once(server.feed(server.url + "/0"), state)) == ["more than 5 redirects"]
    assert len(server.asked) == 7


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://:80/", "http://[bad/"])
def test_a_redirect_out_of_the_web(server: Server, state: State, target: str) -> None:
    [reason] = reasons(once(server.feed(server.redirect("/a", target)), state))
    assert reason.startswith(("the scheme", "not an address"))


def test_a_silent_server_fails_in_time(server: Server, state: State) -> None:
    server.pages["/feed"] = lambda handler: time.sleep(5)
    start = time.monotonic()
    found = once(server.url + "/feed", state, dataclasses.replace(QUICK, timeout=0.5))
    assert reasons(found) == ["no answer within 0.5 seconds"]
    assert time.monotonic() - start < 4.5


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A body without end, a few bytes at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"<p>more")
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for n in range(100):
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nX-{n}: x\r\n".encode() if not n else f"X-{n}: x\r\n".encode())
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip, drip_headers])
def test_an_answer_without_end_is_cut_at_the_deadline(server: Server, state: State, answer: object) -> None:
    server.pages["/feed"] = answer  # type: ignore[assignment]
    start = time.monotonic()
    found = once(server.url + "/feed", state, dataclasses.replace(QUICK, deadline=1))
    assert reasons(found) == ["no end after 1 seconds"]
    assert time.monotonic() - start < 4.5


def test_an_answer_that_is_too_long(server: Server, state: State) -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 100_000)

    server.pages["/feed"] = flood
    manners = dataclasses.replace(QUICK, max_bytes=1_000_000)
    assert reasons(once(server.url + "/feed", state, manners)) == ["an answer of more than 1,000,000 bytes"]


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb(server: Server, state: State, layers: int) -> None:
    bomb, encoding = b" " * 30_000_000, ", ".join(["gzip"] * layers)
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    [reason] = reasons(once(server.feed(server.page("/a", bomb, Content_Encoding=encoding)), state))
    assert reason == "a page of more than 8,388,608 bytes once decompressed"


def test_a_compressed_feed_and_page(server: Server, state: State) -> None:
    link = server.page("/a", gzip.compress(html()), Content_Encoding="gzip")
    feed = server.page("/feed", gzip.compress(rss(link)), type="application/rss+xml", Content_Encoding="gzip")
    assert [type(r) for r in once(feed, state)] == [Document]


def test_broken_compression(server: Server, state: State) -> None:
    assert "broken compression" in reasons(once(server.page("/feed", b"no gzip", Content_Encoding="gzip"), state))[0]


def test_an_answer_that_breaks_off(server: Server, state: State) -> None:
    server.pages["/feed"] = lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")
    assert "without sending complete message body" in reasons(once(server.url + "/feed", state))[0]


def test_an_answer_that_is_no_http(server: Server, state: State) -> None:
    server.pages["/feed"] = lambda handler: handler.wfile.write(b"\x00\x01\x02 nonsense\r\n\r\n")
    assert len(reasons(once(server.url + "/feed", state))) == 1


def test_nobody_listens(state: State) -> None:
    assert len(reasons(once("http://127.0.0.1:9/feed", state))) == 1


@pytest.mark.parametrize(("stated", "encoding"), [("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("no-such", "utf-8")])
def test_a_page_with_a_wrong_charset(server: Server, state: State, stated: str, encoding: str) -> None:
    body = html("café “closed”").decode().encode(encoding)
    [found] = once(server.feed(server.page("/a", body, type=f"text/html; charset={stated}")), state)
    assert isinstance(found, Document)
    assert found.text.endswith("Report café “closed”.")


@pytest.mark.parametrize(("stated", "encoding"), [("utf-8", "iso-8859-1"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-16")])
def test_a_feed_with_a_wrong_charset(server: Server, state: State, stated: str, encoding: str) -> None:
    text = rss(server.page("/a", html())).decode().replace("Item", "Café")
    feed = server.page("/feed", text.encode(encoding), type=f"application/rss+xml; charset={stated}")
    assert [type(r) for r in once(feed, state)] == [Document]


def test_a_feed_of_broken_xml_gives_what_it_has(server: Server, state: State) -> None:
    whole = rss(server.page("/a", html())).replace(b"<title>News</title>", b"<title>News & <b>views</title>")
    problem, *_, found = once(server.page("/feed", whole.replace(b"</channel></rss>", b"<item><ti")), state)
    assert reasons([problem])[0].startswith("broken XML, read as far as possible")
    assert isinstance(found, Document)


@pytest.mark.parametrize("body", [b"", b"<html><body>404, friend</body></html>", b"\x00\xff\xfe", b"{}"])
def test_what_is_no_feed(server: Server, state: State, body: bytes) -> None:
    assert reasons(once(server.page("/feed", body), state))[0].startswith("not a feed")


def test_xml_entities_are_refused(server: Server, state: State) -> None:
    bomb = rss(head="<x>&b;</x>").replace(b"?>", b'?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>', 1)
    assert "XML entities" in reasons(once(server.page("/feed", bomb), state))[0]


def test_an_entry_without_a_link(server: Server, state: State) -> None:
    body = rss().replace(b"</channel>", b"<item><title>Lost</title></item></channel>")
    assert reasons(once(server.page("/feed", body), state)) == ["an entry without a link (Lost)"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"body": b"", "status": 404}, "HTTP status 404"),
        ({"body": b"%PDF-", "type": "application/pdf"}, "application/pdf, not HTML"),
        ({"body": b"<html><body></body></html>"}, "no article text found in the HTML"),
    ],
)
def test_an_article_that_is_none(server: Server, state: State, page: dict[str, object], reason: str) -> None:
    feed = server.feed(server.page("/a", **page))  # type: ignore[arg-type]
    assert reasons(once(feed, state)) == [reason]
    assert once(feed, state) == []
