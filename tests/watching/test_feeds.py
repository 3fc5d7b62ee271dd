"""Lists of feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from duta.watching import read_feed_list


def test_a_text_list(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("\ufeff# ours\nhttps://a.example/rss\n\nhttps://b.example/rss#x # the second\nhttps://a.example/rss\n", encoding="utf-8")
    assert read_feed_list(str(path)) == ["https://a.example/rss", "https://b.example/rss#x"]


def test_opml_with_folders(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="News"><outline type="rss" xmlUrl="https://a.example/rss"/>'
        '<outline xmlurl="https://b.example/atom?x=1&amp;y=2"/></outline></body></opml>'
    )
    assert read_feed_list(str(path)) == ["https://a.example/rss", "https://b.example/atom?x=1&y=2"]


def test_opml_reads_no_entities(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("https://secret.example/")
    path = tmp_path / "feeds.opml"
    path.write_text(
        f'<!DOCTYPE o [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
        '<opml><body><outline xmlUrl="https://a.example/"/><outline text="&s;"/></body></opml>'
    )
    assert read_feed_list(str(path)) == ["https://a.example/"]


def test_an_address_is_a_list_of_one() -> None:
    assert read_feed_list("https://a.example/rss") == ["https://a.example/rss"]


@pytest.mark.parametrize("content", ["", "# nothing\n", "file:///etc/passwd\n", "just words\n", "<opml><body/></opml>", "<"])
def test_what_is_no_list(tmp_path: Path, content: str) -> None:
    path = tmp_path / "feeds"
    path.write_text(content)
    with pytest.raises(ValueError, match=str(path)):
        read_feed_list(str(path))
