"""Names of the network, for machines that may use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.sandbox.covering import Cover
from generator.sandbox.root import Root

RESOLV = "etc/resolv.conf"


def with_network(root: Root) -> Root:
    """The root file system with this host's name servers."""
    from dataclasses import replace

    return replace(root, cover=_covering(root))


def _covering(root: Root) -> Callable[[Path], None]:
    def cover(folder: Path) -> None:
        root.cover(folder)
        try:
            text = Path("/", RESOLV).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        Cover(folder, root.folder).write(RESOLV, text)

    return cover
