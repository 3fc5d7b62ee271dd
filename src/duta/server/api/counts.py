"""Counts and series: the overview, series with intervals, visits."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from duta.analysis import Series, Visit
from duta.analysis.series import Grain
from duta.server.api.answering import WRONG, At, Wish, answer
from duta.server.glance import Glance, glance

router = APIRouter(tags=["counts"])
By = Annotated[Grain, Query(description="Length of a bin.")]
CSV = Annotated[Literal["json", "csv"], Query(description="`csv` gives the bins alone.")]


@router.get("/overview", response_model=Glance, responses=WRONG)
def overview(
    request: Request,
    at: At,
    wish: Wish,
    by: Annotated[Grain | None, Query(description="Length of a bin; fitting if not given.")] = None,
) -> Response:
    """Events over time by quad class, dyads against the period before, places. Without acts that did not happen."""
    return answer(request, Glance, lambda: at.memory.get(("glance", wish.words(), by), lambda: glance(at.store, wish, by)))


@router.get("/series", response_model=Series, responses=WRONG)
def series(request: Request, at: At, wish: Wish, by: By = "month", format: CSV = "json") -> Response:
    """Events over time with PLOVER scores and bootstrap intervals, as `duta series` gives them."""
    if format == "json":
        return answer(request, Series, lambda: at.store.series(wish, by=by))
    return _csv([_flat(b.model_dump()) for b in at.store.series(wish, by=by).bins], f"series-{by}.csv")


@router.get("/visits", response_model=list[Visit], responses=WRONG)
def visits(request: Request, at: At, wish: Wish) -> Response:
    """Visits of leaders: who, whom, when, how long; planned, made or called off."""
    return answer(request, list[Visit], lambda: at.store.visits(wish))


@router.get("/overview.csv", responses=WRONG, response_class=Response)
def overview_csv(request: Request, at: At, wish: Wish, what: Literal["time", "dyads", "places"] = "time") -> Response:
    """One table of the overview as CSV."""
    found = at.memory.get(("glance", wish.words(), None), lambda: glance(at.store, wish))
    rows: list[dict[str, Any]]
    if what == "time":
        names = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        rows = [{"start": b.start, **dict(zip(names, b.quads, strict=True))} for b in found.bins]
    elif what == "dyads":
        rows = [{"since": r.since, "until": r.until, **d.model_dump()} for r in [found.ranking] if r for d in r.dyads]
    else:
        rows = [p.model_dump() for p in found.places]
    return _csv(rows, f"{what}.csv")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_interval"):
            low, high = value or (None, None)
            flat |= {name.replace("_interval", "_low"): low, name.replace("_interval", "_high"): high}
        else:
            flat[name] = value
    return flat


def _csv(rows: list[dict[str, Any]], name: str) -> Response:
    sink = io.StringIO()
    writer = csv.DictWriter(sink, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return Response(
        sink.getvalue(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
