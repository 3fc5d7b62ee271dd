"""The neural pass: text and sentence offsets to a spaCy `Doc` with Universal Dependencies, and event scores."""

from duta.parsing.reader import DamagedModel, EventScores, Parsed, Reader, load_reader

__all__ = ["DamagedModel", "EventScores", "Parsed", "Reader", "load_reader"]
