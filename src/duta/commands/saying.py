"""What commands say on standard error: one line an error."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.markup import escape

errors = Console(stderr=True, highlight=False)


def say(message: str) -> None:
    """A line of news."""
    errors.print(escape(message), soft_wrap=True)


def fail(message: str, code: int) -> typer.Exit:
    """Says what is wrong; raise what it gives. Exit code 2 for bad use, 1 for failed work."""
    errors.print(f"[red]error:[/red] {escape(message)}", soft_wrap=True)
    return typer.Exit(code)
