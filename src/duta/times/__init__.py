"""When: time expressions of Indonesian and English news, found, normalised (TimeML, ISO 8601) and dated."""

from duta.times.find import find_times

__all__ = ["find_times"]
