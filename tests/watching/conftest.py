"""A web server that misbehaves on purpose."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

for needed in ("httpx", "feedparser", "protego"):
    pytest.importorskip(needed, reason="the extra `watch` is not installed")

from duta.watching import Manners, State  # noqa: E402

WORDS = (
    "The president of Indonesia met the prime minister of Malaysia in Jakarta on Monday to discuss the border dispute. "
    "The two leaders agreed that their ministers would meet again before the end of the year. "
)
QUICK = Manners(delay=0, timeout=10, deadline=20, backoff=0.05, interval=3600, tries=3, allow_private=True)
"""Manners for tests: the same rules, nothing to wait for, and time enough on a busy machine."""
Answer = Callable[[BaseHTTPRequestHandler], None]


def html(number: object = "", head: str = "") -> bytes:
    return (
        f"<html lang=en><head><title>Talks {number}</title>{head}</head>"
        f"<body><article><p>{WORDS * 3}</p><p>Report {number}.</p></article></body></html>"
    ).encode()


def rss(*links: str, head: str = "") -> bytes:
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link><pubDate>Fri, 17 May 2024 01:00:00 +0700</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{head}{items}</channel></rss>'.encode()


@dataclass
class Server:
    """Answers what the test puts into `pages`; remembers what it was asked."""

    url: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Paths, robots.txt left out."""
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def page(self, path: str, body: bytes | str, status: int = 200, type: str = "text/html", **headers: str) -> str:
        """Puts a page at a path; returns its address."""
        data = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", type)
            handler.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer
        return self.url + path

    def feed(self, *links: str, path: str = "/feed", **headers: str) -> str:
        return self.page(path, rss(*links), type="application/rss+xml", **headers)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        return self.page(path, b"", status, Location=target)


@pytest.fixture
def server() -> Iterator[Server]:
    here = Server()
    here.page("/robots.txt", b"", 404)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                here.asked.append(self.path)
                here.headers.append(dict(self.headers))
                here.times.append(time.monotonic())
            answer = here.pages.get(self.path.split("?")[0])
            try:
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)
            except OSError:  # the client had enough
                pass

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        http.block_on_close = False
        here.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield here
        http.shutdown()
        thread.join()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State(tmp_path / "state.sqlite")
    yield state
    state.close()
