"""What duta saw, coded and dropped, in words for somebody who is no programmer."""

from __future__ import annotations

from rich.text import Text

from duta.exchange.plain import sentence
from duta.records import Coded

COLOURS = {
    "event": "bold yellow",
    "actor": "bold cyan",
    "recipient": "bold magenta",
    "event_loc": "green",
    "date": "blue",
}


def explain_text(coded: Coded) -> Text:
    """The article with its marks, each record with its evidence and reasons, and what was put aside."""
    source = coded.document.text
    out = Text()
    out.append(
        f"Document {coded.document.id} ({coded.language}, published {coded.document.published or 'unknown'})\n\n",
        "bold",
    )
    marked = Text(source)
    for event in coded.events:
        for name, spans in event.evidence.items():
            for start, end in spans:
                marked.stylize(COLOURS.get(name.split(".")[0], "dim"), start, end)
    for drop in coded.drops:
        if drop.stage == "restoring":
            marked.stylize("dim strike", drop.start, drop.end)
    out.append_text(marked)
    out.append(f"\n\n{len(coded.events)} event(s)\n", "bold")
    for number, event in enumerate(coded.events, 1):
        out.append(f"\n{number}. {sentence(event)}\n", "bold")
        for name, spans in event.evidence.items():
            words = "; ".join(f"{source[a:b]!r} [{a}-{b}]" for a, b in spans)
            out.append(f"   {name}: {words}\n")
        if event.said_by:
            out.append(f"   said by: {event.said_by.entity_text}\n")
        for reason in event.why:
            out.append(f"   why: {reason}\n", "dim")
    if coded.drops:
        out.append(f"\nPut aside ({len(coded.drops)})\n", "bold")
        for drop in coded.drops:
            words = source[drop.start : drop.end]
            words = words if len(words) <= 70 else words[:67] + "..."
            out.append(f"   [{drop.start}-{drop.end}] {words!r}: {drop.reason}\n")
    return out
