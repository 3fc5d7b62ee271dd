"""Records to files and back: one registry of formats, for `duta code`, `duta query` and `duta export` alike."""

from duta.exchange.codebook import codebook
from duta.exchange.formats import FORMATS, Format, format_of, write_events

__all__ = ["FORMATS", "Format", "codebook", "format_of", "write_events"]
