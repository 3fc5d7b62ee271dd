"""The command line. Errors are one line; exit code 2 for bad use, 1 for failed work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from duta.commands.coding import Settings, code_all
from duta.commands.corpus import export, query, series
from duta.commands.corpus import load as load_corpus
from duta.commands.knowledge import knowledge
from duta.commands.link import link
from duta.commands.recognise import places, times
from duta.commands.serve import serve
from duta.commands.watch import watch
from duta.exchange import FORMATS, write_events
from duta.explaining import explain_text
from duta.line import UnsupportedLanguage, load
from duta.reading import read
from duta.records import Document, Event, Reject
from duta.relating import Pair
from duta.relating import relate as relate_pairs

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
errors = Console(stderr=True, highlight=False)

def _fail(message: str, code: int) -> typer.Exit:
    errors.print(f"[red]error:[/red] {escape(message)}", soft_wrap=True)
    return typer.Exit(code)


Language = Annotated[str, typer.Option(help="auto, id or en.")]
Engine = Annotated[str, typer.Option(help="model (lexicon and trained model) or rules (lexicon alone).")]
Lexicons = Annotated[list[Path] | None, typer.Option("--lexicon", help="Your own lexicon file; may be repeated.")]
Actors = Annotated[list[Path] | None, typer.Option("--actors", help="Your own actor file; may be repeated.")]
Published = Annotated[str | None, typer.Option(help="Publication date of documents that have none, YYYY-MM-DD.")]


@app.command()
def code(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.")],
    language: Language = "auto",
    published: Published = None,
    format: Annotated[str, typer.Option("--format", help=", ".join(FORMATS))] = "jsonl",
    output: Annotated[str, typer.Option(help="File to write, or - for standard output.")] = "-",
    rejects: Annotated[Path | None, typer.Option(help="File for rejected documents with their reasons (JSONL).")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    engine: Engine = "model",
    lexicon: Lexicons = None,
    actors: Actors = None,
) -> None:
    """Code articles: PLOVER event records out."""
    if format not in FORMATS:
        raise _fail(f"no such format: {format} (one of {', '.join(FORMATS)})", 2)
    missing = [p for p in paths if p != "-" and not Path(p).exists()]
    if missing:
        raise _fail(f"{missing[0]}: no such file or folder", 2)
    items = read(paths, language=language, published=published, stdin=sys.stdin.buffer if "-" in paths else None)
    refused: list[Reject] = []
    counts = {"articles": 0, "events": 0}

    def events() -> Iterator[Event]:
        with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
            task = progress.add_task("coding", total=None)
            for result in code_all(iter(items), workers, Settings(engine, tuple(lexicon or ()), tuple(actors or ()))):
                if isinstance(result, Reject):
                    refused.append(result)
                    if rejects is None:
                        errors.print(f"rejected {escape(result.source)}: {escape(result.reason)}", soft_wrap=True)
                    continue
                counts["articles"] += 1
                counts["events"] += len(result.events)
                progress.update(task, advance=1, description=f"{counts['articles']} articles, {counts['events']} events")
                yield from result.events

    try:
        write_events(events(), format, output)
    except (ValueError, FileNotFoundError) as error:
        raise _fail(str(error), 2) from None
    except BrokenPipeError:
        raise typer.Exit(0) from None
    finally:
        if rejects is not None:
            lines = (json.dumps({"source": r.source, "reason": r.reason}, ensure_ascii=False) + "\n" for r in refused)
            rejects.write_text("".join(lines), encoding="utf-8")
    errors.print(f"{counts['articles']} articles, {counts['events']} events, {len(refused)} rejected")
    if refused and not counts["articles"]:
        raise typer.Exit(1)


@app.command()
def explain(
    path: Annotated[str | None, typer.Argument(help="A file, or - for standard input.")] = None,
    text: Annotated[str | None, typer.Option(help="The text itself.")] = None,
    language: Language = "auto",
    published: Published = None,
    engine: Engine = "model",
    lexicon: Lexicons = None,
    actors: Actors = None,
) -> None:
    """Show what duta saw in a text, what it coded and why, what it dropped and why."""
    if (path is None) == (text is None):
        raise _fail("give a PATH or --text", 2)
    if path is not None and path != "-" and not Path(path).exists():
        raise _fail(f"{path}: no such file", 2)
    documents: Iterator[Document | Reject]
    if text is not None:
        documents = iter([Document(text=text, language=language, published=published)])
    else:
        stdin = sys.stdin.buffer if path == "-" else None
        documents = iter(read([str(path)], language=language, published=published, stdin=stdin))
    try:
        coder = load(engine=engine, lexicons=lexicon or (), actors=actors or ())
        console = Console(highlight=False)
        for document in documents:
            if isinstance(document, Reject):
                raise _fail(f"{document.source}: {document.reason}", 1)
            console.print(explain_text(coder.explain(document)), soft_wrap=True)
    except UnsupportedLanguage as error:
        raise _fail(str(error), 1) from None
    except (ValueError, FileNotFoundError) as error:
        raise _fail(str(error), 2) from None


@app.command()
def relate(
    pairs: Annotated[str, typer.Argument(help='JSONL: {"id", "text", "actor", "recipient"}; - for standard input.')],
    labels: Annotated[str, typer.Option(help="plover (16 types), or plv (CONCEDE and RETREAT are YIELD).")] = "plover",
    output: Annotated[str, typer.Option(help="File to write, or - for standard output.")] = "-",
) -> None:
    """Name the event type of given actor-recipient pairs, NONE included."""
    if pairs != "-" and not Path(pairs).is_file():
        raise _fail(f"{pairs}: no such file", 2)

    def given() -> Iterator[Pair]:
        with nullcontext(sys.stdin) if pairs == "-" else Path(pairs).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield Pair.model_validate_json(line)
                    except ValidationError as error:
                        problem = error.errors()[0]
                        where = ".".join(map(str, problem["loc"])) or "line"
                        raise _fail(f"{pairs}:{number}: {where}: {problem['msg']}", 2) from None

    try:
        with nullcontext(sys.stdout) if output == "-" else Path(output).open("w", encoding="utf-8") as sink:
            for relation in relate_pairs(given(), labels=labels):
                sink.write(relation.model_dump_json() + "\n")
    except (ValueError, OSError) as error:
        raise _fail(str(error), 2) from None


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold passages, JSONL, as docs/accuracy.md describes.")],
    by: Annotated[str | None, typer.Option(help="Also score each value of this gold field alone.")] = None,
    predictions: Annotated[Path | None, typer.Option(help="Also write the coded events here (JSONL).")] = None,
    engine: Engine = "model",
    lexicon: Lexicons = None,
    actors: Actors = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Score duta against a gold set."""
    from duta.evaluation import evaluate as score

    try:
        passages = [json.loads(x) for x in gold.read_text(encoding="utf-8").splitlines() if x.strip()]
    except (OSError, ValueError) as error:
        raise _fail(f"{gold}: {error}", 2) from None
    try:
        coder = load(engine=engine, lexicons=lexicon or (), actors=actors or ())
    except (ValueError, FileNotFoundError) as error:
        raise _fail(str(error), 2) from None
    coded: dict[str, list[Event]] = {}
    sink: TextIO | None = predictions.open("w", encoding="utf-8") if predictions else None

    def once(document: Document) -> list[Event]:
        if document.id not in coded:
            coded[document.id] = list(coder.code(document))
            if sink is not None:
                sink.writelines(e.model_dump_json() + "\n" for e in coded[document.id])
        return coded[document.id]

    groups: dict[str, list[dict[str, Any]]] = {"all": passages}
    for passage in passages if by else []:
        groups.setdefault(f"{by}={passage.get(str(by))}", []).append(passage)
    reports = {name: score(group, once) for name, group in groups.items()}
    if sink is not None:
        sink.close()
    if as_json:
        print(json.dumps({k: r.model_dump() for k, r in reports.items()}, indent=1))
        return
    for name, report in reports.items():
        print(f"{name}: {report.passages} passages, {report.gold} gold events, {report.predicted} predicted")
        for key, value in report.levels.items():
            print(f"  {key:4} P {value.p:.3f}  R {value.r:.3f}  F1 {value.f1:.3f}")
        print("  " + "  ".join(f"{k} {a}/{b}={a / max(1, b):.2f}" for k, (a, b) in report.fields.items()))


app.command()(link)
app.command()(places)
app.command()(serve)
app.command()(times)
app.command()(watch)
app.command("load")(load_corpus)
app.add_typer(knowledge, name="knowledge")
for command in (query, series, export):
    app.command()(command)


if __name__ == "__main__":
    app()
