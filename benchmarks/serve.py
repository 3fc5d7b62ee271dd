"""How fast the workbench answers over 100,000 events: the overview, a page in Chromium, and fifty readers at once.

    python benchmarks/serve.py [--events 100000] [--readers 50] [--store sqlite:////tmp/serve.sqlite] [--keep] [--check]

Everything runs on this machine: the server is a process of its own on 127.0.0.1, and asks and answers share the cores. Readers ask
without a pause, each its own mix of questions with its own filters, so that most answers are made, not remembered; every one
asks `--requests` times and stops. The store is that of `benchmarks/store.py`. `--check` fails above the ceilings:
1 s an overview (the first time asked), 1 s for 95 of 100 answers to the readers, and at any error.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.store import Generator
from tests.server.browser import CHROMIUM, serving

from duta.store import open_store

CEILING = 1.0
OVERVIEWS = (
    "",
    "?country=IDN",
    "?dyad=IDN-CHN",
    "?actor=MIL&since=2020-01-01",
    "?quad=4&language=id",
    "?type=PROTEST&confidence=0.7",
)
WORDS = Generator().words


def questions(chance: random.Random, codes: list[str], events: list[str]) -> Iterator[str]:
    """What a reader asks: a little of everything."""
    while True:
        code, other, year = chance.choice(codes), chance.choice(codes), chance.randint(2015, 2023)
        yield chance.choice((
            f"/overview?country={code}&since={year}-01-01",
            f"/overview?dyad={code}-{other}",
            f"/events?actor={code}&since={year}-{chance.randint(1, 12):02}-01&limit=50",
            f"/events?country={code}&limit=50",
            f"/events?text={chance.choice(WORDS[100:5000])}&limit=50",
            f"/events/count?dyad={code}>{other}",
            f"/events/{chance.choice(events)}",
            f"/events/{chance.choice(events)}",
            f"/series?dyad={code}-{other}&by=quarter",
            "/health",
        ))  # fmt: skip


async def read(address: str, readers: int, requests: int) -> tuple[list[float], int]:
    """Seconds of every answer, and how many were errors."""
    seconds: list[float] = []
    errors = 0
    codes = Generator().codes[:40]
    async with httpx.AsyncClient(
        base_url=f"{address}/api/v1", timeout=60, limits=httpx.Limits(max_connections=readers)
    ) as client:
        page = (await client.get("/events?limit=500")).json()["items"]
        events = [e["event_id"] for e in page]
        first = questions(random.Random(-1), codes, events)
        for _ in range(40):  # a server that has answered before: its statements are compiled, its files are in memory
            await client.get(next(first))

        async def one(number: int) -> None:
            nonlocal errors
            asked = questions(random.Random(number), codes, events)
            for _ in range(requests):
                begun = time.perf_counter()
                answer = await client.get(next(asked))
                seconds.append(time.perf_counter() - begun)
                errors += answer.status_code != 200

        await asyncio.gather(*(one(n) for n in range(readers)))
    return seconds, errors


def page_seconds(address: str) -> list[float]:
    """From the click to the drawn overview, in Chromium; the first with an empty cache."""
    from playwright.sync_api import sync_playwright

    taken = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for path in ("/?country=CHN", "/?country=USA", "/"):
            begun = time.perf_counter()
            page.goto(address + path)
            page.wait_for_selector(".chart canvas")
            page.wait_for_selector("svg.map")
            taken.append(time.perf_counter() - begun)
        browser.close()
    return taken


@contextmanager
def filled(url: str | None, events: int, keep: bool) -> Iterator[str]:
    """URL of the store."""
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite:///{Path(folder) / 'serve.sqlite'}"
        if not keep:
            with open_store(url) as store:
                store.load(Generator().articles(events // 4))
                print(f"{store.counts()['events']:,} events", flush=True)
        yield url


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--events", type=int, default=100_000)
    ap.add_argument("--readers", type=int, default=50)
    ap.add_argument("--requests", type=int, default=20, help="of each reader")
    ap.add_argument("--store")
    ap.add_argument("--keep", action="store_true", help="only ask a store that was filled before")
    ap.add_argument("--check", action="store_true")
    a = ap.parse_args()
    failed = False
    with filled(a.store, a.events, a.keep) as url, serving(url) as address:
        with httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
            client.get("/health")
            for wish in OVERVIEWS:
                times = []
                for _ in range(2):
                    begun = time.perf_counter()
                    client.get(f"/overview{wish}").raise_for_status()
                    times.append(time.perf_counter() - begun)
                failed |= times[0] > CEILING
                print(
                    f"overview {1000 * times[0]:7.0f} ms, remembered {1000 * times[1]:4.0f} ms  {wish or '(everything)'}",
                    flush=True,
                )
        if CHROMIUM is not None:
            print("overview page in Chromium:", ", ".join(f"{1000 * s:.0f} ms" for s in page_seconds(address)), flush=True)
        begun = time.perf_counter()
        seconds, errors = asyncio.run(read(address, a.readers, a.requests))
        spent, p95 = time.perf_counter() - begun, quantiles(seconds, n=20)[-1]
        print(f"{a.readers} readers, {len(seconds)} answers: {len(seconds) / spent:.0f} a second, median {1000 * median(seconds):.0f} ms, "
              f"p95 {1000 * p95:.0f} ms, longest {1000 * max(seconds):.0f} ms, {errors} errors")  # fmt: skip
        failed |= p95 > CEILING or errors > 0
    if a.check and failed:
        sys.exit("above a ceiling")


if __name__ == "__main__":
    main()
