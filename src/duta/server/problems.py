"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException as StarletteException

from duta.store import StoreError
from duta.store.reviews import ReviewError


class Problem(BaseModel):
    """What went wrong."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, Any]] = []
    """Of a wrong request: where, and what is wrong there."""


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def problem(
    status: int, detail: str = "", errors: list[dict[str, Any]] | None = None, headers: Mapping[str, str] | None = None
) -> ProblemResponse:
    """The answer that says so."""
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])
    return ProblemResponse(told.model_dump(), status, headers)


def not_found(what: str) -> HTTPException:
    return HTTPException(404, f"{what} is not in the store")


def problems(app: FastAPI) -> None:
    """Every error of the REST interface as a problem."""

    async def http(_: Request, error: Exception) -> ProblemResponse:
        assert isinstance(error, StarletteException)
        return problem(error.status_code, str(error.detail), headers=error.headers)

    async def wrong(_: Request, error: Exception) -> ProblemResponse:
        assert isinstance(error, RequestValidationError | ValidationError)
        told = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"].removeprefix("Value error, ")} for e in error.errors()]
        return problem(422, told[0]["what"] if told else "", jsonable_encoder(told))

    async def unusable(_: Request, error: Exception) -> ProblemResponse:
        return problem(404 if isinstance(error, StoreError) else 422, str(error))

    async def busy(_: Request, error: Exception) -> ProblemResponse:
        logging.getLogger("duta.server").error("the store: %s", error)
        return problem(503, "the store does not answer", headers={"Retry-After": "5"})

    app.add_exception_handler(StarletteException, http)
    app.add_exception_handler(RequestValidationError, wrong)
    app.add_exception_handler(ValidationError, wrong)
    app.add_exception_handler(StoreError, unusable)
    app.add_exception_handler(ReviewError, unusable)
    app.add_exception_handler(SQLAlchemyError, busy)
