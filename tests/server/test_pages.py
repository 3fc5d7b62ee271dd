"""The pages in a real Chromium: every page, both languages, a narrow screen, filters, reviews, downloads, hostile text, axe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")

from duta.records import CodedArticle  # noqa: E402
from tests.server.browser import CHROMIUM, serving  # noqa: E402
from tests.server.conftest import build  # noqa: E402

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

PAGES = ["/", "/events?country=CHN", "/dyad", "/dyad?dyad=IDN-USA", "/actors?name=Putin", "/places?name=Beijing", "/try", "/review?person=ani", "/health",
         "/article?id=hostile", "/article?id=id/visit 1&all=1", "/event/none", "/events?type=NONE"]  # fmt: skip


@pytest.fixture(scope="module")
def server(coded: list[CodedArticle], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(build(tmp_path_factory.mktemp("pages") / "store.sqlite", coded)) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Reader:
    """A browser window that remembers what went wrong in it."""

    def __init__(self, chromium, server: str, language: str = "en", theme: str = "light", width: int = 1280):
        self.server, self.troubles = server, []
        self.context = chromium.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
        self.context.add_cookies([{"name": "duta_language", "value": language, "url": server}, {"name": "duta_theme", "value": theme, "url": server}])
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.troubles.append(str(e)))
        self.page.on("request", lambda r: self.troubles.append(r.url) if not r.url.startswith((server, "ws", "data:", "blob:")) else None)

    def go(self, path: str):
        self.page.goto(self.server + path)
        self.page.wait_for_selector("h1")
        return self.page

    def api(self, path: str):
        return self.context.request.get(f"{self.server}/api/v1{path}").json()


@pytest.fixture
def reader(chromium, server: str) -> Iterator[Reader]:
    found = Reader(chromium, server)
    yield found
    found.context.close()
    assert found.troubles == []


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("id", "dark", 360)])
def test_every_page_opens_offline_and_fits(chromium, server: str, language: str, theme: str, width: int):
    reader = Reader(chromium, server, language, theme, width)
    for path in PAGES:
        page = reader.go(path)
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    reader.context.close()
    assert reader.troubles == []


@pytest.mark.parametrize(("theme", "pages"), [("light", PAGES), ("dark", ["/", "/try", "/review?person=ani", "/article?id=id/visit 1&all=1"])])
def test_axe_finds_nothing_serious(chromium, server: str, theme: str, pages: list[str]):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    reader = Reader(chromium, server, theme=theme)
    some = next(e["event_id"] for e in reader.api("/events?actor=Vladimir Putin")["items"])
    found = []
    for path in [*pages, f"/event/{some}"]:
        page = reader.go(path)
        page.wait_for_timeout(100)
        found += [(path, v["id"], [n["target"] for n in v["nodes"]][:3]) for v in axe.run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    reader.context.close()
    assert found == []


@pytest.mark.parametrize("path", ["/article?id=hostile", "/article?id=hostile&all=1", "/events?text=demonstran", "/review?person=eve&text=demonstran", "/health"])
def test_text_of_articles_never_runs(reader: Reader, path: str):
    page = reader.go(path)
    page.wait_for_timeout(300)
    assert page.evaluate("window.stolen") is None
    if "article" in path:
        assert "<script>window.stolen = 1</script>" in page.locator(".text").inner_text()
        assert page.locator("h1").inner_text() == "<b onclick=alert(1)>Tangkap</b>"


def test_a_script_without_the_number_of_the_page_does_not_run(chromium, server: str):
    reader = Reader(chromium, server)
    page = reader.go("/health")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.stolen = 3'}))")
    assert page.evaluate("window.stolen") is None
    assert any("Content Security Policy" in t for t in reader.troubles)
    reader.context.close()


def test_an_address_that_is_a_script_is_no_link(reader: Reader):
    page = reader.go("/article?id=en-visit")
    assert page.locator("a[href^='javascript']").count() == 0


def test_the_evidence_of_an_event_is_one_click_from_the_overview(reader: Reader):
    page = reader.go("/?actor=Vladimir+Putin")
    page.locator("ol.events a").first.click()
    page.wait_for_selector("blockquote mark.m-event")
    assert page.locator("blockquote mark.m-actor").first.inner_text() in ("Presiden Rusia Vladimir Putin", "Russian President Vladimir Putin")
    assert page.locator(".why li").count() > 0


def test_a_filter_is_kept_in_the_address_and_counts_the_same(reader: Reader):
    page = reader.go("/")
    page.locator(".filter summary").click()
    page.get_by_label("Country of the place", exact=True).fill("CHN")
    page.get_by_label("From", exact=True).fill("2020-01-01")
    page.get_by_label("Class", exact=True).select_option("1")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/?since=2020-01-01&quad=1&country=CHN")
    page.wait_for_selector("a.count")
    shown = int(page.locator("a.count").inner_text().split()[0].replace(",", ""))
    assert shown == reader.api("/overview?since=2020-01-01&quad=1&country=CHN")["events"] > 0
    page.locator("a.count").click()
    page.wait_for_url("**/events?**country=CHN**")
    page.wait_for_selector("span.count")
    assert int(page.locator("span.count").inner_text().split()[0].replace(",", "")) == shown


def test_the_slider_sets_the_period(reader: Reader):
    page = reader.go("/")
    chart = page.locator(".chart canvas").first
    chart.wait_for()
    page.wait_for_timeout(500)
    page.evaluate("getElement(+document.querySelector('.chart').id.slice(1)).chart.dispatchAction({type: 'dataZoom', start: 50, end: 100})")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Zoom to the period").click()
    page.wait_for_url("**/?since=20*&until=20*")
    page.wait_for_selector("a.count")
    first = reader.api("/overview")["bins"]
    assert page.url.split("since=")[1][:10] > first[len(first) // 3]["start"]


def test_a_bar_leads_to_its_events(reader: Reader):
    page = reader.go("/?country=CHN")
    page.locator(".chart canvas").first.wait_for()
    page.wait_for_timeout(600)
    point = page.evaluate("""() => { const c = getElement(+document.querySelector('.chart').id.slice(1)).chart, o = c.getOption();
        const s = o.series.findIndex(s => s.data.some(v => v)), i = o.series[s].data.findIndex(v => v);
        const below = o.series.slice(0, s).reduce((n, t) => n + t.data[i], 0);
        return c.convertToPixel('grid', [i, below + o.series[s].data[i] / 2]); }""")
    box = page.locator(".chart").first.bounding_box()
    page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    page.wait_for_url("**/events?**since=**until=**")


def test_lists_turn_pages(reader: Reader):
    page = reader.go("/events")
    first = page.locator("ol.events a").first.get_attribute("href")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**cursor=**")
    page.wait_for_selector("ol.events")
    assert page.locator("ol.events a").first.get_attribute("href") != first


@pytest.mark.parametrize("name", ["CSV", "PARQUET", "GeoJSON", "JSONL"])
def test_lists_download(reader: Reader, name: str):
    page = reader.go("/events?country=CHN")
    with page.expect_download() as got:
        page.get_by_role("link", name=name, exact=True).click()
    assert Path(got.value.path()).stat().st_size > 100


def test_maps_download_as_svg(reader: Reader):
    page = reader.go("/")
    with page.expect_download() as got:
        page.get_by_role("link", name="SVG (World)").click()
    assert Path(got.value.path()).read_text().startswith("<svg")


def test_language_and_theme_change_without_losing_the_page(reader: Reader):
    page = reader.go("/events?country=CHN&type=CONSULT")
    page.get_by_role("link", name="Bahasa Indonesia").click()
    page.wait_for_selector("html[lang=id] h1")
    page.get_by_role("link", name="Gelap").click()
    page.wait_for_selector("body.body--dark h1")
    assert page.url.endswith("/events?country=CHN&type=CONSULT")
    assert page.locator("h1").inner_text() == "Peristiwa"


def test_a_text_is_coded_live_and_downloads(reader: Reader):
    page = reader.go("/try")
    page.get_by_role("button", name="An example").click()
    page.get_by_role("button", name="Code", exact=True).click()
    page.wait_for_selector(".result .mentions article", timeout=30_000)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download JSONL").click()
    records = [json.loads(line) for line in Path(got.value.path()).read_text().splitlines()]
    assert len(records) == page.locator(".result .mentions article").count()
    page.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"Putin arrived in Beijing on Thursday."})
    page.wait_for_function("document.querySelector('.text')?.innerText.startsWith('Putin arrived')", timeout=20_000)


def test_an_address_of_this_machine_is_not_coded(reader: Reader):
    page = reader.go("/try")
    page.get_by_label("or an address").fill(f"{reader.server}/health")
    page.get_by_role("button", name="Code", exact=True).click()
    page.wait_for_selector(".result [role=alert]")
    assert "private network" in page.locator(".result [role=alert]").inner_text()


def test_reviewing_with_the_keyboard(reader: Reader):
    page = reader.go("/review?person=ani")
    seen = []
    for key, verdict in (("a", "right"), ("r", "wrong"), ("n", None)):
        page.wait_for_selector("blockquote")
        seen.append(page.locator("section h2").first.inner_text())
        page.keyboard.press(key)
        if verdict:
            page.wait_for_selector(f".q-notification:has-text('Kept: {verdict}')")
        page.wait_for_function("old => document.querySelector('section h2')?.innerText !== old", arg=seen[-1])
    said = reader.api("/reviews?person=ani")
    assert [r["verdict"] for r in said] == ["right", "wrong"] and all(r["made"] for r in said)


def test_correcting_a_record(reader: Reader):
    mention = reader.api("/mentions?text=Putin&language=en&type=CONSULT")["items"][0]["id"]
    page = reader.go(f"/review?person=wati&record={mention}")
    page.wait_for_selector("blockquote")
    page.keyboard.press("c")
    page.get_by_label("Date", exact=True).fill("2024-05-15")
    page.get_by_label("code of the recipient").first.fill("twn")
    page.get_by_role("button", name="Save corrections").click()
    page.wait_for_selector(".q-notification:has-text('Kept')")
    said = {r["field"]: r for r in reader.api(f"/reviews?person=wati&mention_id={mention}")}
    assert said["record"]["verdict"] == "right" and said["date"]["value"] == "2024-05-15" and said["recipient"]["value"][0]["code"] == "TWN"


def test_splitting_and_merging(reader: Reader):
    event = next(e for e in reader.api("/events?text=Putin")["items"] if len(e["mentions"]) > 1)
    one, other = (m["id"] for m in event["mentions"][:2])
    page = reader.go(f"/review?person=ani&record={one}")
    page.wait_for_selector("blockquote")
    page.keyboard.press("s")
    page.wait_for_selector(".q-notification:has-text('Kept: Split off')")
    assert len(reader.api(f"/events/{one}")["mentions"]) == 1
    page.wait_for_timeout(300)
    page.keyboard.press("m")
    page.get_by_label("Record id or event id").fill(other)
    page.get_by_role("button", name="Merge", exact=True).click()
    page.wait_for_selector(".q-notification:has-text('Kept: Merge')")
    assert {m["record"]["id"] for m in reader.api(f"/events/{one}")["mentions"]} >= {one, other}


def test_a_page_needs_a_token_where_tokens_are_set(chromium, coded: list[CodedArticle], tmp_path: Path):
    token = "t" * 30
    (tmp_path / "tokens").write_text(f"{token} rini read\n")
    with serving(build(tmp_path / "store.sqlite", coded), "--token-file", str(tmp_path / "tokens")) as server:
        reader = Reader(chromium, server)
        page = reader.page
        page.goto(f"{server}/health")
        assert "/login" in page.url
        page.get_by_label("Token").fill("wrong")
        page.get_by_role("button", name="Enter").click()
        page.wait_for_selector("[role=alert]")
        page.get_by_label("Token").fill(token)
        page.get_by_role("button", name="Enter").click()
        page.wait_for_selector("dl.figures")
        assert page.url == f"{server}/health"
        assert "may not review" in reader.go("/review").locator("[role=alert]").inner_text()
        assert "may not code" in reader.go("/try").locator("[role=alert]").inner_text()
        reader.context.close()


def test_an_address_that_leads_nowhere_says_so_in_the_readers_language(chromium, server: str):
    reader = Reader(chromium, server, language="id")
    page = reader.go("/nowhere")
    assert page.locator("h1").inner_text() == "Halaman itu tidak ada"
    reader.context.close()
