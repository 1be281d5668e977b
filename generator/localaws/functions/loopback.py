"""The address at which other processes reach this local AWS."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.localaws.server import Server


@dataclass(slots=True)
class Loopback:
    """A server over the backends of this process, started when first needed, then kept."""

    _server: Server | None = None

    def address(self) -> str:
        """Where it listens."""
        from generator.localaws.server import Server

        with _STARTING:
            if self._server is None:
                self._server = Server()
                self._server.start()
                atexit.register(self._server.stop)
            return self._server.endpoint


_STARTING = Lock()
_loopback = Loopback()


def endpoint() -> str:
    """The address, as AWS_ENDPOINT_URL takes it."""
    return _loopback.address()
