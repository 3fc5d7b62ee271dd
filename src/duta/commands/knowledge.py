"""`duta knowledge check` and `duta knowledge find`: for people who edit actor files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from duta.actors import Entry, TableError, load_book
from duta.actors.checking import check as check_file
from duta.actors.finding import Finding
from duta.actors.finding import find as find_name

from .saying import fail, say

knowledge = typer.Typer(no_args_is_help=True, help="Check and look up actors: who a name stands for, and when.")
_out = Console(highlight=False)


@knowledge.command()
def check(file: Annotated[Path, typer.Argument(help="An actor file, as for --actors.")]) -> None:
    """Check an actor file: every bad line with its number; exit code 2 when there is one."""
    try:
        report = check_file(file)
    except OSError as error:
        raise fail(f"{file}: {error.strerror or error}", 2) from None
    for line in report.errors:
        say(f"error: {line}")
    for line in report.warnings:
        say(f"warning: {line}")
    say(f"{report.entries} entries, {len(report.errors)} errors, {len(report.warnings)} warnings")
    if report.errors:
        raise typer.Exit(2)


@knowledge.command()
def find(
    name: Annotated[str, typer.Argument(help="A name, in any spelling of case and accents.")],
    date: Annotated[str | None, typer.Option(help="Publication day, YYYY-MM-DD; without it the latest office counts.")] = None,
    language: Annotated[str, typer.Option(help="id or en.")] = "en",
    actors: Annotated[list[Path] | None, typer.Option("--actors", help="Your own actor file; may be repeated.")] = None,
) -> None:
    """Show which entries a name has, and whom a text of that day would mean by it and why."""
    if date is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
        raise fail(f"--date {date}: not YYYY-MM-DD", 2)
    if language not in ("id", "en"):
        raise fail(f"--language {language}: neither id nor en", 2)
    try:
        book = load_book(tuple(actors or ()), language)
    except (TableError, OSError) as error:
        raise fail(str(error), 2) from None
    found = find_name(name, date, language, book)
    for line in lines(found, date):
        _out.print(escape(line), soft_wrap=True)
    if not found.entries and found.meant is None:
        raise typer.Exit(1)


def lines(found: Finding, date: str | None) -> list[str]:
    """The answer as text."""
    out = [describe(entry, date) for entry in found.entries]
    if found.near:
        out.append("no entry of that name; near it: " + ", ".join(found.near))
    p = found.meant
    if p is not None:
        who = " ".join(x for x in (p.code or "no code", p.sector or "no sector", p.identifier or p.text) if x)
        out.append(f"alone it means: {who} ({found.why})")
    else:
        out.append(f"alone it means nobody: {found.why}")
    return out


def describe(entry: Entry, date: str | None) -> str:
    """One entry on one line."""
    term = f"{entry.start or '...'} to {entry.end or '...'}" if entry.start or entry.end else "always"
    state = "" if date is None else "  over" if entry.over(date) else "  in force" if entry.active(date) else "  later"
    sectors = "+".join(s for s in (entry.sector, *entry.other_sectors) if s) or "-"
    office = f"  {entry.office}" if entry.office else ""
    return f"{entry.source}  {entry.name}  {entry.kind}  {entry.code or '-'} {sectors}{office}  {term}{state}"
