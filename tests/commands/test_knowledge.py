"""`duta knowledge check` and `duta knowledge find` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from duta.actors.checking import check
from duta.actors.tables import knowledge_files
from duta.cli import app

HEADER = "name\taliases\tkind\tcode\tsector\tother_sectors\toffice\tstart\tend\n"
SOURCE = "# source: me\n"


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["knowledge", *args])


def write(folder: Path, *lines: str, source: str = SOURCE) -> Path:
    path = folder / "mine.tsv"
    path.write_text(source + HEADER + "".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_every_bad_line_is_told_with_its_number(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Siti Contoh\t\tperson\tIDN\tGOV\t\tgovernor\t2024-02-20",
        "Budi Contoh\t\tperson\tIND0\tGOV",
        "Ani Contoh\t\tperson\tIDN\tGOV\t\tmayor\t2024-13",
        "\t\tperson\tIDN",
        "Ali Contoh\t\tperson\tIDN\tGOV\t\t\t\t\textra",
        "Ari Contoh\t\tperson\tIDN\tGVO",
    )
    result = run("check", str(path))
    assert result.exit_code == 2
    numbers = [line.split("mine.tsv:")[1].split(":")[0] for line in result.stderr.splitlines() if line.startswith("error")]
    assert sorted(numbers) == ["4", "5", "6", "7", "8"]
    assert "'2024-13' is no ISO 8601 date" in result.stderr and "5 errors" in result.stderr


def test_a_good_file_passes(tmp_path: Path) -> None:
    result = run("check", str(write(tmp_path, "Siti Contoh\tBu Siti\tperson\tIDN\tGOV\t\tgovernor\t2024-02-20")))
    assert (result.exit_code, result.stderr) == (0, "1 entries, 0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Contoh Baru\tPresiden\tperson\tIDN\tGOV", "'Presiden' is an ordinary word"),
        ("Contoh Baru\tPrancis\tperson\tIDN\tGOV", "'Prancis' is also a country"),
        ("Contoh Baru\tCONTOH BARU\tperson\tIDN\tGOV", "'CONTOH BARU' differs from another form only in case"),
        ("Contoh Baru\t\tperson\tIDN", "Contoh Baru has no sector"),
    ],
)
def test_doubts_are_warnings(tmp_path: Path, line: str, says: str) -> None:
    result = run("check", str(write(tmp_path, line)))
    assert result.exit_code == 0
    assert f"warning: mine.tsv:3: {says}" in result.stderr


def test_warns_of_twins_missing_source_and_unread_columns(tmp_path: Path) -> None:
    path = write(tmp_path, "Ani Contoh\t\tperson\tIDN\tGOV", "ANI CONTOH\t\tperson\tIDN\tGOV", source="")
    path.write_text(path.read_text().replace("other_sectors", "sectors2"))
    result = run("check", str(path))
    for says in ("mine.tsv:1: no line says the source", "column 'sectors2' is not read", "mine.tsv:3: the same as line 2"):
        assert says in result.stderr


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"name\tkind\nA\tperson\n"])
def test_files_that_are_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.tsv"
    path.write_bytes(content)
    result = run("check", str(path))
    assert result.exit_code == 2 and "bad.tsv:1" in result.stderr


def test_no_such_file() -> None:
    result = run("check", "nowhere.tsv")
    assert (result.exit_code, result.stderr) == (2, "error: nowhere.tsv: No such file or directory\n")


@pytest.mark.parametrize("path", knowledge_files(), ids=lambda p: p.name)
def test_our_own_files_have_no_errors(path: Path) -> None:
    assert check(path).errors == []


def test_find_shows_who_wins_on_a_day() -> None:
    result = run("find", "aquino", "--date", "1988-01-01")
    assert result.exit_code == 0
    first, second, last = result.stdout.splitlines()
    assert "Corazon Aquino  person  PHL GOV  president" in first and first.endswith("in force")
    assert "Benigno Aquino III" in second and second.endswith("later")
    assert last.startswith("alone it means: PHL GOV Corazon Aquino (heads.tsv:")


def test_find_reads_users_files(tmp_path: Path) -> None:
    path = write(tmp_path, "Corazon Aquino\tAquino\tperson\tFRA\tREL")
    last = run("find", "Aquino", "--actors", str(path)).stdout.splitlines()[-1]
    assert last.startswith("alone it means: FRA REL Corazon Aquino (mine.tsv:3")


@pytest.mark.parametrize(
    ("name", "says", "code"),
    [
        ("presiden", "alone it means: no code GOV presiden", 0),
        ("Bandung", "alone it means nobody: a place, no actor", 0),
        ("Karzay", "near it: Karzai", 1),
        ("Rudyard Spencer", "without support in the article", 0),
        ("ISIS", "alone it means: IMG REB Islamic State", 0),
    ],
)
def test_find_says_why(name: str, says: str, code: int) -> None:
    result = run("find", name, "--language", "id", "--date", "2010-03-01")
    assert says in result.stdout
    assert result.exit_code == code


@pytest.mark.parametrize("options", [["--date", "May"], ["--language", "fr"], ["--actors", "nowhere.tsv"]])
def test_find_refuses_bad_use(options: list[str]) -> None:
    result = run("find", "Xi", *options)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
