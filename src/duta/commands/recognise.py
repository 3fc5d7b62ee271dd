"""`duta places` and `duta times`: JSONL of texts in, JSONL of their places or times out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, TextIO, TypeVar, cast

import typer
from pydantic import BaseModel, ValidationError
from rich.console import Console
from rich.markup import escape

from duta.recognising import PlacesQuery, TimesQuery, answer_places, answer_times

_errors = Console(stderr=True, highlight=False)
_Query = TypeVar("_Query", bound=BaseModel)

Output = Annotated[str, typer.Option(help="File to write, or - for standard output.")]


def places(
    texts: Annotated[
        str,
        typer.Argument(
            help='JSONL: {"id", "text", "language"}, and "toponyms": [[start, end]] to resolve only; - for standard input.'
        ),
    ],
    output: Output = "-",
) -> None:
    """Find the places of texts, or resolve given toponyms: coordinates, country and level."""
    _each_line(texts, output, PlacesQuery, answer_places)


def times(
    texts: Annotated[str, typer.Argument(help='JSONL: {"id", "text", "date", "language"}; - for standard input.')],
    output: Output = "-",
) -> None:
    """Find the time expressions of texts: TimeML types and values, relative to each text's date."""
    _each_line(texts, output, TimesQuery, answer_times)


def _each_line(source: str, output: str, kind: type[_Query], answer: Callable[[_Query], BaseModel]) -> None:
    """One answer a good line, one error a bad one; exit code 1 when every line was bad, 2 when a file cannot be used."""
    done = bad = 0
    if source == output != "-":
        _say(f"{output}: is the file to read")
        raise typer.Exit(2)
    try:
        with _opened(source, "r", sys.stdin) as lines, _opened(output, "w", sys.stdout) as sink:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    sink.write(answer(kind.model_validate_json(line)).model_dump_json() + "\n")
                    done += 1
                except ValueError as error:
                    bad += 1
                    _say(f"{source}:{number}: {_reason(error)}")
    except BrokenPipeError:
        raise typer.Exit(0) from None
    except OSError as error:
        _say(f"{error.filename or source}: {error.strerror or error}")
        raise typer.Exit(2) from None
    if bad and not done:
        raise typer.Exit(1)


def _opened(name: str, mode: str, standard: TextIO) -> AbstractContextManager[TextIO]:
    """A file to read or write as UTF-8 (a byte order mark is no part of the first line), or the standard stream."""
    if name == "-":
        return nullcontext(standard)
    encoding = "utf-8-sig" if mode == "r" else "utf-8"
    return cast(TextIO, Path(name).open(mode, encoding=encoding, errors="replace"))


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    problem = error.errors(include_url=False)[0]
    where = ".".join(map(str, problem["loc"]))
    return (f"{where}: " if where else "") + problem["msg"].removeprefix("Value error, ")


def _say(message: str) -> None:
    _errors.print(f"[red]error:[/red] {escape(message)}", soft_wrap=True)
