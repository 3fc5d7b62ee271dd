"""The options that make a `Filter`, shared by every command that asks a store."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from duta.commands.saying import fail

if TYPE_CHECKING:
    from duta.store import Filter

def _option(help: str, *names: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel="Filter")


def make_filter(
    dyad: Annotated[str | None, _option("'RUS>UKR' (quoted: the one acts on the other) or IDN-CHN (either way).")] = None,
    actor: Annotated[list[str] | None, _option("Code (IDN), sector (MIL), both (IDN:MIL), name or Q-number; may be repeated.")] = None,
    recipient: Annotated[list[str] | None, _option("As --actor.")] = None,
    code: Annotated[list[str] | None, _option("Code on either side.")] = None,
    type: Annotated[list[str] | None, _option("PLOVER event type (PROTEST).")] = None,
    quad: Annotated[list[int] | None, _option("1 verbal cooperation ... 4 material conflict.")] = None,
    mode: Annotated[list[str] | None, _option("PLOVER mode (visit).")] = None,
    context: Annotated[list[str] | None, _option("PLOVER context (military).")] = None,
    aux: Annotated[list[str] | None, _option("Auxiliary mode that must be there (future).")] = None,
    not_aux: Annotated[list[str] | None, _option("Auxiliary mode that must not be there.")] = None,
    country: Annotated[list[str] | None, _option("Country of the place, ISO 3166-1 alpha-3.")] = None,
    admin1: Annotated[list[str] | None, _option("Province or state of the place.")] = None,
    near: Annotated[str | None, _option("LAT,LON: places around a point; with --km.")] = None,
    km: Annotated[float, _option("Radius for --near.")] = 50,
    since: Annotated[str | None, _option("First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, _option("Last day, YYYY-MM-DD.")] = None,
    source: Annotated[list[str] | None, _option("Publisher.")] = None,
    language: Annotated[list[str] | None, _option("id or en.")] = None,
    confidence: Annotated[float | None, _option("The least confidence, 0 to 1.")] = None,
    text: Annotated[str | None, _option('Words that all must be there; "..." keeps words together, - excludes one.')] = None,
) -> Filter:
    """The filter that the options ask for. Ends the command with exit code 2 for a wrong one."""
    given = {name: value for name, value in locals().items() if value not in (None, []) and name not in ("near", "km")}
    from duta.store import Filter

    if near is not None:
        lat, comma, lon = near.partition(",")
        if not comma:
            raise fail(f"--near: write LAT,LON, not {near!r}", 2)
        given["near"] = {"lat": lat, "lon": lon, "km": km}
    try:
        return Filter.model_validate(given)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = str(problem["loc"][0]).replace("_", "-") if problem["loc"] else ""
        said = problem["msg"].removeprefix("Value error, ")
        raise fail(f"--{name}: {said}" if name else said, 2) from None


def with_filter(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes the filter's options and hands `command` the finished filter as `wish`."""
    names = {"Filter": Any}  # the store is imported when a command runs
    own = inspect.signature(command, eval_str=True, locals=names).parameters
    shared = inspect.signature(make_filter, eval_str=True, locals=names).parameters

    @wraps(command)
    def asked(**options: Any) -> None:
        wish = make_filter(**{name: options.pop(name) for name in shared})
        command(wish=wish, **options)

    parameters = [p.replace(kind=p.KEYWORD_ONLY) for p in (*own.values(), *shared.values()) if p.name != "wish"]
    asked.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    asked.__annotations__ = {p.name: p.annotation for p in parameters}
    return asked
