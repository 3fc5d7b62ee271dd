"""Who a noun phrase is: country code, sector and identity, with the entry and the rule that say so."""

from .book import Agent, Book, Entry, load_book
from .reader import Reader
from .tables import TableError

__all__ = ["Agent", "Book", "Entry", "Reader", "TableError", "load_book"]
