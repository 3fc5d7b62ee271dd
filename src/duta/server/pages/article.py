"""Article: its whole text with everything marked that records rest on, or all that duta sees and drops."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from duta.records import Document, Event
from duta.server.api.coding import CodedText, coded_text
from duta.server.marking import Mark, evidence_of, marked
from duta.server.pages.parts import article_address, event_address, folded, link, safe_url, table, tags
from duta.server.pages.view import View, frame, html
from duta.server.telling import sentence
from duta.server.wording import Words
from duta.store.looking import StoredArticle, article_of, event_of, records_of

SEEN = {"actor": "seen-actor", "place": "seen-place", "time": "seen-time"}
LEGEND = ("event", "actor", "recipient", "event_loc", "date", "said_by")


async def article(view: View) -> None:
    """The page."""
    words, doc_id = view.words, view.params.get("id", "")
    found: StoredArticle | None = await view.ask(lambda: article_of(view.store, doc_id))
    with frame(view, words("article.title") if found is None else found.title or found.doc_id):
        if found is None:
            html(Markup("<p>{}</p>").format(words("common.missing")))
            return
        records = await view.ask(lambda: records_of(view.store, doc_id))
        html(_about(view, found))
        coded = None
        if found.text and view.params.get("all") and view.person.may("code"):
            document = Document(text=found.text, id=doc_id, published=found.published, language=found.language, title=found.title)
            coded = coded_text(await view.bench.code(document))
        if not found.text:
            html(Markup('<p class="quiet">{}</p>').format(words("common.not_kept")))
        elif coded is not None:
            html(legend(words, seen=True) + text_of(words, found.text, records, coded), "card")
            html(seen_and_dropped(words, found.text, coded), "card")
        else:
            more = link(article_address(doc_id) + "&all=1", words("article.read"), "button") if view.person.may("code") else ""
            html(legend(words) + text_of(words, found.text, records) + Markup("<p>{}</p>").format(more), "card")
        html(await view.ask(lambda: _records(view, records)), "card")


def _about(view: View, found: StoredArticle) -> Markup:
    words = view.words
    parts = [found.publication or "", words.day(found.published), words.name("languages", found.language)]
    line = Markup('<p class="lead quiet">{}').format(" · ".join(p for p in parts if p))
    if url := safe_url(found.url):
        line += Markup(' · <a href="{}" rel="noreferrer noopener" target="_blank">{}</a>').format(url, words("event.original"))
    return line + Markup("</p>")


def text_of(words: Words, text: str, records: Iterable[Event], coded: CodedText | None = None) -> Markup:
    """A text with its marks, paragraph by paragraph."""
    marks = [m for record in records for m in evidence_of(words, record)]
    if coded is not None:
        marks += [Mark(s.start, s.end, SEEN[s.kind], f"{words.name('kinds', s.kind)}: {s.rule}") for s in coded.seen]
        marks += [
            Mark(d.start, d.end, "dropped", f"{words('article.dropped')}: {d.reason}")
            for d in coded.drops
            if d.stage == "restoring"
        ]
    return Markup('<div class="text">{}</div>').format(marked(text, marks))


def legend(words: Words, *, seen: bool = False) -> Markup:
    """What the marks mean."""
    kinds = [(name.replace("_", "-"), words.name("fields", name)) for name in LEGEND]
    if seen:
        kinds += [(SEEN[kind], f"{words('article.seen')}: {words.name('kinds', kind)}") for kind in SEEN]
        kinds.append(("dropped", words("article.dropped")))
    listed = Markup().join(Markup('<li><mark class="m-{}">{}</mark></li>').format(kind, name) for kind, name in kinds)
    return Markup('<ul class="legend" aria-label="{}">{}</ul>').format(words("article.legend"), listed)


def seen_and_dropped(words: Words, text: str, coded: CodedText) -> Markup:
    """All that was recognised and put aside, as tables."""
    seen = [
        [s.text, words.name("kinds", s.kind), ", ".join(f"{k} {v}" for k, v in s.meaning.items() if k in SHOWN), s.rule]
        for s in coded.seen
    ]
    drops = [[text[d.start : d.end][:80], d.reason] for d in coded.drops]
    out = folded(
        words("article.seen_note"),
        table(
            [words("try.text"), words("article.kind"), words("article.meaning"), words("article.rule")],
            seen,
            words("article.seen_note"),
        ),
        open=True,
    )
    if drops:
        out += folded(
            words("article.drops_note"),
            table([words("try.text"), words("health.reason")], drops, words("article.drops_note")),
            open=True,
        )
    return out


SHOWN = (
    "code",
    "sector",
    "identifier",
    "office",
    "name",
    "country_code",
    "admin1",
    "resolution",
    "date",
    "enddate",
    "confidence",
)


def _records(view: View, records: list[Event]) -> Markup:
    words = view.words
    items = Markup()
    for record in records:
        event = event_of(view.store, record.id)
        href = event_address(event) if event else f"/event/{quote(record.id)}"
        items += Markup('<li id="r-{}" class="q{}">{} {}</li>').format(
            record.id, record.quad_code, link(href, sentence(words, record)), tags(view, record)
        )
    listed = (
        Markup('<ol class="events">{}</ol>').format(items)
        if records
        else Markup('<p class="quiet">{}</p>').format(words("article.nothing"))
    )
    return Markup("<h2>{}</h2>{}").format(words("article.records"), listed)
