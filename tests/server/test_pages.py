"""The pages in a real Chromium: every page, both languages, a narrow screen, filters, charts, downloads, hostile text, axe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.browser import Reader

PAGES = ["/", "/events?country=CHN", "/dyad", "/dyad?dyad=IDN-USA", "/actors?name=Putin", "/places?name=Beijing", "/try", "/review?person=ani", "/health",
         "/article?id=hostile", "/article?id=id/visit 1&all=1", "/event/none", "/events?type=NONE"]  # fmt: skip


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


@pytest.mark.parametrize(
    ("theme", "pages"), [("light", PAGES[:11]), ("dark", ["/", "/try", "/review?person=ani", "/article?id=id/visit 1&all=1"])]
)
def test_axe_finds_nothing_serious(chromium, server: str, theme: str, pages: list[str]):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    reader = Reader(chromium, server, theme=theme)
    some = next(e["event_id"] for e in reader.api("/events?actor=Vladimir Putin")["items"])
    found = []
    for path in [*pages, f"/event/{some}"]:
        page = reader.go(path)
        page.wait_for_timeout(100)
        found += [
            (path, v["id"], [n["target"] for n in v["nodes"]][:3])
            for v in axe.run(page).response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
    reader.context.close()
    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        "/article?id=hostile",
        "/article?id=hostile&all=1",
        "/events?text=demonstran",
        "/review?person=eve&text=demonstran",
        "/health",
    ],
)
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
    assert page.locator("blockquote mark.m-actor").first.inner_text() in (
        "Presiden Rusia Vladimir Putin",
        "Russian President Vladimir Putin",
    )
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
    page.evaluate(
        "getElement(+document.querySelector('.chart').id.slice(1)).chart.dispatchAction({type: 'dataZoom', start: 50, end: 100})"
    )
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


def test_an_address_that_leads_nowhere_says_so_in_the_readers_language(chromium, server: str):
    reader = Reader(chromium, server, language="id")
    page = reader.go("/nowhere")
    assert page.locator("h1").inner_text() == "Halaman itu tidak ada"
    reader.context.close()
