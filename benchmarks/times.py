"""Score `duta.times` on TimeML files (TempEval-3 training data) and on duta's own Indonesian set.

    python benchmarks/times.py DATA [--errors]

DATA is the folder of reference data: `tempeval3_train/*.tml` and `news_id/*.jsonl.gz` (the Indonesian annotations of
`benchmarks/gold/times-id.tsv` point into its articles by id). Figures are TempEval-3's: strict and relaxed span F1,
and F1
of relaxed spans whose type, or value, is right too.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import html
import json
import re
from pathlib import Path
from typing import NamedTuple

from duta.times import find_times

GOLD = Path(__file__).parent / "gold" / "times-id.tsv"
TIMEX = re.compile(r"<TIMEX3([^>]*)>(.*?)</TIMEX3>", re.S)


class Time(NamedTuple):
    start: int
    end: int
    type: str
    value: str


class Case(NamedTuple):
    id: str
    language: str
    published: str
    text: str
    window: tuple[int, int]
    """Only what is found in here counts (the Indonesian set annotates passages, not whole articles)."""
    gold: list[Time]


def tempeval(folder: Path) -> list[Case]:
    """The TimeML files of a folder, their markup taken off."""
    cases = []
    for path in sorted(folder.glob("[!.]*.tml")):
        source = path.read_text(encoding="utf8", errors="replace")
        published = re.search(r"<DCT>.*?value=\"([^\"]*)\"", source, re.S)
        body = re.search(r"<TEXT>(.*)</TEXT>", source, re.S)
        assert published and body, path
        text, gold, at = "", [], 0
        for found in TIMEX.finditer(body[1]):
            text += _plain(body[1][at : found.start()])
            words = _plain(found[2])
            fields = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))
            gold.append(Time(len(text), len(text) + len(words), fields["type"], fields["value"]))
            text, at = text + words, found.end()
        text += _plain(body[1][at:])
        cases.append(Case(path.stem, "en", published[1][:10], text, (0, len(text)), gold))
    return cases


def _plain(marked: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


def indonesian(data: Path, part: str) -> list[Case]:
    """One half (`development` or `gate`) of the Indonesian set."""
    cases = []
    rows = collections.defaultdict(list)
    with GOLD.open(encoding="utf8") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            if row["part"] == part:
                rows[row["article"]].append(row)
    for path in sorted((data / "news_id").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf8") as file:
            for line in file:
                article = json.loads(line)
                for passage in {(r["from"], r["to"]) for r in rows.get(article["id"], ())}:
                    window = (int(passage[0]), int(passage[1]))
                    gold = [
                        Time(int(r["start"]), int(r["end"]), r["type"], r["value"])
                        for r in rows[article["id"]]
                        if (r["from"], r["to"]) == passage and r["type"] != "-"
                    ]
                    cases.append(Case(article["id"], "id", article["date"], article["text"], window, gold))
    return cases


def score(cases: list[Case], errors: bool = False) -> dict[str, float]:
    """TempEval-3 figures over `cases`."""
    hits: collections.Counter[str] = collections.Counter()
    golds = found_count = 0
    for case in cases:
        low, high = case.window
        found = [t for t in find_times(case.text, case.language, case.published) if low <= t.start and t.end <= high]
        golds, found_count = golds + len(case.gold), found_count + len(found)
        used: set[int] = set()
        for gold in case.gold:
            for at, time in enumerate(found):
                if at not in used and time.start < gold.end and gold.start < time.end:
                    used.add(at)
                    same = (time.start, time.end) == (gold.start, gold.end)
                    marks = {
                        "relaxed": True,
                        "strict": same,
                        "type": time.type == gold.type,
                        "value": time.value == gold.value,
                    }
                    hits.update(k for k, v in marks.items() if v)
                    if errors and not (marks["value"] and same):
                        kind = "VALUE" if not marks["value"] else "SPAN"
                        near = case.text[max(0, gold.start - 50) : gold.end + 30].replace("\n", " ")
                        print(
                            f"{kind}\t{case.published}\t{gold.type} {gold.value} {case.text[gold.start : gold.end]!r}\t"
                            f"{time.type} {time.value} {time.text!r} <{time.rule}>\t{near}"
                        )
                    break
            else:
                if errors:
                    near = case.text[max(0, gold.start - 50) : gold.end + 30].replace("\n", " ")
                    print(f"MISSED\t{case.published}\t{gold.type} {gold.value} {case.text[gold.start : gold.end]!r}\t-\t{near}")
        for at, time in enumerate(found):
            if errors and at not in used:
                near = case.text[max(0, time.start - 50) : time.end + 30].replace("\n", " ")
                print(f"SPURIOUS\t{case.published}\t-\t{time.type} {time.value} {time.text!r} <{time.rule}>\t{near}")
    out = {k: 2 * hits[k] / max(golds + found_count, 1) for k in ("strict", "relaxed", "type", "value")}
    out["precision"], out["recall"] = hits["relaxed"] / max(found_count, 1), hits["relaxed"] / max(golds, 1)
    out["value accuracy"] = hits["value"] / max(hits["relaxed"], 1)
    return {**out, "gold": golds, "found": found_count}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what differs, one line each (text stays local)")
    parser.add_argument("--sets", default="tempeval3,tempeval3-read,tempeval3-unread,id-development,id-gate")
    options = parser.parse_args()
    for name in options.sets.split(","):
        if name.startswith("tempeval3"):
            cases = tempeval(options.data / "tempeval3_train")
            cases = cases[{"tempeval3-read": 0, "tempeval3-unread": 1}.get(name, 0) :: 1 if name == "tempeval3" else 2]
        elif GOLD.exists():
            cases = indonesian(options.data, name.removeprefix("id-"))
        else:
            continue
        figures = score(cases, options.errors)
        print(name, " ".join(f"{k}={v:.3f}" if isinstance(v, float) else f"{k}={v}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
