"""A web page's article text, with the title, date, language and outlet that the page states."""

from __future__ import annotations

import re
from typing import Any

from duta.reading.errors import Unreadable

_LANGUAGE = re.compile(r"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_MAX_DEPTH = 2000


def article(html: str, url: str | None = None) -> dict[str, Any]:
    """The fields `text`, `title`, `date`, `url`, `publication`, `page_language` as far as the page gives them.

    The date is taken from the page's own metadata or the address `url`, never guessed from its words. Raises `Unreadable`.
    """
    import trafilatura  # slow to import, and only pages need it

    if html.count("<div") - html.count("</div") > _MAX_DEPTH:
        raise Unreadable("HTML nested too deeply")
    try:
        page = trafilatura.bare_extraction(
            html,
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except Exception as error:  # hostile pages raise whatever lxml finds
        raise Unreadable(f"HTML that cannot be parsed: {error}") from None
    fields: dict[str, Any] = page if isinstance(page, dict) else page.as_dict() if page else {}
    if not fields.get("text"):
        raise Unreadable("no article text found in the HTML")
    language = _LANGUAGE.search(html[:20000])
    return {
        "text": fields["text"],
        "title": fields.get("title"),
        "date": fields.get("date"),
        "url": fields.get("url"),
        "publication": fields.get("sitename") or fields.get("hostname"),
        "page_language": language[1].lower() if language else None,
    }
