"""Where: place names of Indonesian and English news, found and resolved to a point, a country and a level."""

from duta.places.find import find_in_text, find_places, resolve_spans

__all__ = ["find_in_text", "find_places", "resolve_spans"]
