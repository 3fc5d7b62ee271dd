"""Write `src/duta/times/holidays.tsv`: the movable feasts that news names, 1990-2035.

Needs `pip install holidays==0.109 hijridate==2.6.0` (both MIT); run by hand, the table is committed.

- Calendar `id`: Indonesia's public holidays as decreed (package holidays; from 2027 on its own estimates). Ramadan
  ends the
  day before Idul Fitri; its first day is the Umm al-Qura calendar's (Indonesia's can be a day later).
- Calendar `world`: the Umm al-Qura calendar (package hijridate), Western and Orthodox Easter (package dateutil), the
  Chinese new year and Diwali of Singapore's public holidays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
from dateutil.easter import EASTER_ORTHODOX, easter
from hijridate import Gregorian, Hijri

YEARS = range(1990, 2036)
OUT = Path(__file__).parents[1] / "src/duta/times/holidays.tsv"
INDONESIAN = {
    "Eid al-Fitr": "eid_al_fitr",
    "Eid al-Adha": "eid_al_adha",
    "Islamic New Year": "islamic_new_year",
    "Prophet's Birthday": "prophets_birthday",
    "Isra' and Mi'raj": "isra_miraj",
    "Day of Silence": "nyepi",
    "Vesak Day": "vesak",
    "Lunar New Year": "lunar_new_year",
}
HIJRI = {
    "eid_al_fitr": (10, 1),
    "eid_al_adha": (12, 10),
    "islamic_new_year": (1, 1),
    "ashura": (1, 10),
    "prophets_birthday": (3, 12),
    "isra_miraj": (7, 27),
}
Row = tuple[str, date, date, str]


def indonesian() -> Iterator[Row]:
    for day, names in holidays.country_holidays("ID", years=YEARS, language="en_US").items():
        for name in names.split("; "):
            key = INDONESIAN.get(name.removesuffix(" (estimated)"))
            if key:
                yield key, day, day, "id"
            if key == "eid_al_fitr":
                year = Gregorian.fromdate(day - timedelta(days=5)).to_hijri().year
                first = Hijri(year, 9, 1).to_gregorian()
                yield "ramadan", date(first.year, first.month, first.day), day - timedelta(days=1), "id"


def hijri() -> Iterator[Row]:
    for year in range(1410, 1459):
        for key, (month, day) in HIJRI.items():
            at = Hijri(year, month, day).to_gregorian()
            yield key, date(at.year, at.month, at.day), date(at.year, at.month, at.day), "world"
        first, length = Hijri(year, 9, 1).to_gregorian(), Hijri(year, 9, 1).month_length()
        begin = date(first.year, first.month, first.day)
        yield "ramadan", begin, begin + timedelta(days=length - 1), "world"


def others() -> Iterator[Row]:
    for year in YEARS:
        sunday = easter(year)
        yield "easter", sunday, sunday, "world"
        yield "good_friday", sunday - timedelta(days=2), sunday - timedelta(days=2), "world"
        yield "palm_sunday", sunday - timedelta(days=7), sunday - timedelta(days=7), "world"
        yield "ascension_day", sunday + timedelta(days=39), sunday + timedelta(days=39), "world"
        yield "pentecost", sunday + timedelta(days=49), sunday + timedelta(days=49), "world"
        orthodox = easter(year, EASTER_ORTHODOX)
        yield "orthodox_easter", orthodox, orthodox, "world"
        fourth = next(d for d in (date(year, 11, n) for n in range(22, 29)) if d.weekday() == 3)
        yield "thanksgiving", fourth, fourth, "world"
    last = None
    for day, name in sorted(holidays.country_holidays("SG", years=YEARS).items()):
        if name.removesuffix(" (estimated)") in ("Chinese New Year", "Diwali"):
            if day.year != last or "Diwali" in name:  # the second day of the new year follows the first
                yield ("diwali" if "Diwali" in name else "lunar_new_year"), day, day, "world"
            last = day.year


def main() -> None:
    rows = {r for r in [*indonesian(), *hijri(), *others()] if r[1].year in YEARS}
    lines = ["# " + line for line in (__doc__ or "").strip().splitlines()]
    lines.append("holiday\tstart\tend\tcalendar")
    lines += [f"{k}\t{a}\t{b}\t{c}" for k, a, b, c in sorted(rows, key=lambda r: (r[0], r[3], r[1]))]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(len(rows), "rows")


if __name__ == "__main__":
    main()
