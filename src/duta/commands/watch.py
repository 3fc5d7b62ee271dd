"""`duta watch`: news feeds in, coded articles into a store or a JSONL file, until it is stopped."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from duta import __version__
from duta.commands.corpus import DEFAULT, opened
from duta.commands.saying import errors, fail, say
from duta.line import Coder, load
from duta.records import CodedArticle, Document, Event, Reject

if TYPE_CHECKING:
    from duta.watching import State

Keep = Callable[[CodedArticle | Reject], None]
"""Keeps an article with its records, or a reject, for good before it returns."""


def watch(
    feeds: Annotated[str, typer.Argument(help="A list of feeds (text, one a line, or OPML), or the address of one.")],
    store: Annotated[str | None, typer.Option(help="Store to load into.  [default: sqlite:///duta.sqlite]")] = None,
    output: Annotated[str | None, typer.Option(help="JSONL file to add records to instead, or - for standard output.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="File to add rejected articles and feeds to, with their reasons (JSONL).")] = None,
    state: Annotated[Path | None, typer.Option(help="File that remembers what was read.  [default: beside the store or output]")] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when there is nothing new.")] = False,
    interval: Annotated[float, typer.Option(min=1, help="Seconds between two polls of a feed.")] = 900,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host.")] = 1,
    agent: Annotated[str, typer.Option(help="User-Agent: say who you are and how to reach you.")] = f"duta/{__version__}",
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Also ask this machine and private networks.")] = False,
    engine: Annotated[str, typer.Option(help="model (lexicon and trained model) or rules (lexicon alone).")] = "model",
    lexicon: Annotated[list[Path] | None, typer.Option("--lexicon", help="Your own lexicon file; may be repeated.")] = None,
    actors: Annotated[list[Path] | None, typer.Option("--actors", help="Your own actor file; may be repeated.")] = None,
) -> None:
    """Watch news feeds: poll them politely, code what is new, each article once."""
    if store is not None and output is not None:
        raise fail("give --store or --output, not both", 2)
    try:
        from duta import watching
    except ModuleNotFoundError as error:
        raise fail(f"duta watch needs {error.name}: pip install 'duta[watch]'", 1) from None
    store = store or DEFAULT
    try:
        addresses = watching.read_feed_list(feeds)
        coder = load(engine=engine, lexicons=lexicon or (), actors=actors or ())
        memory = watching.State(state or _beside(store, output))
    except (ValueError, OSError) as error:
        raise fail(str(error), 2) from None
    manners = watching.Manners(agent=agent, interval=interval, delay=delay, allow_private=allow_private)
    options = {"feeds": addresses, "interval": interval, "delay": delay, "agent": agent, "engine": engine}
    counts = _Counts()
    try:
        with _sink(store, output, memory, options) as keep, Progress(
            console=errors, transient=True, disable=not errors.is_terminal
        ) as progress:
            task = progress.add_task("watching", total=None)
            for found in watching.watch(addresses, memory, manners, once=once):
                result = found if isinstance(found, Reject) else _coded(coder, found)
                if isinstance(result, Reject):
                    _report(result, rejects)
                keep(result)
                counts.add(result)
                progress.update(task, description=str(counts))
    except KeyboardInterrupt:  # the usual way to end a watch
        pass
    except BrokenPipeError:
        raise typer.Exit(0) from None
    except OSError as error:
        raise fail(str(error), 1) from None
    finally:
        waiting = memory.counts().get("waiting", 0)
        memory.close()
    say(f"{counts}, {waiting} waiting")
    if once and not counts.articles and counts.sources >= set(addresses):
        raise typer.Exit(1)


class _Counts:
    """What a watch has done so far."""

    def __init__(self) -> None:
        self.articles = self.events = self.rejected = 0
        self.sources: set[str] = set()
        """Whatever was rejected: feeds and articles."""

    def add(self, result: CodedArticle | Reject) -> None:
        if isinstance(result, Reject):
            self.rejected += 1
            self.sources.add(result.source)
        else:
            self.articles += 1
            self.events += len(result.events)

    def __str__(self) -> str:
        return f"{self.articles} articles, {self.events} events, {self.rejected} rejected"


def _coded(coder: Coder, document: Document) -> CodedArticle | Reject:
    try:
        return CodedArticle(document, list(coder.code(document)))
    except Exception as error:  # nothing is lost: one bad article must not stop the rest
        return Reject(document.url or document.id, f"failed: {type(error).__name__}: {error}")


@contextmanager
def _sink(store: str, output: str | None, state: State, options: dict[str, object]) -> Iterator[Keep]:
    """Where the articles go: into a file, or into a store, as one run that commits article by article."""
    if output is not None:
        if output != "-":
            from duta.watching import mend

            mend(state)
        yield lambda result: None if isinstance(result, Reject) else _write(output, result.document.id, result.events, state)
        return
    with opened(store, create=True) as corpus:
        from duta.store import runs
        from duta.store.loading import Loader

        run, reason = runs.start(corpus.engine, "watch", options), None
        loader = Loader(corpus.engine, run)
        try:
            yield lambda result: loader.load([result])
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise
        finally:
            runs.finish(corpus.engine, run, loader.counts.as_dict(), reason)


def _write(output: str, article: str, events: list[Event], state: State) -> None:
    from duta.watching import append

    if output == "-":
        sys.stdout.writelines(event.model_dump_json() + "\n" for event in events)
        sys.stdout.flush()
    else:
        append(Path(output), article, events, state)


def _report(reject: Reject, file: Path | None) -> None:
    if file is None:
        say(f"rejected {reject.source}: {reject.reason}")
        return
    with file.open("a", encoding="utf-8") as sink:
        sink.write(json.dumps({"source": reject.source, "reason": reject.reason}, ensure_ascii=False) + "\n")


def _beside(store: str, output: str | None) -> Path:
    """The state file that belongs to a store or an output file."""
    kept = output or store.removeprefix("sqlite:///")
    return Path("duta.watch.sqlite") if kept == "-" or "://" in kept else Path(kept).with_suffix(".watch.sqlite")
