"""Where: place names of Indonesian and English news, found and resolved to a point, a country and a level."""

from duta.places.find import find_places, places_of, resolve_spans

__all__ = ["find_places", "places_of", "resolve_spans"]
