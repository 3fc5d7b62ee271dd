"""Takes the pictures of docs/workbench.md: python docs/take_screenshots.py

Codes the examples, the project's gold passages and four short articles written for the tour (about one visit, in two languages) into a
store, serves it, and opens it in a real Chromium. Needs the extras `serve` and `dev`, and a Chromium.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.server.browser import CHROMIUM, serving  # noqa: E402

import duta  # noqa: E402
from duta.reading import read  # noqa: E402
from duta.records import CodedArticle, Document  # noqa: E402
from duta.store import open_store  # noqa: E402

OUT = ROOT / "docs/workbench"
WIDTH, HEIGHT = 1180, 800
OUTLETS = {"id": ("Kabar Contoh", "Warta Contoh", "Harian Contoh"), "en": ("The Sample Post", "Example Wire", "Sample Herald")}
TOUR = (
    ("id", "Kabar Contoh", "Presiden Rusia Vladimir Putin tiba di Beijing, Kamis (16/5/2024), untuk kunjungan kenegaraan dua hari. "
     "Ia disambut Presiden China Xi Jinping di Balai Agung Rakyat."),
    ("id", "Warta Contoh", "Vladimir Putin mengunjungi China pada Kamis (16/5/2024). Di Beijing, Presiden Rusia itu bertemu Presiden Xi Jinping."),
    ("en", "The Sample Post", "Russian President Vladimir Putin arrived in Beijing on Thursday for a two-day state visit and met Chinese President Xi Jinping."),
    ("en", "Example Wire", "Vladimir Putin visited China on Thursday. The Russian president met Xi Jinping in Beijing, the Kremlin said."),
)  # fmt: skip


def documents() -> Iterator[Document]:
    for found in read([str(ROOT / "examples")]):
        if isinstance(found, Document):
            yield found.model_copy(update={"published": found.published or "2025-10-22"})
    for number, (language, outlet, text) in enumerate(TOUR):
        yield Document(
            id=f"tour-{number}",
            text=text,
            published="2024-05-16",
            language=language,
            title=text.split(".")[0],
            publication=outlet,
        )
    for language, outlets in OUTLETS.items():
        for number, line in enumerate(
            (ROOT / f"benchmarks/gold/events-{language}.jsonl").read_text(encoding="utf-8").splitlines()
        ):
            passage = json.loads(line)
            yield Document(
                id=passage["id"],
                text=passage["text"],
                published=passage["date"],
                language=language,
                publication=outlets[number % 3],
            )


def keep(what: Page | Locator, name: str) -> None:
    """A picture with few colours, where ImageMagick is there to choose them: a third of the bytes."""
    file = OUT / f"{name}.png"
    what.screenshot(path=file)
    if shutil.which("convert"):
        subprocess.run(["convert", file, "+dither", "-colors", "96", f"PNG8:{file}"], check=True)


def take(page: Page, address: str) -> None:
    def shot(
        name: str,
        path: str,
        *,
        dark: bool = False,
        language: str = "en",
        width: int = WIDTH,
        height: int = HEIGHT,
        ready: str = "h1",
    ) -> None:
        page.set_viewport_size({"width": width, "height": height})
        page.context.add_cookies(
            [
                {"name": "duta_theme", "value": "dark" if dark else "light", "url": address},
                {"name": "duta_language", "value": language, "url": address},
            ]
        )
        page.goto(address + path)
        page.wait_for_selector(ready)
        page.wait_for_timeout(1200)  # charts grow into their bars
        keep(page, name)

    event = next(
        e["event_id"]
        for e in page.request.get(f"{address}/api/v1/events?dyad=RUS-CHN&since=2024-05-01").json()["items"]
        if len(e["mentions"]) > 1
    )
    shot("overview", "/?since=2010-01-01&until=2026-03-31", height=1050, ready=".chart canvas")
    keep(page.locator(".card:has(.maps)"), "map")
    shot("event", f"/event/{event}", height=900)
    shot("dyad", "/dyad?dyad=ISR-PSE", ready=".chart canvas")
    shot("article", "/article?id=tour-0&all=1")
    shot("review", "/review?person=Ani&type=CONSULT", height=900, ready="blockquote")
    shot("narrow", "/events?type=PROTEST", dark=True, language="id", width=360, height=740)
    shot("try", "/try", language="id", height=1000)
    page.get_by_role("button", name="Sebuah contoh").click()
    page.get_by_role("button", name="Kodekan").click()
    page.wait_for_selector(".result article")
    page.wait_for_timeout(500)
    keep(page, "try")


def main() -> None:
    OUT.mkdir(exist_ok=True)
    coder = duta.load()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tour.sqlite"
        with open_store(url) as store:
            store.load(CodedArticle(document, list(coder.code(document))) for document in documents())
            store.link()
        with serving(url) as address, sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            take(browser.new_page(), address)
            browser.close()


if __name__ == "__main__":
    main()
