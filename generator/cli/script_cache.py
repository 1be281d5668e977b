"""Scripts that were fetched before, by digest, so that a change can be shown."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path


class ScriptCache:
    """A folder of the user's cache; without one nothing is kept, and nothing fails."""

    def __init__(self) -> None:
        self._folder = _folder()

    def keep(self, sha256: str, data: bytes) -> None:
        """Keep a script, readable by this user alone."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, waiting = tempfile.mkstemp(dir=self._folder)  # for this user alone
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(waiting).replace(self._folder / sha256)

    def get(self, sha256: str) -> bytes | None:
        """The script of a digest; None when it is not there, or not any more what it was."""
        if self._folder is None:
            return None
        try:
            data = (self._folder / sha256).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _folder() -> Path | None:
    """None for a user without a home.

    What is no absolute path counts as not given (XDG Base Directory Specification).
    """
    given = Path(os.environ.get("XDG_CACHE_HOME") or "")
    try:
        home = given if given.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return home / "amifactory" / "scripts" if home.is_absolute() else None
