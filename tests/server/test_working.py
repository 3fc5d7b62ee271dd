"""Working with the pages in a real Chromium: coding a text, reviewing with the keyboard, signing in."""

from __future__ import annotations

import json
from pathlib import Path

from tests.server.browser import Reader, serving


def test_a_text_is_coded_live_and_downloads(reader: Reader):
    page = reader.go("/try")
    page.get_by_role("button", name="An example").click()
    page.get_by_role("button", name="Code", exact=True).click()
    page.wait_for_selector(".result .mentions article", timeout=30_000)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download JSONL").click()
    records = [json.loads(line) for line in Path(got.value.path()).read_text().splitlines()]
    assert len(records) == page.locator(".result .mentions article").count()
    page.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Putin arrived in Beijing on Thursday."}
    )
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
    assert (
        said["record"]["verdict"] == "right"
        and said["date"]["value"] == "2024-05-15"
        and said["recipient"]["value"][0]["code"] == "TWN"
    )


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


def test_a_page_needs_a_token_where_tokens_are_set(chromium, own_store: str, tmp_path: Path):
    token = "t" * 30
    (tmp_path / "tokens").write_text(f"{token} rini read\n")
    with serving(own_store, "--token-file", str(tmp_path / "tokens")) as server:
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
