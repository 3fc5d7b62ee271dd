"""Nothing inside the network is asked."""

from __future__ import annotations

import dataclasses
import socket
from typing import Any

import pytest

from duta.records import Reject
from duta.watching import State, guard, watch
from duta.watching.guard import is_public
from tests.watching.conftest import QUICK, Server, html

PUBLIC = dataclasses.replace(QUICK, allow_private=False)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
        "224.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_under_any_name(server: Server, state: State, host: str) -> None:
    server.feed()
    port = server.url.rpartition(":")[2]
    [refused] = watch([f"http://{host}:{port}/feed"], state, PUBLIC, once=True)
    assert isinstance(refused, Reject) and "is an address of a private network" in refused.reason
    assert server.asked == []


def _names(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> None:
    """Makes the name server answer with these addresses."""
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host in answers:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[host]]
        return real(host, port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_a_name_with_one_private_address_is_not_asked(
    server: Server, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.feed()
    _names(monkeypatch, {"news.example": ["93.184.215.14", "127.0.0.1"]})
    [refused] = watch([server.url.replace("127.0.0.1", "news.example") + "/feed"], state, PUBLIC, once=True)
    assert isinstance(refused, Reject) and "private network" in refused.reason


def test_a_redirect_to_a_private_address_is_not_followed(
    server: Server, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["localhost" if host == "news.example" else "127.0.0.1"]

    monkeypatch.setattr(guard, "_resolve", resolve)
    monkeypatch.setattr(guard, "is_public", lambda address: address == "localhost")  # lets the first host pass alone
    server.page("/secret", html())
    port = server.url.rpartition(":")[2]
    feed = server.redirect("/feed", f"http://inside.example:{port}/secret").replace("127.0.0.1", "news.example")
    [refused] = watch([feed], state, PUBLIC, once=True)
    assert isinstance(refused, Reject) and refused.reason.startswith("inside.example is an address of a private network")
    assert server.asked == ["/feed"]


def test_the_next_address_is_tried_when_one_does_not_answer(
    server: Server, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.feed()
    _names(monkeypatch, {"news.example": ["127.0.0.9", "127.0.0.1"]})
    url = server.url.replace("127.0.0.1", "news.example")
    assert list(watch([url + "/feed"], state, QUICK, once=True)) == []
    assert server.headers[0]["Host"] == url.removeprefix("http://")
