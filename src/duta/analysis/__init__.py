"""Answers over many events: series of dyads, visits of leaders."""

from duta.analysis.series import GRAINS, Bin, Series, series
from duta.analysis.visits import Visit, visits

__all__ = ["GRAINS", "Bin", "Series", "Visit", "series", "visits"]
