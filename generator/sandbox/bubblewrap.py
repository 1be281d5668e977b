"""bubblewrap holds a program: bwrap(1)."""

from __future__ import annotations

from generator.sandbox.cell import CAPABILITIES, HOSTNAME, Inside
from generator.sandbox.launch import entering
from generator.sandbox.tools import find

NAME = "bwrap"


class Bubblewrap:
    """Starts quickly and needs nothing of the machine; has no services."""

    name = "bubblewrap"
    own_proc = False

    def words(self, inside: Inside) -> list[str]:
        """New namespaces for everything, no privileges to be gained, no way up."""
        return [
            find(NAME) or NAME,
            *_files(inside),
            *("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
            *([] if inside.network else ["--unshare-net"]),
            *(["--userns", "9"] if inside.namespace else []),
            *("--hostname", HOSTNAME, "--die-with-parent", "--new-session"),
            *("--cap-drop", "ALL"),
            *(word for name in CAPABILITIES for word in ("--cap-add", f"CAP_{name}")),
            "--",
            *entering(inside.folder, inside.words),
        ]


def _files(inside: Inside) -> list[str]:
    layers = inside.layers
    return [
        *("--bind", str(layers.merged), "/"),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(inside.limits.shared), "--tmpfs", "/dev/shm"),  # noqa: S108 - the machine's
        *("--remount-ro", "/dev"),
        *("--bind", str(layers.temporary), "/tmp"),  # noqa: S108 - the machine's
        *("--bind", str(layers.running), "/run"),
        *("--bind", str(layers.settings), "/proc/sys"),
        *("--tmpfs", "/sys", "--remount-ro", "/sys"),
    ]
