"""The neural pass: text and sentence offsets to a spaCy `Doc` with Universal Dependencies; questions to verdicts."""

from duta.parsing.reader import (
    ACTOR,
    RECIPIENT,
    TRIGGER,
    DamagedModel,
    Parsed,
    Question,
    Reader,
    States,
    Verdict,
    load_reader,
)

__all__ = [
    "ACTOR", "RECIPIENT", "TRIGGER", "DamagedModel", "Parsed", "Question", "Reader", "States", "Verdict", "load_reader",
]  # fmt: skip
