"""Filters in addresses: the options of `duta query` as parameters, for REST and pages alike."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import Query
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import QueryParams

from duta.commands.filters import make_filter
from duta.store import Filter

KM = 50.0
"""Radius around `near` where none is given."""
OPTIONS: dict[str, tuple[Any, str]] = {
    name: (get_args(p.annotation)[0] | None, get_args(p.annotation)[1].help)
    for name, p in inspect.signature(make_filter, eval_str=True, locals={"Filter": Any}).parameters.items()
}
"""Name -> (type, help) of every option of `duta query` that filters: the command line's own words."""
EXAMPLES = {
    "dyad": "IDN-CHN",
    "actor": ["IDN:MIL"],
    "type": ["PROTEST"],
    "country": ["IDN"],
    "since": "2024-01-01",
    "text": '"state visit"',
}
LISTS = {name for name, (kind, _) in OPTIONS.items() if "list" in str(kind)}


def filter_of(given: Mapping[str, Any]) -> Filter:
    """The filter that parameters ask for; empty ones ask for nothing. Raises `ValueError` (of pydantic, mostly)."""
    wish = {name: value for name, value in given.items() if name in OPTIONS and value not in (None, "", [])}
    near, km = wish.pop("near", None), wish.pop("km", None)
    if near is not None:
        lat, comma, lon = str(near).partition(",")
        if not comma:
            raise ValueError(f"near: write LAT,LON, not {near!r}")
        wish["near"] = {"lat": lat, "lon": lon, "km": KM if km is None else km}
    return Filter.model_validate(wish)


def filter_in(params: QueryParams) -> Filter:
    """The filter in the address of a page."""
    return filter_of(
        {
            name: [v for v in params.getlist(name) if v] if name in LISTS else params.get(name)
            for name in params
            if name in OPTIONS
        }
    )


def query_of(wish: Filter, **more: Any) -> str:
    """The parameters that `filter_of` makes this filter from, and others beside them, as `?...`; empty for none."""
    fields: dict[str, Any] = wish.model_dump(mode="json", exclude_defaults=True, exclude={"near", "limit", "cursor"})
    if wish.near is not None:
        fields |= {"near": f"{wish.near.lat:g},{wish.near.lon:g}", "km": f"{wish.near.km:g}"}
    fields |= {name: value for name, value in more.items() if value is not None}
    return f"?{urlencode(fields, doseq=True)}" if fields else ""


def _dependency() -> Callable[..., Awaitable[Filter]]:
    async def wish(**given: Any) -> Filter:
        try:
            return filter_of(given)
        except ValueError as error:
            if isinstance(error, ValidationError):
                raise
            raise RequestValidationError([{"loc": ("near",), "msg": str(error), "type": "value_error"}]) from None

    parameters = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None,
            annotation=Annotated[kind, Query(description=help, examples=[EXAMPLES[name]] if name in EXAMPLES else None)],
        )
        for name, (kind, help) in OPTIONS.items()
    ]  # fmt: skip
    wish.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return wish


wished = _dependency()
"""A FastAPI dependency: the filter of a request."""
