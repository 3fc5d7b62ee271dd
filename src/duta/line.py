"""The whole line for one article: restore, parse, recognise, code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from duta.actors import Reader, load_book
from duta.coding import Article, code_article, load_lexicon
from duta.languages import LANGUAGES
from duta.parsing import load_reader
from duta.places import find_places, resolve_spans
from duta.reading.language import detect
from duta.records import Coded, Document, Event, Place
from duta.restoring import Restored, restore
from duta.times import find_times


class UnsupportedLanguage(ValueError):
    """The article's language has no folder; the message names it."""


class Coder:
    """Codes articles. Loads once, may be shared between threads.

    `engine` is `model` (lexicon and trained model together) or `rules` (lexicon alone, for comparison). `lexicons` and
    `actors` are users' own files, in the formats of `languages/*/lexicon.tsv` and `knowledge/*.tsv`, over duta's own.
    Raises `LexiconError`, `duta.actors.TableError` for wrong files, `DamagedModel` for a broken installation.
    """

    def __init__(self, *, engine: str = "model", lexicons: Iterable[Path] = (), actors: Iterable[Path] = ()) -> None:
        if engine not in ("model", "rules"):
            raise ValueError(f"engine must be 'model' or 'rules', not {engine!r}")
        self.engine = engine
        self._reader = load_reader()
        self._lexicon_files, self._actor_files = tuple(lexicons), tuple(actors)
        for path in [*self._lexicon_files, *self._actor_files]:
            if not path.is_file():
                raise FileNotFoundError(f"{path}: no such file")

    def code(self, document: Document) -> Iterator[Event]:
        """The event records of an article, in text order. Raises `UnsupportedLanguage`."""
        yield from self.explain(document).events

    def explain(self, document: Document) -> Coded:
        """Everything seen, coded and dropped in an article. Raises `UnsupportedLanguage`."""
        if not document.id:
            digest = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()[:16]
            document = document.model_copy(update={"id": digest})
        language = detect(document.text) if document.language == "auto" else document.language
        if language not in LANGUAGES:
            raise UnsupportedLanguage(f"language {language!r} is not supported (supported: {', '.join(LANGUAGES)})")
        restored = restore(document.text, language, document.title)
        parsed = self._reader.read(restored.text, language, restored.sentences)
        reader = Reader(parsed.doc, language, document.published, load_book(self._actor_files, language))
        labels = self._reader.labels
        article = Article(
            document=document,
            language=language,
            doc=parsed.doc,
            states=parsed.states,
            reader=reader,
            places=find_places(parsed.doc, language) if len(parsed.doc) else [],
            dateline=_sent_from(restored, language),
            times=find_times(restored.text, language, document.published),
            original=restored.original_span,
            types=labels.get("trigger", [""])[1:],
            mode_labels=labels.get("mode", []),
            aux_labels=labels.get("aux", []),
            versions={"reader": self._reader.version},
        )
        judge = partial(self._reader.judge, parsed) if self.engine == "model" else None
        events, drops = code_article(article, load_lexicon(language, self._lexicon_files), judge)
        return Coded(
            document=document,
            language=language,
            restored=restored.text,
            sentences=[restored.original_span(a, b) for a, b in restored.sentences],
            parties=reader.mentions(),
            places=article.places,
            times=article.times,
            events=events,
            drops=sorted([*restored.drops, *drops], key=lambda d: (d.start, d.end)),
        )


def _sent_from(restored: Restored, language: str) -> Place | None:
    """The place of the dateline."""
    line = restored.dateline
    if line is None or line.place is None:
        return None
    return next(iter(resolve_spans(restored.text, [(line.place_start, line.place_end)], language)), None)


def load(*, engine: str = "model", lexicons: Iterable[Path] = (), actors: Iterable[Path] = ()) -> Coder:
    """A coder for both languages; loads once, reusable, thread-safe."""
    return Coder(engine=engine, lexicons=lexicons, actors=actors)
