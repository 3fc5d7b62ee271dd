"""How much of the reference lists of leaders and actors the knowledge files hold, by kind and decade.

    python benchmarks/knowledge.py [REFERENCE_FOLDER] [--missing KIND] [--update [--allow-regression]]

The lists are sources of the files too: this tells that nothing they tell was lost on the way, not that it is true. A
leader is held when a line of his state, of such an office and in force in the middle of his term, has his name (any
spelling); `by name` asks more: that the list's own spelling is a surface form. An entry of the older dictionaries is
held when one of its names is a surface form with its code. Exit code 1 below the floors, 2 without the lists.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from floors import Floors, digest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training" / "knowledge"))

from build_heads import HEADS, SECONDS, foreign  # noqa: E402
from build_older import FILES, clean, code_of, reason  # noqa: E402
from dictionaries import dictionary, titles  # noqa: E402
from holdings import last, overlap, year  # noqa: E402
from names import same_name  # noqa: E402
from reference import Term, countryinfo, factbook, reign  # noqa: E402

from duta.actors import Book, Entry, load_book  # noqa: E402
from duta.actors.tables import legal_codes, read_table  # noqa: E402

LISTS = {
    "REIGN": "reign_leaderlist_3_21.csv",
    "factbook": "leaders_2015_2026_factbook.jsonl",
    "CountryInfo": "countryinfo_CountryInfo.120116.txt",
}
NOW = 2026.0
CLOSED = {"REIGN": 2021.2, "CountryInfo": 2009.5, "factbook": NOW}
"""When a list was closed: nobody's term is known beyond."""
Shares = dict[str, tuple[int, int]]


def heads(folder: Path) -> Iterable[tuple[str, Term]]:
    """Heads of state and government since 1990 with the list that names them."""
    _, states = legal_codes()[0], {r["code"] for _, r in _codes() if r["kind"] in ("state", "exception")}
    readers = {"REIGN": reign, "factbook": factbook, "CountryInfo": countryinfo}
    for name, read in readers.items():
        for term in read(folder / LISTS[name]):
            second = term.office in SECONDS or term.office == "member of the government"
            if term.code in states and not second and not foreign(term) and finish(term) > max(1990, year(term.start, 1900)):
                yield name, term


def _codes() -> list[tuple[int, dict[str, str]]]:
    return list(read_table(ROOT / "src" / "duta" / "ontology" / "codes.tsv", ("code", "kind")))


def finish(term: Term) -> float:
    """When the term ended, as far as its list knows."""
    return min(last(term.end), CLOSED[term.source])


def middle(term: Term) -> str:
    """The month in the middle of the term, of its part since 1990."""
    at = (max(1990.0, year(term.start, 1990)) + finish(term)) / 2
    return f"{int(at)}-{min(12, int(at % 1 * 12) + 1):02}"


def holds(book: Book, people: dict[str, list[tuple[Entry, set[str]]]], term: Term) -> tuple[bool, bool]:
    """(a line in force has the person, and the list's own spelling finds it)."""
    date = middle(term)
    fits = [e for e, forms in people[term.code] if leads(e) and e.active(date) and any(same_name(term.name, f) for f in forms)]
    spelled = any(e.active(date) and e.code == term.code for e in book.find(term.name))
    return bool(fits), bool(fits) and spelled


def leads(entry: Entry) -> bool:
    """Whether a line is of a head of state or government, not of a namesake in another office."""
    return entry.rank == 0 and (HEADS.search(entry.office or "") is not None or entry.source.startswith("heads.tsv"))


def of_people(book: Book) -> dict[str, list[tuple[Entry, set[str]]]]:
    """The state's people with all their surface forms, by code."""
    forms: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for found in book.forms.values():
        for form in found:
            if form.entry.kind == "person":
                forms[form.entry.person, form.entry.code].add(form.surface)
    people: dict[str, list[tuple[Entry, set[str]]]] = defaultdict(list)
    for (person, code), terms in book.terms.items():
        people[code or ""] += [(e, forms[person, code]) for e in terms if e.sector in ("GOV", "PTY", "MIL", "LEG", "REB", "ELI")]
    return people


def leaders(folder: Path, book: Book, missing: bool) -> dict[str, Shares]:
    """Held heads by list and decade."""
    people = of_people(book)
    held: Counter[tuple[str, str]] = Counter()
    spelled: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for source, term in heads(folder):
        yes, by_name = holds(book, people, term)
        for group in (source, f"{middle(term)[:3]}0s", "all"):
            total[group, "n"] += 1
            held[group, "n"] += yes
            spelled[group, "n"] += by_name
        if missing and not yes:
            print("missing", source, term.code, term.name, term.office, term.start, term.end)
    return {g: {"held": (held[g, k], n), "by name": (spelled[g, k], n)} for (g, k), n in total.items()}


def months(book: Book, office: str, since: int) -> tuple[int, int]:
    """(months of states with somebody in the office, months of states)."""
    states = [r["code"] for _, r in _codes() if r["kind"] == "state"]
    spans: dict[str, list[Entry]] = defaultdict(list)
    for (_, code), terms in book.terms.items():
        spans[code or ""] += [e for e in terms if e.rank == 0 and e.office and office in e.office and "deputy" not in e.office]
    dates = [f"{y}-{m:02}" for y in range(since, int(NOW)) for m in range(1, 13)]
    return sum(any(e.start and e.active(d) for e in spans[s]) for s in states for d in dates), len(states) * len(dates)


def foreign_ministers(folder: Path, book: Book, missing: bool) -> Shares:
    """Foreign ministers of CountryInfo's governments whose only office reached 2010."""
    people = of_people(book)
    found = total = 0
    roles = {(code_of(o.roles[0].code), clean(o.names[0])): o.roles for o in dictionary(folder / FILES[0]) if o.roles}
    for (code, name), title in titles(folder / LISTS["CountryInfo"]).items():
        is_foreign = title.lower().startswith(("minister of foreign", "minister for foreign", "foreign minister"))
        late = [r for r in roles.get((code, clean(name)), []) if r.code[3:6] == "GOV" and (r.end or "") >= "2010"]
        if not is_foreign or "&" in title or "trade and dev" in title.lower() or not late:
            continue  # of people with several offices the list does not tell which was when
        total += 1
        yes = any(
            "foreign" in (e.office or "")
            and overlap("2009-06", "2011-12", e.start, e.end) > 0
            and any(same_name(clean(name), f) for f in forms)
            for e, forms in people[code]
        )
        found += yes
        if missing and not yes:
            print("missing", code, name, title)
    return {"of the list": (found, total)}


def older(folder: Path, book: Book, missing: bool) -> dict[str, Shares]:
    """Entries of the older dictionaries by file and by whether they name somebody."""
    out: dict[str, Shares] = {}
    why: Counter[str] = Counter()
    for file in FILES:
        naming = held = every = 0
        for old in dictionary(folder / file):
            every += 1
            reject = reason(old)
            if reject is not None:
                why[reject] += 1
                continue
            naming += 1
            code = code_of(old.roles[0].code)
            codes = {code, "NGO" if code != "MNC" else "MNC", "IGO"} if code in ("NGO", "IGO", "MNC") else {code}
            yes = any(e.code in codes or code in ("IMG", "NGO", "MNC", "IGO") for n in old.names for e in book.find(clean(n)))
            held += yes
            if missing and not yes:
                print("missing", file, old.names[0], old.roles[0].code)
        out[file.split(".")[1]] = {"held of those that name somebody": (held, naming), "held of all": (held, every)}
    print("left out as naming nobody:", dict(why))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "knowledge_ref")
    parser.add_argument("--missing", choices=("heads", "foreign", "older"), help="print what is not held")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    paths = [options.folder / n for n in (*LISTS.values(), *FILES)]
    absent = [p.name for p in paths if not p.is_file()]
    if absent:
        print(f"skipped: no {', '.join(absent)} in {options.folder}")
        return 2
    book = load_book(language="en")
    floors = Floors(Path(__file__).with_name("knowledge.json"), options.update, options.allow_regression)
    results = {"heads since 1990": leaders(options.folder, book, options.missing == "heads")}
    results["foreign ministers since 2010"] = {"all": foreign_ministers(options.folder, book, options.missing == "foreign")}
    results["ministers, months of states"] = {
        name: {f"since {year}": months(book, word, year) for year in (1990, 2010)}
        for name, word in (("foreign", "foreign"), ("defence", "defense"))
    }
    results["older dictionaries"] = older(options.folder, book, options.missing == "older")
    sha = digest(paths)
    for name, groups in results.items():
        if floors.open(name, sha):
            for group, shares in groups.items():
                floors.check(name, group, {k: a / max(1, n) for k, (a, n) in shares.items()})
                print("   ", ", ".join(f"{k} {a} of {n}" for k, (a, n) in shares.items()))
    floors.save()
    for failure in floors.failures:
        print("FAILED", failure)
    return 1 if floors.failures else 0


if __name__ == "__main__":
    sys.exit(main())
