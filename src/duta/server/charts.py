"""Options of the charts: plain ECharts, with colours that hold on light and dark ground."""

from __future__ import annotations

from typing import Any

from duta.analysis import Series
from duta.server.glance import Glance
from duta.server.wording import Words

QUADS = ("#3d87c9", "#2a9d78", "#d98a1f", "#c8503c")
"""Verbal and material cooperation, verbal and material conflict."""
GREY = "#777c85"


def label(start: str, by: str) -> str:
    """A bin on the axis: no more exact than it is."""
    return start[: {"year": 4, "quarter": 7, "month": 7}.get(by, 10)]


def _base(words: Words, starts: list[str], name: str) -> dict[str, Any]:
    return {
        "aria": {"enabled": True},
        "textStyle": {"fontFamily": "system-ui, sans-serif"},
        "tooltip": {"trigger": "axis", "confine": True},
        "legend": {"textStyle": {"color": GREY}, "top": 0, "left": 0, "right": 40},
        "grid": {"left": 8, "right": 12, "top": 56, "bottom": 56, "containLabel": True},
        "xAxis": {"type": "category", "data": starts, "axisLabel": {"color": GREY}, "axisLine": {"lineStyle": {"color": GREY}}},
        "yAxis": {"type": "value", "axisLabel": {"color": GREY}, "splitLine": {"lineStyle": {"color": GREY, "opacity": 0.25}}},
        "toolbox": {"right": 4, "feature": {"saveAsImage": {"title": f"{words('common.download')} PNG", "name": name}}},
        "dataZoom": [{"type": "slider", "bottom": 6, "height": 26, "textStyle": {"color": GREY}}],
    }


def over_time(words: Words, glance: Glance) -> dict[str, Any]:
    """Events by quad class, one bar a bin."""
    options = _base(words, [label(b.start, glance.by) for b in glance.bins], "duta-events")
    options["series"] = [
        {
            "type": "bar",
            "stack": "all",
            "name": words.name("quads", str(q + 1)),
            "itemStyle": {"color": QUADS[q]},
            "data": [b.quads[q] for b in glance.bins],
        }
        for q in range(4)
    ]
    return options


def scores(words: Words, series: Series) -> dict[str, Any]:
    """The sum of scores with its interval as a band, and the number of events below it."""
    options = _base(words, [label(b.start, series.by) for b in series.bins], "duta-dyad")
    low, high = [b.score_sum_interval[0] for b in series.bins], [b.score_sum_interval[1] for b in series.bins]
    hidden = {
        "type": "line",
        "stack": "band",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
        "stackStrategy": "all",
        "silent": True,
        "tooltip": {"show": False},
    }
    options["series"] = [
        {**hidden, "name": f"{words('dyad.sum')}, {words('dyad.low')}", "data": low},
        {**hidden, "name": f"{words('dyad.sum')}, {words('dyad.high')}", "areaStyle": {"color": QUADS[0], "opacity": 0.22},
         "data": [round(b - a, 2) for a, b in zip(low, high, strict=True)]},
        {"type": "line", "name": words("dyad.sum"), "symbolSize": 5, "itemStyle": {"color": QUADS[0]}, "data": [b.score_sum for b in series.bins]},
        {"type": "bar", "name": words("dyad.counts"), "itemStyle": {"color": GREY, "opacity": 0.45}, "data": [b.events for b in series.bins]},
    ]  # fmt: skip
    options["legend"]["data"] = [words("dyad.sum"), words("dyad.counts")]
    return options
