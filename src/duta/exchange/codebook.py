"""The codebook of an export: what its columns say, what was asked for, what made it, and what it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from duta import __version__
from duta.exchange.formats import Format

LIMITS = (
    "Coded by a machine: types, parties, places and dates can be wrong. `confidence` says how sure the coder was.",
    "What the news does not tell is not here, and what it tells often is here more often: counts follow attention.",
    "A date that the text does not give is the article's (`date_source` is `published`).",
    "A place is a point; see `resolution` for how exact it is. A province or country is its middle.",
)
RECORDS = "Each record is one mention: an event told by several articles is there several times. For events, export with `--events`."
EVENTS = (
    "Each record is one event, told by one or more mentions. Mentions that `duta link` has not seen yet are events of their own.",
    "The fields are those of the record that stands for the event; its other mentions may say less or otherwise.",
)


def codebook(
    format: Format,
    *,
    linked: bool,
    filters: str,
    records: int,
    versions: Mapping[str, str],
    store: Mapping[str, int],
    made: datetime | None = None,
) -> str:
    """The codebook as Markdown. `store`: how much there is in all; `made`: when, now if not given."""
    made = made or datetime.now(UTC)
    unit = "events" if linked else "mentions (coded records)"
    lines = [
        f"# Codebook: duta export, {format.name}", "",
        f"- Made {made:%Y-%m-%d %H:%M} UTC by duta {__version__}; {format.about}.",
        f"- {records:,} {unit}.",
        f"- Filter: {filters}.",
        f"- The store held {', '.join(f'{n:,} {name}' for name, n in store.items())}.",
        f"- Versions: {', '.join(f'{name} {v}' for name, v in sorted(versions.items())) or 'none recorded'}.",
        "- Ontology: PLOVER 2.0. Text is UTF-8; offsets are Unicode code points into the article as given.", "",
        "## Columns" if format.columns(linked) else "## Fields", "",
    ]  # fmt: skip
    if format.columns(linked):
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.kind} | {c.meaning} |" for c in format.columns(linked)]
    else:
        lines.append("The fields of duta's record: docs/record.md of duta." + (_EVENT_FIELDS if linked else ""))
    limits = [*LIMITS, *(EVENTS if linked else (RECORDS,))]
    return "\n".join([*lines, "", "## Known limits", "", *(f"- {limit}" for limit in limits), ""])


_EVENT_FIELDS = (
    " Beside them: `event_id`; `mentions`, the `id` and `doc_id` of every record of the event; `articles`, `publishers` "
    "(independent ones: copies of one text count once) and `languages`, how many there are of each."
)
