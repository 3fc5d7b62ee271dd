"""Who may do what, and the limits of a server."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

SCOPES = ("read", "code", "review")
"""`read` asks the store; `code` codes texts and addresses; `review` writes reviews and decisions. Each token names its own."""
LEAST = 24
"""Characters of a token at least: what no one guesses."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks."""

    name: str
    """Empty for whoever sits at this machine: then reviews name their author themselves."""
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        return scope in self.scopes


LOCAL = Person("", frozenset(SCOPES))


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server behaves."""

    store: str
    host: str = "127.0.0.1"
    port: int = 8080
    tokens: dict[str, Person] = field(default_factory=dict)
    """SHA-256 of a token -> who has it. None: everybody at this machine may do everything, nobody else anything."""
    allow_private: bool = False
    """Whether addresses to code may be of this machine and of private networks."""
    max_body: int = 2 * 1024 * 1024
    """Bytes of a request."""
    reads: float = 300
    """Requests a second and person that only read, and"""
    read_burst: int = 3000
    """as many at once."""
    works: float = 2
    """Requests a second and person that code or write, and"""
    work_burst: int = 40
    """as many at once."""
    coding: int = 1
    """Texts coded at the same time; others wait."""

    @property
    def loopback(self) -> bool:
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def key_of(token: str) -> str:
    """What a token is kept and compared as: equal time for every guess, and no token in memory dumps."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def read_tokens(path: Path) -> dict[str, Person]:
    """Tokens from a file of lines `TOKEN NAME SCOPE[,SCOPE...]`; `#` begins a comment. Raises `ValueError` with the line."""
    found: dict[str, Person] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) != 3:
            raise ValueError(f"{path}:{number}: write TOKEN NAME SCOPE,SCOPE")
        token, name, scopes = words[0], words[1], frozenset(words[2].split(","))
        if len(token) < LEAST:
            raise ValueError(f"{path}:{number}: a token has at least {LEAST} characters")
        if strange := sorted(scopes - set(SCOPES)):
            raise ValueError(f"{path}:{number}: no such scope: {strange[0]} ({', '.join(SCOPES)})")
        if key_of(token) in found:
            raise ValueError(f"{path}:{number}: this token stands there twice")
        found[key_of(token)] = Person(name, scopes)
    if not found:
        raise ValueError(f"{path}: no token")
    return found
