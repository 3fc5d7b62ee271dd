"""How many gold actors and recipients get the right code and sector: from their words alone, and in their passage.

    python benchmarks/actors.py GOLD.jsonl... [--part dev|blind|all] [--parse] [--errors]

`dev` are the passages that may be read while writing rules, `blind` every third (index % 3 == 2). Gold mentions
without a code count as right when the reader gives none either.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from duta.actors import Book, Reader, load_book
from duta.records import Party
from duta.restoring import restore


def blank_doc(text: str, language: str) -> Doc:
    """Tokens and rule-made sentences, no parse."""
    return _blank(language)(text)


@cache
def _blank(language: str) -> Language:
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    return nlp


def parsed_doc(text: str, language: str) -> Doc:
    """The text through the trained parser."""
    from duta.parsing import load_reader

    restored = restore(text, language)
    return load_reader().read(restored.text, language, restored.sentences).doc


def party_of(reader: Reader, wanted: str) -> Party | None:
    """The party that the reader has for the mention's words: the one of the syntactic head, else the first."""
    text = reader.text
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)
    if found is None:
        return None
    span = reader.where.span(*found.span())
    if span is None:
        return None
    tokens = [span.root, *span] if reader.doc.has_annotation("DEP") else list(span)
    for token in tokens:
        party = reader.party(token)
        if party is not None:
            return party
    return None


def mentions(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Distinct gold mentions of a passage."""
    found = {}
    for event in row["events"]:
        for p in event["actor"] + event["recipient"]:
            found[p["text"], p["code"], p["sector"]] = p
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--part", choices=("dev", "blind", "all"), default="dev")
    parser.add_argument("--parse", action="store_true", help="read passages through the trained parser")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    for path in options.gold:
        counts: Counter[tuple[str, str, str]] = Counter()
        for index, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if options.part != "all" and (index % 3 == 2) != (options.part == "blind"):
                continue
            row = json.loads(line)
            language = row["language"]
            book: Book = load_book(language=language)
            gold = mentions(row)
            if not gold:
                continue
            doc = parsed_doc(row["text"], language) if options.parse else blank_doc(restore(row["text"], language).text, language)
            passage = Reader(doc, language, row["date"], book)
            for p in gold:
                alone = party_of(Reader(blank_doc(p["text"], language), language, row["date"], book), p["text"])
                inside = party_of(passage, p["text"])
                for name, party in (("alone", alone), ("passage", inside)):
                    code, sector = (party.code, party.sector) if party else (None, None)
                    counts[language, name, "n"] += 1
                    counts[language, name, "code"] += code == p["code"]
                    counts[language, name, "sector"] += sector == p["sector"]
                    counts[language, name, "wrong"] += code is not None and code != p["code"]
                    if options.errors and name == "passage" and (code != p["code"] or sector != p["sector"]):
                        why = party.rule if party else "-"
                        wanted = f"{p['code']} {p['sector']}"
                        print(f"{language} {p['text']!r}: gold {wanted}, got {code} {sector} | {why}")
        for language in sorted({k[0] for k in counts}):
            for name in ("alone", "passage"):
                n = counts[language, name, "n"]
                shares = {k: f"{counts[language, name, k] / n:.3f}" for k in ("code", "sector", "wrong")}
                print(
                    f"{path.stem} {language} {name:8} mentions {n:4} code {shares['code']} sector {shares['sector']} "
                    f"code given but wrong {shares['wrong']}"
                )


if __name__ == "__main__":
    main()
