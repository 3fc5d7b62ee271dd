"""Writes docs/commands.md from the command line's own help: python docs/write_commands.py"""

from __future__ import annotations

from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from duta.cli import app

PAGE = Path(__file__).parent / "commands.md"


def reference() -> str:
    """All commands with their options, as Markdown."""
    command = typer.main.get_command(app)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="duta", title="Commands")
    return text.strip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
