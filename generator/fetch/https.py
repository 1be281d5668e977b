"""Scripts over https: the connection goes to the address that was looked at."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from generator.errors import AccessError, NotFoundError, RemoteError, UnreachableError
from generator.fetch.addresses import Resolve, public, resolve
from generator.ports.scripts import MOST_BYTES

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPSConnectionPool

MOST_REDIRECTS = 3
CONNECT_SECONDS = 10
TOTAL_SECONDS = 30
_PIECE = 64 * 1024
_MOVED = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class HttpsScripts:
    """The port `Scripts`, by urllib3."""

    private_hosts: bool = False
    """Whether servers inside of this machine's network may be asked."""
    resolve: Resolve = resolve
    ca_file: str | None = None
    """Authorities to trust instead of the machine's own."""
    now: Callable[[], float] = time.monotonic

    def fetch(self, url: str) -> bytes:
        """The script as the URL serves it now.

        Raises:
            AccessError: when it cannot be had from this machine.
            RemoteError: when the server fails.
        """
        deadline = self.now() + TOTAL_SECONDS
        place = url
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, place)
            try:
                if answer.status not in _MOVED:
                    return self._content(url, answer, deadline)
                place = _target(url, place, answer)
            finally:
                answer.close()
        raise AccessError(f"{url} leads through more than {MOST_REDIRECTS} redirects")

    def _ask(self, url: str, place: str) -> BaseHTTPResponse:
        """The head of an answer; the body is still on its way."""
        from urllib3.exceptions import HTTPError, SSLError

        parts = _parts(url, place)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        headers = {"Host": parts.netloc, "User-Agent": "amifactory", "Accept": "*/*"}
        try:
            return self._first_answer(parts, path, headers)
        except SSLError as error:
            raise UnreachableError(
                f"cannot trust {parts.hostname}: {error}", "check the certificate of the server"
            ) from error
        except HTTPError as error:
            raise UnreachableError(
                f"cannot fetch {url}: {error}", "check the URL and this machine's network"
            ) from error

    def _first_answer(
        self, parts: SplitResult, path: str, headers: dict[str, str]
    ) -> BaseHTTPResponse:
        """From the first of the host's addresses that can be reached."""
        from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

        pools = self._pools(parts)
        for pool in pools:
            try:
                return pool.urlopen(
                    "GET",
                    path,
                    headers=headers,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    decode_content=False,
                )
            except (NewConnectionError, ConnectTimeoutError):
                if pool is pools[-1]:
                    raise
        raise UnreachableError(f"cannot find the host {parts.hostname}")

    def _pools(self, parts: SplitResult) -> list[HTTPSConnectionPool]:
        """Connections to the addresses that were looked at, under the host's own name."""
        import urllib3

        host, port = parts.hostname or "", parts.port or 443
        addresses = list(dict.fromkeys(self.resolve(host, port)))
        if not self.private_hosts:
            public(host, addresses)
        return [
            urllib3.HTTPSConnectionPool(
                address,
                port,
                server_hostname=host,
                assert_hostname=host,
                ca_certs=self.ca_file,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=CONNECT_SECONDS),
            )
            for address in addresses
        ]

    def _content(self, url: str, answer: Any, deadline: float) -> bytes:
        from urllib3.exceptions import HTTPError

        if answer.status != 200:
            raise _refused(url, answer)
        data = bytearray()
        try:
            while piece := answer.read1(_PIECE):  # what is there: a drip is not waited for
                data += piece
                if len(data) > MOST_BYTES:
                    raise AccessError(f"{url} is larger than {MOST_BYTES} bytes: no script")
                if self.now() > deadline:
                    raise UnreachableError(f"{url} takes longer than {TOTAL_SECONDS} seconds")
        except HTTPError as error:
            raise UnreachableError(f"cannot fetch {url}: {error}", "try again") from error
        return bytes(data)


def _parts(url: str, place: str) -> SplitResult:
    """A place taken apart; only https, and nobody's password.

    Raises:
        AccessError: for a place that a redirect must not lead to.
    """
    try:
        parts = urlsplit(place)
        plain = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:  # brackets without an address, a port that is none
        plain = None
    if not plain or "@" in parts.netloc:
        raise AccessError(f"{url} leads to {place}, which is not plain https")
    return parts


def _target(url: str, place: str, answer: Any) -> str:
    location: str = answer.headers.get("Location") or ""
    if not location or not location.isascii() or not location.isprintable():
        raise RemoteError(f"{url} leads nowhere: a redirect without an address")
    try:
        return urljoin(place, location)
    except ValueError:
        return location  # which `_parts` refuses


def _refused(url: str, answer: Any) -> AccessError | RemoteError:
    if answer.status in (401, 403, 404, 410):
        hint = "check the URL; a private script belongs into S3, as s3://bucket/key"
        return NotFoundError(f"{url} is not there for us: HTTP {answer.status}", hint)
    return RemoteError(f"{url} cannot be fetched: HTTP {answer.status}", "try again later")
