"""`duta load`, `query`, `series` and `export`: a corpus of events in a store."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import BaseModel
from rich.progress import Progress

from duta.commands.coding import Settings, code_all
from duta.commands.filters import with_filter
from duta.commands.gathering import gather
from duta.commands.saying import errors, fail, say
from duta.exchange import FORMATS, codebook, format_of, write_events
from duta.reading import read
from duta.records import CodedArticle, Event, Reject

if TYPE_CHECKING:
    from duta.store import Filter, Store

DEFAULT = "sqlite:///duta.sqlite"
Url = Annotated[str, typer.Option("--store", help="sqlite:///FILE or postgresql://USER@HOST/NAME.")]
Output = Annotated[str, typer.Option(help="File to write, or - for standard output.")]
Events = Annotated[bool, typer.Option("--events", help="Events (linked mentions) instead of mentions.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most so many, the newest first.")]


@contextmanager
def opened(url: str, *, create: bool = False) -> Iterator[Store]:
    """The store; its errors, and those of files, as one line and an exit code."""
    from sqlalchemy.exc import SQLAlchemyError

    from duta.store import StoreError, open_store

    try:
        with open_store(url, create=create) as store:
            yield store
    except (StoreError, FileNotFoundError, IsADirectoryError) as error:
        raise fail(str(error), 2) from None
    except BrokenPipeError:
        raise typer.Exit(0) from None
    except (SQLAlchemyError, OSError) as error:
        raise fail(str(getattr(error, "orig", error)).strip().splitlines()[0], 1) from None


def load(
    paths: Annotated[list[str], typer.Argument(help="Coded records (JSONL of `duta code`) or articles, folders, or - for standard input.")],
    store: Url = DEFAULT,
    language: Annotated[str, typer.Option(help="auto, id or en; for articles.")] = "auto",
    published: Annotated[str | None, typer.Option(help="Publication date of articles that have none, YYYY-MM-DD.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="File for what was rejected, with reasons (JSONL).")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that code articles.")] = 1,
    engine: Annotated[str, typer.Option(help="model (lexicon and trained model) or rules (lexicon alone).")] = "model",
    lexicon: Annotated[list[Path] | None, typer.Option("--lexicon", help="Your own lexicon file; may be repeated.")] = None,
    actors: Annotated[list[Path] | None, typer.Option("--actors", help="Your own actor file; may be repeated.")] = None,
) -> None:
    """Load coded records or articles (which are coded first) into a store; the same again changes nothing."""
    missing = next((p for p in paths if p != "-" and not Path(p).exists()), None)
    if missing is not None:
        raise fail(f"{missing}: no such file or folder", 2)
    found = gather(paths, sys.stdin.buffer)
    settings = Settings(engine, tuple(lexicon or ()), tuple(actors or ()))
    refused: list[Reject] = []

    def items() -> Iterator[Event | CodedArticle | Reject]:
        stdin = found.stdin if "-" in found.articles else None
        articles = iter(read(found.articles, language=language, published=published, stdin=stdin))
        coded = code_all(articles, workers, settings) if found.articles else ()
        with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
            task = progress.add_task("loading", total=None)
            for number, item in enumerate(chain(found.records(), coded), 1):
                if isinstance(item, Reject):
                    refused.append(item)
                    if rejects is None:
                        say(f"rejected {item.source}: {item.reason}")
                progress.update(task, advance=1, description=f"{number:,} read")
                yield item

    options = {"paths": paths, "language": language, "published": published, "engine": engine, "workers": workers,
               "lexicon": [str(p) for p in lexicon or ()], "actors": [str(p) for p in actors or ()]}  # fmt: skip
    try:
        with opened(store, create=True) as corpus:
            run = corpus.load(items(), options=options)
    except ValueError as error:
        raise fail(str(error), 2) from None
    finally:
        if rejects is not None:
            lines = (json.dumps({"source": r.source, "reason": r.reason}, ensure_ascii=False) + "\n" for r in refused)
            rejects.write_text("".join(lines), encoding="utf-8")
    n = run.counts
    older = f", {n['older']} of an older duta left out" if n["older"] else ""
    say(f"{n['articles']} articles, {n['records']} mentions: {n['added']} new, {n['unchanged']} there already, "
        f"{n['superseded']} superseded{older}, {n['rejected']} rejected")  # fmt: skip
    if refused and not n["articles"]:
        raise typer.Exit(1)


@with_filter
def query(
    wish: Filter,
    store: Url = DEFAULT,
    events: Events = False,
    format: Annotated[str, typer.Option("--format", help=", ".join(FORMATS))] = "jsonl",
    output: Output = "-",
    limit: Limit = None,
) -> None:
    """Find mentions, or events, in a store; the newest first."""
    _check(format)
    wish = wish.model_copy(update={"limit": limit})
    with opened(store) as corpus:
        try:
            write_events(corpus.events(wish) if events else corpus.query(wish), format, output, linked=events)
        except ValueError as error:
            raise fail(str(error), 2) from None


@with_filter
def export(
    wish: Filter,
    output: Annotated[Path, typer.Argument(help="File to write; its codebook goes beside it.")],
    store: Url = DEFAULT,
    events: Events = False,
    format: Annotated[str | None, typer.Option("--format", help=", ".join(FORMATS) + "; by the file's name if not given.")] = None,
    limit: Limit = None,
) -> None:
    """Write mentions, or events, of a store to a file, with a codebook beside it."""
    name = format or next((f.name for f in FORMATS.values() if f.suffix == output.suffix), "")
    _check(name or f"{output.name} (say --format)")
    wish = wish.model_copy(update={"limit": limit})
    part, book = output.with_name(output.name + ".part"), output.with_name(output.name + ".codebook.md")
    with opened(store) as corpus, corpus.run("export", {"format": name, "filter": wish.words(), "limit": limit, "events": events}) as counts:
        count = write_events(corpus.events(wish) if events else corpus.query(wish), name, str(part), linked=events)
        counts["records"] = count
        text = codebook(format_of(name), linked=events, filters=wish.words() + (f", the newest {limit:,}" if limit is not None else ""),
                        records=count, versions=corpus.coders(), store=corpus.counts())  # fmt: skip
        book.write_text(text, encoding="utf-8")
        part.replace(output)  # whole or not at all
    say(f"{count:,} {'events' if events else 'mentions'} in {output}, codebook in {book.name}")


@with_filter
def series(
    wish: Filter,
    store: Url = DEFAULT,
    by: Annotated[str, typer.Option(help="day, week, month, quarter or year.")] = "month",
    visits: Annotated[bool, typer.Option("--visits", help="Visits of leaders instead of counts: who, whom, when, how long.")] = False,
    everybody: Annotated[bool, typer.Option("--everybody", help="With --visits: not only known people in government who go abroad.")] = False,
    format: Annotated[str, typer.Option("--format", help="csv, or jsonl (one bin or visit a line).")] = "csv",
    output: Output = "-",
) -> None:
    """Events over time (counts, PLOVER scores, bootstrap intervals), or visits of leaders."""
    from duta.analysis import GRAINS
    from duta.analysis import series as series_of
    from duta.analysis import visits as visits_of

    if format not in ("csv", "jsonl"):
        raise fail(f"no such format: {format} (csv or jsonl)", 2)
    if by not in GRAINS:
        raise fail(f"--by: one of {', '.join(GRAINS)}, not {by}", 2)
    with opened(store) as corpus:
        rows: list[BaseModel]
        if visits:
            rows = list(visits_of(corpus, wish, leaders=not everybody))
        else:
            found = series_of(corpus, wish, by=by)
            rows = list(found.bins)
            if found.coarser or found.undated:
                say(f"{found.coarser} events dated less exactly than by {by}, {found.undated} undated: in no bin")
        _write_rows(rows, format, output)


def _check(format: str) -> None:
    try:
        format_of(format)
    except ValueError as error:
        raise fail(str(error), 2) from None


def _write_rows(rows: list[BaseModel], format: str, output: str) -> None:
    with nullcontext(sys.stdout) if output == "-" else Path(output).open("w", encoding="utf-8", newline="") as sink:
        if format == "jsonl":
            sink.writelines(row.model_dump_json() + "\n" for row in rows)
            return
        flat = [_flat(row) for row in rows]
        writer = csv.DictWriter(sink, list(flat[0]) if flat else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(flat)


def _flat(row: BaseModel) -> dict[str, Any]:
    """One line of CSV: an interval as two columns, a list joined by `;`."""
    flat: dict[str, Any] = {}
    for name, value in row:
        if name.endswith("_interval"):
            low, high = value or (None, None)
            flat |= {name.replace("_interval", "_low"): low, name.replace("_interval", "_high"): high}
        else:
            flat[name] = ";".join(value) if isinstance(value, list) else value
    return flat
