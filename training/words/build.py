"""Builds `languages/{id,en}/words.tsv`: words with frequencies, for telling glued words from real ones.

Usage: python training/words/build.py SHARED_DATA_FOLDER [id|en]

Clean text (edited sentences, where links left no glue) gives the first list. Scraped articles then add the names and
words of later years that it lacks, except what the first list can take apart: that is glue. Only counts are kept, no
text.
"""

from __future__ import annotations

import collections
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
TARGET = Path(__file__).parents[2] / "src" / "duta" / "languages"
LEAST = {"id": 2, "en": 2}
"""Least count for a place on the list: about 40,000 words each, below 600 kB."""


def lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def conllu(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            yield line[9:]


def columns(path: Path) -> Iterator[str]:
    """Word-a-line files, as one text a sentence."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        yield " ".join(row.split()[0] for row in block.splitlines() if row.split())


def clean(data: Path, language: str) -> Iterator[str]:
    for row in lines(data / "parallel_news/parallel_news.jsonl.gz"):
        yield row[f"{language}_text"]
    if language == "id":
        for row in lines(data / "news_id/open_ccbysa.jsonl.gz"):
            yield row["text"]
        for name in ("id_csui_train", "id_gsd_v2.0_train"):
            yield from conllu(data / f"ud/{name}.conllu")
        yield from columns(data / "ner/idner_news_2k_train.txt")
    else:
        for name in ("en_ewt_train", "en_gum_train"):
            yield from conllu(data / f"ud/{name}.conllu")
        yield from columns(data / "ner/wikigold_wikigold.conll.txt")
        for row in lines(data / "aw_train/aw_train.jsonl"):
            yield str(row.get("text") or row.get("sentence") or "")
        for row in lines(data / "synthetic_events/" / next((data / "synthetic_events").iterdir()).name):
            yield " ".join(str(value) for value in row.values() if isinstance(value, str))
        for row in lines(data / "event_args/wikievents_dev.jsonl"):
            yield str(row.get("text", ""))
        for path in (data / "tempeval3_train").glob("*"):
            yield re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8", errors="ignore"))


def scraped(data: Path, language: str) -> Iterator[str]:
    names = ["news_id/international", "news_id/other"] if language == "id" else ["news_en/crisis_2024"]
    for name in names:
        for row in lines(data / f"{name}.jsonl.gz"):
            yield row["text"]


def count(texts: Iterable[str]) -> dict[str, collections.Counter[str]]:
    """Lower-case word -> counts of its written forms."""
    found: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for text in texts:
        for word in TOKEN.findall(text.replace("’", "'")):
            found[word.lower()][word] += 1
    return found


def usual_form(forms: collections.Counter[str]) -> str:
    """The word as it is written inside a sentence: `dan`, `Trump`, `AFP`."""
    total = sum(forms.values())
    lower = sum(n for form, n in forms.items() if form.islower())
    if lower >= 0.15 * total:
        return next(iter(forms)).lower()
    upper = sum(n for form, n in forms.items() if form.isupper() and len(form) > 1)
    if upper > 0.6 * total:
        return next(iter(forms)).upper()
    return max(forms.items(), key=lambda item: (item[1], item[0]))[0]


def can_be_taken_apart(form: str, known: dict[str, int]) -> bool:
    """Whether a word is two or three known ones in a row, or holds a capital inside."""
    if re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}", form):
        return True
    word = form.lower()
    cuts = range(2, len(word) - 1)
    frequent = {part for i in cuts for part in (word[:i], word[i:]) if known.get(part, 0) >= 20}
    return any(word[:i] in frequent and word[i:] in frequent for i in cuts)


def unimorph(data: Path) -> Iterator[str]:
    for row in (data / "lexicon_ref/unimorph_ind.tsv").read_text(encoding="utf-8").splitlines():
        if row.count("\t") == 2 and row.split("\t")[2].startswith("V"):
            yield row.split("\t")[1]


def build(data: Path, language: str) -> None:
    least = LEAST[language]
    table = {word: forms for word, forms in count(clean(data, language)).items() if sum(forms.values()) >= least}
    known = {word: sum(forms.values()) for word, forms in table.items()}
    if language == "id":
        for word in unimorph(data):
            if word.isalpha():
                table.setdefault(word, collections.Counter({word: 1}))
    for word, forms in count(scraped(data, language)).items():
        total = sum(forms.values())
        if word in table and usual_form(table[word]) == word:
            continue
        if word in table or (total >= max(least, 4) and not can_be_taken_apart(usual_form(forms), known)):
            table.setdefault(word, collections.Counter()).update(forms)
    rows = sorted((usual_form(forms), sum(forms.values())) for forms in table.values())
    path = TARGET / language / "words.tsv"
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "# Words with their frequencies, in the form usual inside a sentence. Made by training/words/build.py.\n"
        )
        file.write("# source: counts over news corpora; Indonesian verb forms also from UniMorph.\n")
        file.write("word\tcount\n")
        file.writelines(f"{word}\t{number}\n" for word, number in rows)
    print(language, len(rows), path.stat().st_size)


if __name__ == "__main__":
    for wanted in sys.argv[2:] or ["id", "en"]:
        build(Path(sys.argv[1]), wanted)
