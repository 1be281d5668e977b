"""What lies over a root file system, below what a machine writes: hidden and replaced files.

Linux, Documentation/filesystems/overlayfs.rst: a character device 0/0 hides a file, a folder
marked opaque hides what the layers below have in it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OPAQUE = "trusted.overlay.opaque"


def is_emptied(folder: Path) -> bool:
    """Whether a folder of a cover hides what is below it."""
    with suppress(OSError):
        return os.getxattr(folder, OPAQUE, follow_symlinks=False) == b"y"
    return False


@dataclass(frozen=True, slots=True)
class Cover:
    """A folder that becomes a layer over `below`; paths are below both."""

    folder: Path
    below: Path

    def hide(self, path: str) -> None:
        """Make a file be not there."""
        self.parents(path)
        os.mknod(self.folder / path, stat.S_IFCHR, os.makedev(0, 0))

    def empty(self, path: str) -> None:
        """Make a folder look empty; it keeps its owner and mode."""
        self.parents(path)
        self._folder(path)
        os.setxattr(self.folder / path, OPAQUE, b"y")

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Put a file in the place of what is there."""
        self.parents(path)
        file = self.folder / path
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
        file.chmod(mode)

    def parents(self, path: str) -> None:
        """Make the folders above a path, as they are below."""
        *above, _ = Path(path).parts
        for number in range(len(above)):
            name = str(Path(*above[: number + 1]))
            if not (self.folder / name).exists():
                self._folder(name)

    def _folder(self, path: str) -> None:
        made = self.folder / path
        made.mkdir()
        try:
            as_is = (self.below / path).stat()
        except OSError:
            made.chmod(0o755)
            return
        if os.geteuid() == 0:
            os.chown(made, as_is.st_uid, as_is.st_gid)
        made.chmod(stat.S_IMODE(as_is.st_mode))
