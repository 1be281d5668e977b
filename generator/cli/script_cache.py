"""Scripts that were fetched before, by digest, so that a change can be shown."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path


class ScriptCache:
    """A folder of the user's cache; without one nothing is kept, and nothing fails."""

    def __init__(self) -> None:
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        self._folder = Path(home).expanduser() / "amifactory" / "scripts"

    def keep(self, sha256: str, data: bytes) -> None:
        """Keep a script, readable by this user alone."""
        path = self._folder / sha256
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            waiting = path.with_suffix(f".{os.getpid()}")
            waiting.write_bytes(data)
            waiting.chmod(0o600)
            waiting.replace(path)

    def get(self, sha256: str) -> bytes | None:
        """The script of a digest; None when it is not there, or not any more what it was."""
        try:
            data = (self._folder / sha256).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None
