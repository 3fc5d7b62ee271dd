"""Coding many articles: in order, and one bad one does not stop the rest."""

import pytest

from duta.commands.coding import Settings, code_all
from duta.line import UnsupportedLanguage
from duta.records import CodedArticle, Document, Reject
from tests.store.build import record


class Coder:
    """Stands for the coder: one record an article, of the article's id."""

    def code(self, document: Document):
        if document.id == "bad":
            raise RuntimeError("no memory")
        if document.id == "strange":
            raise UnsupportedLanguage("language 'xx' is not supported")
        yield record(f"m-{document.id}", document.id)


@pytest.fixture(autouse=True)
def coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duta.commands.coding.load", lambda **_: Coder())


def test_results_are_in_the_order_of_the_articles_with_their_rejects():
    items = [Document(text="a", id="1"), Reject("x", "unreadable"), Document(text="b", id="bad"), Document(text="c", id="strange"),
             Document(text="d", id="2")]  # fmt: skip
    one, reject, bad, strange, two = code_all(iter(items), 1, Settings())
    assert isinstance(one, CodedArticle) and [e.id for e in one.events] == ["m-1"]
    assert reject == Reject("x", "unreadable")
    assert bad == Reject("bad", "failed: RuntimeError: no memory")
    assert strange == Reject("strange", "language 'xx' is not supported")
    assert isinstance(two, CodedArticle) and two.document.id == "2"
