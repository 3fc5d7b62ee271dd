"""Review: one record after the other, judged with a key; corrections, splits and merges; gold and agreement."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup
from nicegui import events, ui
from starlette.concurrency import run_in_threadpool

from duta.records import Event
from duta.server.asking import query_of
from duta.server.marking import around, evidence_of, marked
from duta.server.pages.correcting import Corrections
from duta.server.pages.event import field_rows
from duta.server.pages.filters import filter_form
from duta.server.pages.parts import article_address, downloads, facts, link, table, tags
from duta.server.pages.view import View, button, frame, html
from duta.server.telling import sentence
from duta.store import StoreError
from duta.store.looking import article_of, event_of, mention_of
from duta.store.reviews import WHOLE, Agreement, Review, Verdict, add, agreement, reviews, unreviewed

LATEST = 10


async def review(view: View) -> None:
    """The page."""
    words = view.words
    name = view.person.name or view.params.get("person", "").strip()[:100]
    with frame(view, words("review.title"), "review"):
        html(Markup('<p class="lead">{}</p>').format(words("review.lead")))
        if not view.person.may("review"):
            html(Markup('<p role="alert" class="error">{}</p>').format(words("review.denied")))
        elif not name:
            html(_sign_in(view), "card")
        else:
            html(filter_form(view))
            desk = Desk(view, name)
            await desk.next(view.params.get("record") or None)
        html(await view.ask(lambda: _kept(view, name, agreement(view.store), reviews(view.store, person=name or None))), "card")


class Desk:
    """The record at hand, and what can be said of it."""

    def __init__(self, view: View, person: str) -> None:
        self.view, self.person = view, person
        self.record: Event | None = None
        self.later: set[str] = set()
        """Records put off for this sitting."""
        self.correcting = False
        self.place = ui.element("section").classes("part card").props("aria-live=polite")
        self.keys = {
            "a": self.accept,
            "r": self.reject,
            "u": self.doubt,
            "c": self.correct,
            "n": self.skip,
            "s": self.split,
            "m": self.merge,
        }
        ui.keyboard(self._pressed, repeating=False)

    async def _pressed(self, event: events.KeyEventArguments) -> None:
        plain = not (event.modifiers.ctrl or event.modifiers.alt or event.modifiers.meta)
        act = self.keys.get(str(event.key.name).lower())
        if event.action.keydown and plain and act is not None and self.record is not None and not self.correcting:
            await act()

    async def next(self, record: str | None = None) -> None:
        """The next record under the filter, or the one asked for."""
        view, many = self.view, len(self.later) + 1
        if record:
            self.record = await run_in_threadpool(mention_of, view.store, record)
        else:
            found = await run_in_threadpool(unreviewed, view.store, view.wish, self.person, many)
            self.record = next((e for e in found if e.id not in self.later), None)
        await self._show()

    async def _show(self) -> None:
        view, words, record = self.view, self.view.words, self.record
        self.correcting = False
        article = await run_in_threadpool(article_of, view.store, record.doc_id) if record else None
        self.place.clear()
        with self.place:
            if record is None:
                html(Markup("<p>{}</p>").format(words("review.done")))
                return
            text = Markup("<mark class='m-event'>{}</mark>").format(record.event_text)
            if article is not None and article.text:
                text = marked(
                    article.text, evidence_of(words, record), *around(article.text, record.text_info.start, record.text_info.end)
                )
            html(
                Markup('<h2>{}</h2><p>{}</p><blockquote lang="{}">{}</blockquote>').format(
                    sentence(words, record), tags(view, record), record.language, text
                )
            )
            html(facts(field_rows(view, record), words("event.fields")))
            html(Markup('<p class="links">{} · {}</p>').format(
                link(article_address(record.doc_id), words("event.whole")), link(f"/event/{quote(record.id)}", words("event.title"))))  # fmt: skip
            with ui.element("div").classes("line keys"):
                for key, name, act in (("A", "accept", self.accept), ("R", "reject", self.reject), ("U", "unsure", self.doubt), ("C", "correct", self.correct),
                                       ("N", "skip", self.skip), ("S", "split", self.split), ("M", "merge", self.merge)):  # fmt: skip
                    button(f"{words(f'review.{name}')} ({key})", act, primary=key == "A")
            self.more = ui.element("div")

    async def accept(self) -> None:
        await self._say("right")

    async def reject(self) -> None:
        await self._say("wrong")

    async def doubt(self) -> None:
        await self._say("unsure")

    async def skip(self) -> None:
        if self.record is not None:
            self.later.add(self.record.id)
        await self.next()

    async def correct(self) -> None:
        """Opens the form of corrections."""
        assert self.record is not None
        self.correcting = True
        self.more.clear()
        with self.more:
            Corrections(self.view.words, self.record, self._corrected, self._show)

    async def _corrected(self, wrong: dict[str, object], note: str) -> None:
        await self._say("right", wrong, note)

    async def split(self) -> None:
        """Takes the record out of its event."""
        record = self.record
        assert record is not None
        event = await run_in_threadpool(event_of, self.view.store, record.id)
        others = [m.id for m in event.mentions if m.id != record.id] if event else []
        if not others:
            ui.notify(self.view.words("review.alone"))
            return
        await self._link("split", record.id, others)

    async def merge(self) -> None:
        """Asks for the event to join the record with."""
        assert self.record is not None
        record, words = self.record.id, self.view.words
        self.correcting = True
        self.more.clear()
        with self.more, ui.element("div").classes("line"):
            other = ui.input(words("review.merge_with")).props("outlined dense autofocus").classes("grow")

            async def join() -> None:
                await self._link("merge", record, [(other.value or "").strip().rpartition("/")[2]])

            other.on("keydown.enter", join)
            button(words("review.merge"), join, primary=True)
            button(words("review.cancel"), self._show)

    async def _link(self, kind: str, record: str, others: list[str]) -> None:
        store, words = self.view.store, self.view.words

        def decide() -> None:
            for other in others:
                store.decide("merge" if kind == "merge" else "split", record, other, person=self.person)
            store.link()

        try:
            await run_in_threadpool(decide)
        except (StoreError, ValueError) as error:
            ui.notify(words("review.failed", why=str(error)), type="negative")
            return
        ui.notify(words("review.saved", what=words(f"review.{kind}")), type="positive")
        await self._show()

    async def _say(self, verdict: Verdict, wrong: dict[str, object] | None = None, note: str = "") -> None:
        record, words = self.record, self.view.words
        assert record is not None

        def keep() -> None:
            add(self.view.store, record.id, person=self.person, verdict=verdict, note=note)
            for field, value in (wrong or {}).items():
                add(self.view.store, record.id, person=self.person, verdict="wrong", field=field, value=value)

        try:
            await run_in_threadpool(keep)
        except ValueError as error:
            ui.notify(words("review.failed", why=str(error)), type="negative")
            return
        what = words("review.correct") if wrong else words.name("verdicts", verdict)
        ui.notify(words("review.saved", what=what), type="positive")
        await self.next()


def _sign_in(view: View) -> Markup:
    words = view.words
    return Markup(
        '<form method="get" action="/review" class="grid inline"><label>{}<input name="person" required maxlength="100" autocomplete="name"></label>'
        '{}<p class="actions"><button class="primary">{}</button></p></form>'
    ).format(
        words("review.person"), Markup().join(Markup('<input type="hidden" name="{}" value="{}">').format(n, v) for n, v in view.params.multi_items() if n != "person"),
        words("review.start"),
    )  # fmt: skip


def _kept(view: View, person: str, found: Agreement, said: list[Review]) -> Markup:
    words = view.words
    alpha = words("review.no_alpha")
    if found.alpha is not None:
        alpha = words("review.alpha", a=words.decimal(found.alpha), n=found.records, people=", ".join(found.people))
    rows = [
        [link(f"/event/{quote(r.mention_id)}", r.mention_id), words.name("fields", r.field), words.name("verdicts", r.verdict),
         "" if r.value is None else str(r.value), r.note, r.person, r.made.strftime("%Y-%m-%d %H:%M")]
        for r in reversed(said[-LATEST:])
    ]  # fmt: skip
    head = [
        words("health.run"),
        words("event.fields"),
        words("review.verdict"),
        "",
        words("review.note"),
        words("review.by"),
        words("review.when"),
    ]
    head[0] = words.name("fields", "record")
    done = sum(r.field == WHOLE for r in said)
    files = downloads(view, [(words("review.gold"), "/api/v1/reviews/gold" + (query_of(view.wish.__class__(), person=person) if person else "")),
                             ("JSON", "/api/v1/reviews")])  # fmt: skip
    listed = table(head, rows, words("review.yours")) if rows else Markup()
    return Markup('<h2>{}</h2><p>{}</p><h2>{}</h2><p>{}</p>{}{}<p class="quiet">{}</p>').format(
        words("review.agreement"),
        alpha,
        words("review.yours"),
        words("review.left", n=done) if person else "",
        listed,
        files,
        words("review.keys"),
    )
