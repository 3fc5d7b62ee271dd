"""Whatever is asked, however strangely: no 5xx, and every refusal a problem. Questions are made from the OpenAPI schema."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

schemathesis = pytest.importorskip("schemathesis")

from fastapi import HTTPException  # noqa: E402

from duta.records import Document  # noqa: E402
from duta.server import Settings, make_app  # noqa: E402
from duta.server.bench import Bench  # noqa: E402
from duta.store import open_store  # noqa: E402

LOCAL = {"Host": "localhost"}


@pytest.fixture(scope="module")
def schema(coded, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("fuzzed") / Path("store.sqlite")
    with open_store(f"sqlite:///{path}") as store:
        store.load(coded)
    app = make_app(Settings(f"sqlite:///{path}", reads=1e6, works=1e6, work_burst=10**6), pages=False)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=LOCAL)


def test_no_question_breaks_the_server(schema, monkeypatch: pytest.MonkeyPatch):
    async def unreachable(*_: object) -> Document:
        raise HTTPException(422, "tests ask no other machine")

    monkeypatch.setattr(Bench, "fetch", unreachable)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:

        @settings(
            max_examples=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call(headers=LOCAL)
            assert answer.status_code < 500, f"{case.method} {case.formatted_path}: {answer.text}"
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == ["application/problem+json"], answer.headers

        ask()
