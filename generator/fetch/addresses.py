"""Which machines may be asked for a script."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable

from generator.errors import AccessError, UnreachableError

Resolve = Callable[[str, int], Iterable[str]]
"""Host and port -> addresses, as text."""
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 through a gateway: the last four bytes are the address (RFC 6052)."""
_INSIDE = tuple(map(ipaddress.IPv6Network, ("64:ff9b:1::/48", "::/96", "fec0::/10")))
"""Not public, though Python may say so: RFC 8215, RFC 4291 (2.5.5.1), RFC 3879."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as this machine resolves it.

    Raises:
        UnreachableError: when it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(
            f"cannot find the host {host}", "check the URL and this machine's network"
        ) from error
    return [str(address[0]) for *_, address in found]


def public(host: str, addresses: Iterable[str]) -> None:
    """Refuse a host that has an address inside of somebody's network.

    One such address is enough: which one is used is the other side's choice.

    Raises:
        AccessError: for the first address that is not on the public internet.
    """
    for text in addresses:
        if not _is_public(text):
            what = f"{host} is" if host == text else f"{host} is {text}, which is"
            raise AccessError(
                f"refused: {what} not on the public internet",
                "for a server of your own network add --allow-private-hosts",
            )


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = address
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _INSIDE):
            return False
        inner = address.ipv4_mapped or address.sixtofour or _translated(address) or address
    return address.is_global and inner.is_global and not address.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(address.packed[12:]) if address in _TRANSLATED else None
