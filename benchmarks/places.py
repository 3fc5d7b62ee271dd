"""Score `duta.places` on annotated corpora: LGL, GeoVirus (English) and inageoparser (Indonesian).

    python benchmarks/places.py DATA [--half read|report] [--errors]

DATA is the folder of reference data with `geoparse_dev/`. Every second article (even numbers) was read and fitted on;
the figures
to report are the other half's. Given the toponyms: accuracy within 161 km (100 miles) and the median error; from
plain text:
precision, recall and F1 of mentions that overlap a gold one and lie within 161 km of it. The point of a large country
is a
convention in which the corpora differ; "countries by name" is the accuracy when a country's name resolved to that
country is right.
"""

from __future__ import annotations

import argparse
import re
import statistics
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from duta.places.find import find_in_text, resolve_spans
from duta.places.mention import given
from duta.places.resolve import kilometres
from duta.records import Place

NEAR = 161.0
CORPORA = ("LGL", "GeoVirus", "inageoparser")


class Toponym(NamedTuple):
    start: int
    end: int
    lat: float | None
    """None where the annotators found no place for it; such mentions count neither way."""
    lon: float | None


class Article(NamedTuple):
    language: str
    text: str
    toponyms: list[Toponym]


def articles(folder: Path, corpus: str) -> Iterator[Article]:
    """The articles of one corpus."""
    if corpus == "inageoparser":
        yield from _tokens(folder / "inageoparser_small_corpus.txt")
        return
    if corpus == "LGL":
        for article in ET.parse(folder / "lgl.xml").getroot().iter("article"):
            text = article.findtext("text") or ""
            found = []
            for top in article.iter("toponym"):
                tag = top.find("gaztag")
                lat, lon = (tag.findtext("lat"), tag.findtext("lon")) if tag is not None else (None, None)
                found.append(_toponym(top, lat, lon))
            yield Article("en", text, found)
        return
    for article in ET.parse(folder / "GeoVirus.xml").getroot().iter("article"):
        text = article.findtext("text") or ""
        named = [x for x in article.iter("location") if x.findtext("name")]
        found = [_toponym(x, x.findtext("lat"), x.findtext("lon")) for x in named]
        counted_from_one = [t._replace(start=t.start - 1, end=t.end - 1) for t in found]
        yield Article("en", text, counted_from_one)


def _toponym(node: ET.Element, lat: str | None, lon: str | None) -> Toponym:
    start, end = int(node.findtext("start") or 0), int(node.findtext("end") or 0)
    return Toponym(start, end, float(lat) if lat else None, float(lon) if lon else None)


def _tokens(path: Path) -> Iterator[Article]:
    """Token lines word/tag/B-LOC/role/(lat, lon)/level; an article starts where a dateline (Published-Arg) stands."""
    text, found, started = "", [], False
    current: list[float | int | None] | None = None
    for block in path.read_text(encoding="utf8").split("\n\n"):
        if "Published-Arg" in block and started:
            yield Article("id", text, found)
            text, found = "", []
        started = True
        for line in block.splitlines():
            if not line:
                continue
            fields = line.split("/")
            word = "/" if line.startswith("//") else fields[0]
            start = len(text)
            text += word + " "
            label = next((f for f in fields if re.fullmatch(r"[BI]-P?LOC", f)), "")
            if current is not None and not label.startswith("I-"):
                found.append(Toponym(*current))  # type: ignore[arg-type]
                current = None
            if label.startswith("B-"):
                point = re.search(r"\((-?[\d.]+), ?(-?[\d.]+)\)", line)
                current = [start, start + len(word), *((float(point[1]), float(point[2])) if point else (None, None))]
            elif label and current is not None:
                current[1] = start + len(word)
        if current is not None:
            found.append(Toponym(*current))  # type: ignore[arg-type]
            current = None
        text = text.rstrip() + "\n"
    yield Article("id", text, found)


def distance(top: Toponym, place: Place) -> float:
    """Kilometres between gold and found point; half the earth's girth where there is none."""
    if place.lat is None or place.lon is None or top.lat is None or top.lon is None:
        return 20038.0
    return kilometres(top.lat, top.lon, place.lat, place.lon)


def overlap(top: Toponym, place: Place) -> bool:
    return place.start < top.end and top.start < place.end


def near(article: Article, start: int, end: int) -> str:
    text = f"{article.text[max(0, start - 40) : start]}[{article.text[start:end]}]{article.text[end : end + 25]}"
    return text.replace("\n", " ")


def score(chosen: list[Article], errors: bool = False) -> dict[str, float]:
    """All figures over `chosen`."""
    distances: list[float] = []
    right = golds = predicted = spans = by_name = 0
    for article in chosen:
        known = [t for t in article.toponyms if t.lat is not None]
        given_spans = [(t.start, t.end) for t in known]
        for top, place in zip(known, resolve_spans(article.text, given_spans, article.language), strict=True):
            far = distance(top, place)
            distances.append(far)
            country = place.resolution == "country" and given(article.text, top[:2], article.language).country
            by_name += far <= NEAR or bool(country)
            if errors and far > NEAR:
                got = f"{place.name} {place.admin1} {place.country_code} {place.resolution} {place.rule}"
                print(f"{far:.0f} km\t{place.text!r} gold {top.lat},{top.lon}\tgot {got}")
        vague = [t for t in article.toponyms if t.lat is None]
        places = [p for p in find_in_text(article.text, article.language) if not any(overlap(t, p) for t in vague)]
        golds, predicted = golds + len(known), predicted + len(places)
        left = list(places)
        for top in known:
            place = next((p for p in left if overlap(top, p)), None)
            if place:
                left.remove(place)
                spans += 1
                right += distance(top, place) <= NEAR
            elif errors:
                print("MISSED\t" + near(article, top.start, top.end))
        for place in left if errors else ():
            print("SPURIOUS\t" + near(article, place.start, place.end))
    return {
        "toponyms": len(distances),
        "accuracy": sum(d <= NEAR for d in distances) / max(len(distances), 1),
        "countries by name": by_name / max(len(distances), 1),
        "median km": statistics.median(distances) if distances else 0.0,
        "precision": right / max(predicted, 1),
        "recall": right / max(golds, 1),
        "F1": 2 * right / max(predicted + golds, 1),
        "span F1": 2 * spans / max(predicted + golds, 1),
    }


def half(corpus: list[Article], name: str) -> list[Article]:
    return corpus[0 if name == "read" else 1 :: 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("read", "report"), default="report")
    parser.add_argument("--corpus", choices=CORPORA, action="append")
    parser.add_argument("--errors", action="store_true", help="print what is wrong (text stays local)")
    options = parser.parse_args()
    for corpus in options.corpus or CORPORA:
        chosen = half(list(articles(options.data / "geoparse_dev", corpus)), options.half)
        figures = score(chosen, options.errors)
        print(
            corpus,
            options.half,
            len(chosen),
            "articles",
            " ".join(f"{k}={v:.3f}" if k != "toponyms" else f"{k}={v}" for k, v in figures.items()),
        )


if __name__ == "__main__":
    main()
