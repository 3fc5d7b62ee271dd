"""The data files against the PLOVER manual itself, where a copy of it lies beside the checkout.

The manual's LaTeX is parsed here on its own terms; the deviations that duta makes are listed below, one by one, and are
the same as in docs/ontology.md.
"""

import csv
import os
import re
from pathlib import Path

import pytest

from duta import ontology

SHARED = Path(os.environ.get("DUTA_SHARED", Path(__file__).parents[3] / "shared"))
CODEBOOK = SHARED / "codebook"
pytestmark = pytest.mark.skipif(not CODEBOOK.is_dir(), reason="no copy of the PLOVER manual")

SCORE_DEVIATIONS = {("ACCUSE", None): (3.0, -3.0)}
"""What the manual prints -> what duta has."""
MODES_WITHOUT_PRINTED_SCORE = {("PROTEST", "vandalize")}
QUADS = {"VERBAL COOPERATION": 1, "MATERIAL COOPERATION": 2, "VERBAL CONFLICT": 3, "MATERIAL CONFLICT": 4}


@pytest.fixture(scope="module")
def manual() -> str:
    text = (CODEBOOK / "PLOVER_MANUAL.tex").read_text(encoding="utf-8")
    return re.sub(r"(?m)(?<!\\)%.*$", "", text)


@pytest.fixture(scope="module")
def sections(manual) -> dict[str, str]:
    chapter = manual.split(r"\chapter{Event Categories}")[1].split(r"\chapter{Contexts}")[0]
    parts = re.split(r"\\section\{([A-Z]+)\}", chapter)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table_rows(tex: str) -> list[list[str]]:
    body = tex.split(r"\hline", 2)[2] if r"\hline" in tex else ""
    rows = [line.split("&") for line in body.split(r"\\")]
    return [[cell.replace(r"\hline", "").strip() for cell in row] for row in rows if len(row) > 1]


def test_types(sections):
    assert list(sections) == list(ontology.event_types())


def test_quad_codes(sections):
    for name, text in sections.items():
        printed = re.search(r"Quad category: ([A-Z ]+)\}", text)[1]
        assert ontology.quad_code(name) == QUADS[printed], name


def test_required_recipients(sections):
    for name, text in sections.items():
        printed = re.search(r"Requires recipient: (Yes|No)\}", text)[1]
        assert ontology.event_type(name).requires_recipient == (printed == "Yes"), name


def test_modes(sections):
    for name, text in sections.items():
        tables = re.findall(r"\\begin\{tabular\}.*?\\end\{tabular\}", text, re.S)
        printed = [row[0] for table in tables for row in table_rows(table) if row[0] not in ("", "Name")]
        assert printed == list(ontology.modes(name)), name


def test_contexts(manual):
    table = manual.split(r"\label{tab:general-contexts}")[1].split(r"\end{longtable}")[0]
    table = table.split(r"\endlastfoot")[1]
    names = []
    for line in table.split(r"\\"):
        if "&" in line:
            cell = line.split("&")[0].strip().replace(r"\_", "_")
            names.append(re.sub(r"\\hyperref\[[^\]]*\]\{([^}]*)\}", r"\1", cell))
    assert names == list(ontology.contexts())


def test_auxiliary_modes(manual):
    section = manual.split(r"\section{Auxiliary modes}")[1].split(r"\section")[0]
    assert re.findall(r"\\item \\plcon\{(\w+)\}", section) == list(ontology.auxiliary_modes())


def printed_scores(manual: str) -> dict[tuple[str, str | None], float]:
    table = manual.split(r"\label{tab:ploverscores}")[0].rsplit(r"\begin{tabular}", 1)[1]
    table = table.replace(r"\cellcolor{gray!25}", "")
    found = {}
    pairs = r"\b([A-Z]{3,})(?:: ([A-Z][A-Za-z-]+))?[ \t]*&[ \t]*(-?[\d.]+)"
    for kind, mode, value in re.findall(pairs, table):
        found[kind, mode.lower() or None] = float(value)
    return found


def test_scores(manual):
    printed = printed_scores(manual)
    ours = {(kind.name, None): kind.score for kind in ontology.event_types().values()}
    ours |= {(m.type, m.name): m.score for kind in ontology.event_types().values() for m in kind.modes.values()}
    assert set(ours) - set(printed) == MODES_WITHOUT_PRINTED_SCORE
    assert set(printed) <= set(ours)
    differing = {key: (value, ours[key]) for key, value in printed.items() if value != ours[key]}
    assert differing == SCORE_DEVIATIONS


def test_sectors(manual):
    table = manual.split(r"\label{tab:roles}")[1].split(r"\end{longtable}")[0]
    assert re.findall(r"(?m)^\s*([A-Z]{3}) &", table) == list(ontology.sectors())


def test_special_codes(manual):
    table = manual.split(r"\caption{International Non-state actor names}")[1].split(r"\end{tabular}")[0]
    printed = set(re.findall(r"(?m)^([A-Z]{3})\s*&", table))
    assert printed == {code.code for code in ontology.codes().values() if code.kind == "special"}


def test_disputed_entities(manual):
    sentence = manual.split("Presently the list of such cases")[1].split("\n")[0]
    for name in ontology.disputed():
        assert name in sentence


def test_structured_codebook():
    with (CODEBOOK / "PLOVER_structured_codebook_updated.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["event"] for row in rows} == set(ontology.event_types())
    for row in rows:
        if row["mode"]:
            ontology.current_mode(row["event"], row["mode"])  # raises where the mode is unknown


def test_every_cameo_code_of_the_crosswalk_is_known():
    text = (CODEBOOK / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8")
    for code, body in re.findall(r"(?m)^(\d{3,4}): ([^#]*)#", text):
        reading = ontology.plover_for(code)
        assert reading is not None, code
        kind, mode = [cell.strip() for cell in body.split(",")][:2]
        row = next(row for row in ontology.data.read_tsv("cameo.tsv") if row["cameo"] == code)
        if not row["note"]:
            assert (reading.type, reading.mode or "") == (kind, mode), code
