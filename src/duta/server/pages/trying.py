"""Try it: a text, a file or an address, coded while one waits."""

from __future__ import annotations

import datetime
import json
from typing import Any

from fastapi import HTTPException
from markupsafe import Markup
from nicegui import events, ui

from duta.records import Document
from duta.server.api.coding import CodedText, coded_text
from duta.server.bench import MAX_TEXT
from duta.server.pages.article import legend, seen_and_dropped, text_of
from duta.server.pages.event import field_rows
from duta.server.pages.parts import facts, folded, tags
from duta.server.pages.view import View, button, frame, html
from duta.server.telling import sentence
from duta.server.wording import LANGUAGES


async def trying(view: View) -> None:
    """The page."""
    words = view.words
    with frame(view, words("try.title"), "try"):
        html(Markup('<p class="lead">{}</p>').format(words("try.lead")))
        if not view.person.may("code"):
            html(Markup('<p role="alert" class="error">{}</p>').format(words("try.denied")))
            return
        Bench(view)


class Bench:
    """The form and, below it, what came of it."""

    def __init__(self, view: View) -> None:
        self.view, words = view, view.words
        with ui.element("section").classes("part card form") as section:
            self.text = ui.textarea(words("try.text")).props("outlined autogrow input-class=tall").classes("wide")
            with ui.element("div").classes("line"):
                self.url = ui.input(words("try.url"), placeholder="https://").props("outlined dense").classes("grow")
                self.published = ui.input(words("try.published"), value=datetime.date.today().isoformat()).props(
                    "outlined dense type=date stack-label"
                )
                names = {"auto": words("try.auto"), **{x: words.name("languages", x) for x in LANGUAGES}}
                self.language = (
                    ui.select(names, value="auto", label=words("try.language")).props("outlined dense").classes("pick")
                )
            with ui.element("div").classes("line"):
                self.button = button(words("try.code"), self.code, primary=True)
                button(words("try.example"), self.example)
                self._files(section)
        self.result = ui.element("div").classes("result").props("aria-live=polite")

    def _files(self, section: ui.element) -> None:
        """A file by a button, or dropped anywhere on the form. Quasar's own uploader stays hidden: no screen reader can use it."""
        words = self.view.words
        upload = ui.upload(auto_upload=True, max_file_size=self.view.bench.settings.max_body, on_upload=self.take,
                           on_rejected=lambda: ui.notify(words("try.forget"), type="negative"))  # fmt: skip
        upload.props('accept=".txt,.md,.html,text/plain"').classes("unseen")
        widget = f"getElement({upload.id}).$refs.qRef"
        button(words("try.file"), lambda: None).on("click", js_handler=f"() => {widget}.pickFiles()")
        section.on("dragover", js_handler="(e) => e.preventDefault()")
        section.on(
            "drop",
            js_handler=f"(e) => {{ const f = e.dataTransfer.files; if (f.length) {{ e.preventDefault(); {widget}.addFiles(f); }} }}",
        )

    def example(self) -> None:
        self.text.value = self.view.words("try.example_text")

    async def take(self, event: events.UploadEventArguments) -> None:
        text = (await event.file.read()).decode("utf-8", "replace")
        if event.file.name.endswith(".html"):
            from duta.reading.html import article

            text = article(text)["text"] or ""
        self.text.value = text
        await self.code()

    async def code(self) -> None:
        """Codes what is in the form; says what is wrong with it."""
        words = self.view.words
        self.button.disable()
        self.result.clear()
        with self.result:
            html(Markup('<p class="quiet">{}</p>').format(words("try.coding")))
        try:
            coded = coded_text(await self.view.bench.code(await self._document()))
        except (HTTPException, ValueError) as error:
            self.result.clear()
            why = error.detail if isinstance(error, HTTPException) else str(error)
            with self.result:
                html(Markup('<p role="alert" class="error">{}</p>').format(words("try.refused", why=why)))
            return
        finally:
            self.button.enable()
        self.result.clear()
        with self.result:
            self._show(coded)

    async def _document(self) -> Document:
        text, url = (self.text.value or "").strip("\n"), (self.url.value or "").strip()
        published = datetime.date.fromisoformat(self.published.value).isoformat() if self.published.value else None
        language = str(self.language.value)
        if not text.strip() and url:
            document = await self.view.bench.fetch(url, language)
            self.text.value = document.text
            return document.model_copy(update={"published": document.published or published})
        return Document(text=text[: MAX_TEXT + 1], published=published, language=language)

    def _show(self, coded: CodedText) -> None:
        words, text = self.view.words, coded.document.text
        html(legend(words, seen=True) + text_of(words, text, coded.events, coded), "card")
        head = words("try.events", n=len(coded.events)) if coded.events else words("try.nothing")
        cards = Markup().join(
            Markup('<article class="card q{}"><h3>{}</h3><p>{}</p>{}</article>').format(
                event.quad_code, sentence(words, event), tags(self.view, event),
                folded(words("event.fields"), facts(field_rows(self.view, event), words("event.fields")))
                + folded(words("event.why"), Markup('<ul class="why">{}</ul>').format(Markup().join(Markup("<li>{}</li>").format(w) for w in event.why))),
            )
            for event in coded.events
        )  # fmt: skip
        html(Markup('<h2>{}</h2><div class="mentions">{}</div>').format(head, cards))
        lines = "".join(event.model_dump_json() + "\n" for event in coded.events)
        whole = json.dumps(coded.model_dump(mode="json"), ensure_ascii=False, indent=1)
        with ui.element("div").classes("line part"):
            self._file("JSONL", lines, "duta-records.jsonl")
            self._file("JSON", whole, "duta-coded.json")
        html(seen_and_dropped(words, text, coded), "card")

    def _file(self, label: str, content: str, name: str) -> None:
        def give() -> Any:
            ui.download.content(content, name)

        button(f"{self.view.words('common.download')} {label}", give)
