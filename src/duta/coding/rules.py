"""The codebook's own rules for hard cases, applied after reading (PLOVER manual, "Potential ambiguities")."""

from __future__ import annotations

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
SPOKEN = {"AGREE": ("future", "hypothetical"), "THREATEN": ("future", "hypothetical"), "REQUEST": ("future", "hypothetical"),
          "REJECT": ("future", "hypothetical", "negation")}  # fmt: skip
"""Acts done by saying so, and the auxiliary modes that belong to what is said and not to them."""
YIELD_MODES = {
    "RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet", "AID": "assist", "COOPERATE": "assist",
    "SUPPORT": "assist", "AGREE": "change",
}  # fmt: skip
THREAT_MODES = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "SANCTION": "relations", "COERCE": "restrict",
    "PROTEST": "restrict", "REJECT": "relations",
}  # fmt: skip


def under_operator(effect: str, event: str, modes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The event that an operator makes of an act: (type, modes). `effect` is one of the changing effects."""
    if effect in ("REQUEST", "REJECT"):
        mode = YIELD_MODES.get(event)
        return effect, (mode,) if mode else ("change",)
    if effect == "THREATEN":
        if event == "COERCE" and "arrest" in modes:
            return effect, ("arrest",)
        if event == "SANCTION" and "expel" in modes:
            return effect, ("expel",)
        mode = THREAT_MODES.get(event)
        return effect, (mode,) if mode else ()
    if effect == "AGREE" and event in ("RETREAT", "CONCEDE"):
        return "CONCEDE", ()
    if effect == "ACCUSE":
        return effect, ("allege",)
    return effect, ()


def with_time(event: str, modes: tuple[str, ...], *, future: bool, negated: bool) -> tuple[str, tuple[str, ...], str | None]:
    """(type, modes, rule) of an act that lies ahead or was called off; rule is None when nothing changes."""
    if negated and event == "CONSULT":
        return "REJECT", ("meet",), "a meeting called off is REJECT meet"
    if negated and event == "AGREE":
        return "REJECT", (), "a commitment that is not made is REJECT"
    if future and event in COOPERATIVE:
        return "AGREE", (), f"future {event} is AGREE"
    if future and event == "RETREAT":
        return "CONCEDE", (), "an announced RETREAT is CONCEDE"
    return event, modes, None
