"""Character positions of tokens in the restored text, which may hold wider blanks than the `Doc` does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc, Span, Token


class Offsets:
    """Positions of a `Doc`'s tokens: by `doc.user_data["offsets"]` and `["text"]` where the parser left them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.user_data.get("text", doc.text)
        given = doc.user_data.get("offsets")
        self._spans: list[tuple[int, int]] = given or [(t.idx, t.idx + len(t)) for t in doc]
        self._starts = [a for a, _ in self._spans]
        self._ends = [b for _, b in self._spans]

    def start(self, token: Token) -> int:
        """First character of the token."""
        return self._starts[token.i]

    def end(self, token: Token) -> int:
        """After its last character."""
        return self._ends[token.i]

    def span(self, start: int, end: int) -> Span | None:
        """The tokens that touch [start, end), or None."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return self.doc[first:last] if first < last else None
