"""Which machines may be asked for a script."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable

from generator.errors import AccessError, UnreachableError

Resolve = Callable[[str, int], Iterable[str]]
"""Host and port -> addresses, as text."""


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
            raise AccessError(
                f"refused: {host} is {text}, which is not on the public internet",
                "for a server of your own network add --allow-private-hosts",
            )


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    inner = mapped or address
    return address.is_global and inner.is_global and not address.is_multicast
