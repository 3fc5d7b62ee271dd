"""How a watch behaves towards the servers that it asks."""

from __future__ import annotations

from dataclasses import dataclass

from duta.reading.formats import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Manners:
    """The limits of a watch; all times in seconds."""

    agent: str = "duta"
    """The `User-Agent`; its first word up to `/` is the name that robots.txt rules are looked up under."""
    interval: float = 900
    """Between two polls of a feed; a feed's own `<ttl>` may make it longer."""
    delay: float = 1
    """Between two requests to a host; its robots.txt may make it longer."""
    per_host: int = 1
    """Requests to a host at the same time."""
    at_once: int = 16
    """Requests at the same time."""
    timeout: float = 15
    """For a connection, and for every piece of an answer."""
    deadline: float = 60
    """For a whole answer, however steadily it drips."""
    redirects: int = 5
    max_bytes: int = MAX_BYTES
    """Of an answer, both as it is sent and once decompressed."""
    backoff: float = 60
    """After a first failure; doubled with each further one."""
    longest_wait: float = 86_400
    """No back-off, `Retry-After`, `<ttl>` or `Crawl-delay` is longer."""
    tries: int = 5
    """For an article, before it is rejected."""
    allow_private: bool = False
    """Whether addresses of this machine and of private networks may be asked."""
