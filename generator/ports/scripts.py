"""Where bootstrap scripts come from."""

from __future__ import annotations

from typing import Protocol

MOST_BYTES = 10 * 1024 * 1024
"""Of a script; a larger one is no script."""


class Scripts(Protocol):
    """Scripts by URL."""

    def fetch(self, url: str) -> bytes:
        """The script as the URL serves it now.

        Raises:
            AccessError: when it cannot be had from this machine.
            RemoteError: when the server fails.
        """
