"""Docs that went stale fail here."""

import re
from pathlib import Path

import pytest
import typer

from duta.cli import app
from duta.records import Event

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(app).commands


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str):
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert f"`duta {name}`" in page
    section = page.split(f"## `duta {name}`")[1].split("\n## ")[0]
    for parameter in COMMANDS[name].params:
        words = [o for o in parameter.opts if o.startswith("--")] or [parameter.name or ""]
        assert any(w in section for w in words), f"{name} {words}: run python docs/write_commands.py"


@pytest.mark.parametrize("field", sorted(Event.model_fields))
def test_every_field_of_the_record_is_documented(field: str):
    assert f"`{field}`" in (ROOT / "docs/record.md").read_text(encoding="utf-8")


def test_every_page_is_in_the_navigation():
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name in navigation, page.name


def test_the_readme_names_only_commands_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^    |/)duta (\w+)", readme, re.MULTILINE))
    assert named <= set(COMMANDS)
    assert {"code", "explain", "evaluate", "relate"} <= named
