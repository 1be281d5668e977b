"""The folders of one machine: what it is made of, and where it writes.

A machine sees an overlay: the root file system below, its own folder above. Only the upper
folder is written, and /tmp and /run, which lie beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MOUNT_POINTS = ("dev", "proc", "run", "sys", "tmp")


@dataclass(frozen=True, slots=True)
class Layers:
    """Folders of one machine below one that is its own."""

    folder: Path
    lower: tuple[Path, ...]
    """Root file systems and what covers them, the topmost first; never written."""

    @property
    def upper(self) -> Path:
        """What the machine has written."""
        return self.folder / "upper"

    @property
    def merged(self) -> Path:
        """Where the machine's root is mounted, in a mount namespace of its own."""
        return self.folder / "merged"

    @property
    def temporary(self) -> Path:
        """What the machine has at /tmp."""
        return self.folder / "tmp"

    @property
    def running(self) -> Path:
        """What the machine has at /run."""
        return self.folder / "run"

    @property
    def settings(self) -> Path:
        """What the machine has at /proc/sys."""
        return self.folder / "settings"

    def options(self, *, user: bool) -> str:
        """Options of the overlay mount; a user's cannot write trusted attributes."""
        told = (
            f"lowerdir={':'.join(map(str, self._names()))}",
            f"upperdir={self.upper}",
            f"workdir={self.folder / 'work'}",
        )
        return ",".join((*told, "userxattr") if user else told)

    def _names(self) -> list[Path]:
        """Links to the layers, so that no path of the user's can be taken for an option."""
        return [self.folder / f"lower{number}" for number in range(len(self.lower))]

    def make(self) -> None:
        """Make the folders; they are nobody's but ours."""
        self.folder.mkdir(mode=0o700)
        for path in (self.upper, self.merged, self.folder / "work", self.running):
            path.mkdir(mode=0o755)
        self.temporary.mkdir()
        self.temporary.chmod(0o1777)
        for name, layer in zip(self._names(), self.lower, strict=True):
            name.symlink_to(layer)
