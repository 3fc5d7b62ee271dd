"""Reads the reference lists of leaders: REIGN, the CIA World Factbook's leaders, CountryInfo. One `Term` a person and office."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from names import PARTICLES

_REIGN = """
    AAB:ATG AFG:AFG ALB:ALB ALG:DZA AND:AND ANG:AGO ARG:ARG ARM:ARM AUL:AUS AUS:AUT AZE:AZE BAH:BHR BAR:BRB BEL:BEL BEN:BEN
    BFO:BFA BHM:BHS BHU:BTN BLR:BLR BLZ:BLZ BNG:BGD BOL:BOL BOS:BIH BOT:BWA BRA:BRA BUI:BDI BUL:BGR CAM:KHM CAN:CAN CAO:CMR
    CAP:CPV CDI:CIV CEN:CAF CHA:TCD CHL:CHL CHN:CHN COL:COL COM:COM CON:COG COS:CRI CRO:HRV CUB:CUB CYP:CYP CZE:CZE CZR:CZE
    DEN:DNK DJI:DJI DMA:DMA DOM:DOM DRC:COD DRV:VNM ECU:ECU EGY:EGY EQG:GNQ ERI:ERI EST:EST ETH:ETH ETM:TLS FIJ:FJI FIN:FIN
    FRN:FRA FSM:FSM GAB:GAB GAM:GMB GDR:DEU GFR:DEU GHA:GHA GMY:DEU GNB:GNB GRC:GRC GRG:GEO GRN:GRD GUA:GTM GUI:GIN GUY:GUY
    HAI:HTI HON:HND HUN:HUN ICE:ISL IND:IND INS:IDN IRE:IRL IRN:IRN IRQ:IRQ ISR:ISR ITA:ITA JAM:JAM JOR:JOR JPN:JPN KEN:KEN
    KIR:KIR KOS:KOS KUW:KWT KYR:KGZ KZK:KAZ LAO:LAO LAT:LVA LBR:LBR LEB:LBN LES:LSO LIB:LBY LIE:LIE LIT:LTU LUX:LUX MAA:MRT
    MAC:MKD MAD:MDV MAG:MDG MAL:MYS MAS:MUS MAW:MWI MEX:MEX MLD:MDA MLI:MLI MLT:MLT MNC:MCO MNG:MNE MON:MNG MOR:MAR MSI:MHL
    MYA:MMR MZM:MOZ NAM:NAM NAU:NRU NEP:NPL NEW:NZL NIC:NIC NIG:NGA NIR:NER NOR:NOR NTH:NLD OMA:OMN PAK:PAK PAL:PLW PAN:PAN
    PAR:PRY PER:PER PHI:PHL PNG:PNG POL:POL POR:PRT PRK:PRK QAT:QAT ROK:KOR ROM:ROU RUS:RUS RWA:RWA SAF:ZAF SAL:SLV SAU:SAU
    SEN:SEN SEY:SYC SIE:SLE SIN:SGP SKN:KNA SLO:SVK SLU:LCA SLV:SVN SNM:SMR SOL:SLB SOM:SOM SPN:ESP SRI:LKA SSD:SSD STP:STP
    SUD:SDN SUR:SUR SVG:VCT SWA:SWZ SWD:SWE SWZ:CHE SYR:SYR TAJ:TJK TAW:TWN TAZ:TZA THI:THA TKM:TKM TOG:TGO TON:TON TRI:TTO
    TUN:TUN TUR:TUR TUV:TUV UAE:ARE UGA:UGA UKG:GBR UKR:UKR URU:URY USA:USA UZB:UZB VAN:VUT VEN:VEN WSM:WSM YAR:YEM YEM:YEM
    YPR:YEM YUG:SRB SEB:SRB SER:SRB ZAM:ZMB ZIM:ZWE
"""
REIGN_CODES = dict(pair.split(":") for pair in _REIGN.split())
"""REIGN's letters follow the Correlates of War lists, not ISO 3166; Yugoslavia is Serbia's, as in the factbook after 2006."""

COUNTRYINFO_CODES = {"IL": "ISR", "JON": "JPN", "KSV": "KOS"}
"""Codes that are mistyped in CountryInfo."""


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody in an office of a state, as one source tells it."""

    code: str
    name: str
    office: str
    """Lower case; empty where the source does not tell (REIGN: whoever effectively leads)."""
    start: str | None
    end: str | None
    """None: in office when the source was closed."""
    source: str
    surname: str = ""
    """The part of the name that the source marks as the family name, if it does."""
    also: tuple[str, ...] = ()
    """Other spellings of the name."""
    sure_end: bool = True
    """False where `end` is the last day the source was seen to name the person."""


def reign(path: Path) -> Iterator[Term]:
    """Effective leaders by REIGN (to March 2021)."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            code = REIGN_CODES.get(row["stateabb"])
            if code is None or not row["syear"].isdigit():
                continue
            name = re.sub(r"\s*\((?:f|\d\w\w time)\)", "", row["leader"]).strip()
            name = re.sub(r"^de(?=[A-Z])", "de ", name)
            start = f"{int(row['syear']):04}-{int(row['smonth'] or 1):02}-{min(31, int(row['sdate'] or 1)):02}"
            end = f"{int(row['eyear']):04}-{int(row['emonth'] or 12):02}" if row["eyear"].isdigit() else None
            for single in re.split(r" and (?=[A-Z]\w+$)", name):
                yield Term(code, single, "", start, end, "REIGN")


# --- CIA World Factbook ----------------------------------------------------------------------------------------------

_TITLE = re.compile(
    r"(?:(?:Acting|Interim|Caretaker|Transitional|Transition|Deputy|First|Second|Third|Vice|Executive|Co-|State|Senior|Hereditary"
    r"|Taoiseach|Premier|Prime|Presidential|Chief|Supreme|Governing|National|Federal|Sovereign|Cabinet|Head|Leader"
    r"|President|Presidents|Minister|Ministers|Chancellor|King|Queen|Emperor|Amir|Emir|Sultan|Grand|Duke|Prince|Princess|Pope"
    r"|Governor|Governor-General|General|Chairman|Chairperson|Chair|Chairwoman|Secretary|Council|Leadership|Administration|Crown"
    r"|President-elect|Prime Minister-Designate|Minister-Designate|Co-Prince|Co-prince|Spanish|French|Archbishop|Captain|Captains"
    r"|Regent|Co-chiefs|Paramount|Ruler|Taliban|Mullah|Designate|Government|Executive|Commander-in-Chief|Transitional|Sir|Dame"
    r"|Dr\.?|Gen\.?|Lt\.?|Col\.?|Maj\.?|Brig\.?|Field|Marshal|Lieutenant|Colonel|Major|Capt\.?|Sheikh|Shaykh|HRH|Hon\.?|Ret\.?"
    r"|\(Ret\.\)|\(Prime Minister\)|\(acting\)|\(ret\.\)|\(Fmr\.\)|Adm\.?|Professor|Prof\.?|Engineer|Mrs\.?|Mr\.?|Ratu|Haji|elect"
    r"|and|,|or|Affairs|Commission|Assembly|People's|Speaker|Foreign|Armed|Forces|Army|CNSP|GNU|Co-Vice|Coprince|Sr\.?|Permanent|Temporary|minister|of the [\w-]+ (?:Council|Confederation|Assembly|Republic of [A-Z]\w+|Government)|of (?:the )?[A-Z][\w-]+(?: of [A-Z]\w+)?"
    r"(?: (?:and|Affairs|Council|Zealand|Polynesia)\b)*"
    r"|for (?:Foreign and Political|Defense|Cabinet|Infrastructure)),?\s+)+"
)
UNTITLED = "member of the government"
"""The factbook's lists go on without a title after "Deputy Prime Ministers"."""
_OFFICES = (
    (r"vice[- ]president", "vice president"),
    (r"deputy (prime|vice)|vice (premier|prime)", "deputy prime minister"),
    (r"deputy president", "deputy president"),
    (r"prime minister|premier|taoiseach", "prime minister"),
    (r"governor[- ]general", "governor-general"),
    (r"supreme leader", "supreme leader"),
    (r"chancellor", "chancellor"),
    (r"\bking\b", "king"),
    (r"\bqueen\b", "queen"),
    (r"\bemperor\b", "emperor"),
    (r"\ba?e?mir\b", "emir"),
    (r"\bsultan\b", "sultan"),
    (r"grand duke", "grand duke"),
    (r"\bpope\b", "pope"),
    (r"\bco-?prince\b", "co-prince"),
    (r"\bprince\b", "prince"),
    (r"captains? regent", "captain regent"),
    (r"chief executive|minister of state|head of government|state counsell?or|chief minister", "head of government"),
    (r"president", "president"),
    (UNTITLED, UNTITLED),
)
_MARKED = re.compile(r"[A-ZÀ-Þ]{2,}")


def factbook(path: Path) -> Iterator[Term]:
    """Chiefs of state and heads of government by the factbook (2015 to 2026, not seen between 2017 and 2020)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        end = None if row["last_seen"] >= "2026-01-01" else row["last_seen"]
        for title, name, surname in parse_persons(row["person"]):
            office = next((o for pattern, o in _OFFICES if re.search(pattern, title.lower())), row["office"])
            yield Term(
                row["iso3"], name, office, row["since"] or row["first_seen"], end, "factbook", surname, sure_end=end is None
            )


def parse_persons(said: str) -> Iterator[tuple[str, str, str]]:
    """(title, name, surname) of each person in a factbook cell."""
    said = re.sub(r"\s+", " ", said).strip(" -")
    said = re.sub(r"^Notification Statement:.*?(?=President [A-Z]\w+ [A-Z]{2,} \w+$)", "", said)
    said = re.sub(r"(?:;|,| -| note| in caretaker| serving as| appointed| resigned| who has)\b.*$", "", said)
    first, *more = said.split(" and ") if re.search(r"[A-Z]{3,} and [A-Z]\w+ [A-Z]", said) else [said]
    told = None if re.match(r"[Rr]uler of", said) else parse_person(first)
    if told is None:
        return
    yield told
    for other in more:
        again = parse_person(f"{told[0]} {other}")
        if again is not None:
            yield told[0], again[1], again[2]


def parse_person(said: str) -> tuple[str, str, str] | None:
    """(title, name, surname) of "Prime Minister Shahbaz SHARIF"; None where no title or no single name is told."""
    said = re.sub(r'\s*"[^"]*"|\s*\([^)]*\)', "", said).strip(" .,")
    said = said[:1].upper() + said[1:]
    titled = _TITLE.match(said + " ")
    if titled is None and not re.fullmatch(r"[\w'.-]+(?: [\w'.-]+){0,3} [A-ZÀ-Þ'-]{3,}(?: [A-ZÀ-Þ][\w'-]+)?", said):
        return None
    start = titled.end() if titled else 0
    name = re.sub(r",.*$| - .*$|\s+of the Netherlands$|\s+(Jr|Sr)\.?$", "", said[start:]).strip(" .,")
    words = name.split()
    odd = [w for w in words if w.islower() and w not in PARTICLES]
    if not words or len(words) > 8 or (len(words) == 1 and name.startswith("al-")) or odd or re.search(r"[:;\d]", name):
        return None
    marked = [
        w for w in words if _MARKED.search(w) and len(w.strip(".")) > 1 and not re.fullmatch(r"(?:[A-Z]\.)+|I{1,3}|IV|VI{0,3}", w)
    ]
    surname = " ".join(marked) or (words[-1] if len(words) > 1 else "")
    plain = " ".join(_lowered(w) for w in words)
    return said[:start].strip(" ,") or UNTITLED, plain, " ".join(_lowered(w) for w in surname.split())


def _lowered(word: str) -> str:
    """The word without the factbook's capitals for family names: "SASSOU-Nguesso", "al-MALIKI", "O'NEILL"."""
    if re.fullmatch(r"I{1,3}|IV|VI{0,3}|XI?V?I{0,3}|(?:[A-Z]\.)+", word) and word != "XI":
        return word
    if re.fullmatch(r"[A-Z][a-z][A-Z]{3,}", word) and not word.startswith(("Mc", "De", "Le", "La")):
        return word.capitalize()  # "WiDODO"
    return re.sub(r"[A-ZÀ-Þ]{2,}", lambda m: m.group()[0] + m.group()[1:].lower(), word)


# --- CountryInfo -----------------------------------------------------------------------------------------------------

_SPAN = re.compile(r"\[(?P<code>[A-Z]{6,}\s+)?(?P<sign>[<>])?\s*(?P<a>\d{8})?\s*(?:-\s*(?P<b>\d{8}))?\s*\]")
_DEPUTY = re.compile(
    r"represent|east cameroon|west cameroon|junta|central committee|management|western pacific|bishop|tibet|exile", re.IGNORECASE
)


def countries(path: Path) -> Iterator[tuple[str, str]]:
    """(ISO code, block) of every country of CountryInfo; former and part states have no code and are left out."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for block in re.findall(r"^<Country>\s*$(.*?)</Country>", text, re.DOTALL | re.MULTILINE):
        iso = re.search(r"<ISO3166-alpha3>(.*?)</", block)
        own = re.search(r"<CountryCode>(.*?)</", block)
        code = iso.group(1).strip() if iso else ""
        if own and own.group(1) in ("GTM", "GIN", "MMR"):
            code = own.group(1)  # the file gives Guatemala, Guinea and Myanmar another state's ISO code
        if own and "SRB" in own.group(1):
            code = "SRB"
        yield COUNTRYINFO_CODES.get(code, code), block


def countryinfo(path: Path) -> Iterator[Term]:
    """The dated leaders of CountryInfo (rulers.org; about 1960 to 2009), with their offices."""
    for code, block in countries(path):
        leaders = re.search(r"<Leaders>(.*?)</Leaders>", block, re.DOTALL)
        rows = list(_leaders(code, leaders.group(1) if leaders else ""))
        for n, term in enumerate(rows):
            # the lists are in order of time: an open term before another one is a slip
            later = next(
                (t for t in rows[n + 1 : n + 2] if t.office == term.office and (t.start or "") > (term.start or "")), None
            )
            yield replace(term, end=later.start) if term.end is None and later else term


def _leaders(code: str, lines: str) -> Iterator[Term]:
    office = ""
    for line in lines.splitlines():
        line = re.sub(r"#.*", "", line).strip()
        if line.startswith("<"):
            office = "" if line.startswith("</") else singular(line.strip("<>"))
            continue
        name = tidy(re.split(r"[\[\t]", line)[0])
        if not name or not office or _DEPUTY.search(office):
            continue
        for span in _SPAN.finditer(line):
            if span["a"] and not span["code"] and span["sign"] != "<":
                yield Term(code, name, office, day(span["a"]), day(span["b"]), "CountryInfo", name.split()[-1])


def singular(office: str) -> str:
    """The office of one person: "Prime ministers" is "prime minister"."""
    office = re.sub(r"\s*[(/].*", "", office.replace("_", " ")).strip().lower()
    special = {
        "kings": "king", "chairmen": "chairman", "kings/queens": "king", "captains-regent": "captain regent",
        "emperors": "emperor", "premiers": "prime minister", "chiefs of government": "head of government",
        "heads of state": "head of state", "heads of government": "head of government", "sovereign princes": "prince",
        "princes": "prince", "grand dukes": "grand duke", "co-prime ministers": "prime minister",
        "governors-general": "governor-general", "ministers of state": "head of government",
    }  # fmt: skip
    if office in special:
        return special[office]
    office = re.sub(r"^(\w+?)s\b(?= of| for|$)", r"\1", office)
    if " of " in office:
        head, _, rest = office.partition(" of ")
        return f"{singular(head)} of {rest}"
    office = re.sub(r"^chairmen\b", "chairman", office)
    office = re.sub(r"^secretaries\b", "secretary", re.sub(r"^general secretarie\b", "general secretary", office))
    return re.sub(r"\b(minister|president|leader|commissioner|secretar)s\b", r"\1", office).replace("secretar ", "secretary ")


def tidy(name: str) -> str:
    """`HAMID_KARZAI_` or `{A} {B}` as a name in small letters: the first of the synonyms."""
    braced = re.search(r"\{([^}]*)\}", name)
    words = (braced.group(1) if braced else name).replace("_", " ").strip(" +,").split()
    small = {"AL", "EL", "BIN", "IBN", "DE", "DA", "DO", "DOS", "DI", "VON", "VAN", "DEN", "DER", "OF", "THE", "UL", "Y"}
    out = []
    for n, word in enumerate(words):
        if re.fullmatch(r"I{1,3}|IV|VI{0,3}|(?:[A-Z]\.)+", word):
            out.append(word)
        elif n and word in small:
            out.append(word.lower())
        else:
            out.append(re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)?", lambda m: _name_case(m.group()), word.lower()))
    return " ".join(out).replace("Al-", "al-").replace("El-", "el-")


def _name_case(word: str) -> str:
    head, quote, tail = word.partition("'")
    return head.capitalize() + quote + (tail.capitalize() if len(head) == 1 else tail)


def day(digits: str | None) -> str | None:
    """`19900305` as ISO 8601; parts that are unknown (00) are left out, impossible days fall to the month."""
    if not digits:
        return None
    year, month, date = digits[:4], digits[4:6], digits[6:]
    if not "01" <= month <= "12":
        return year
    return f"{year}-{month}-{date}" if "01" <= date <= "31" else f"{year}-{month}"
