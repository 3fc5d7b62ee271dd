"""No request leaves for this machine or a private network, whatever a feed, a redirect or a name server says."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import httpx

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: an IPv4 address inside an IPv6 one that Python counts as public."""


class Refused(Exception):
    """An address that is not asked; the message says why."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also once unwrapped from IPv6 transition forms."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class GuardedTransport(httpx.AsyncBaseTransport):
    """Resolves a name once, looks at every address that it has, and connects to one of those.

    Checking the name and letting the connection resolve it again would let a name server answer twice (DNS rebinding).
    Connections are not kept: their pool would go by address and could hand one site's connection to another site.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in ("http", "https"):
            raise Refused(f"the scheme {url.scheme!r} is not asked")
        addresses = await _resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
        if not self._allow_private and not all(map(is_public, addresses)):
            raise Refused(f"{url.host} is an address of a private network")
        for number, address in enumerate(addresses, 1):
            try:
                return await self._inner.handle_async_request(
                    httpx.Request(
                        request.method,
                        url.copy_with(host=address),
                        headers=request.headers,  # `Host` among them, with the name
                        extensions={**request.extensions, "sni_hostname": url.host},
                    )
                )
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpx.ConnectError(f"{url.host} has no address")

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _resolve(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"{host} is not found: {error}") from None
    return list(dict.fromkeys(str(address[4][0]) for address in found))
