"""A user namespace in which every id is itself, for machines that root makes.

In it root may own and change every file it can see, and nothing else: no devices, no modules, no
clock, no mounts of the host (user_namespaces(7)). bubblewrap joins it with --userns.
"""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

ALL = "0 0 4294967295\n"
TRIES = 1000


def open_namespace(unshare: str) -> int | None:
    """A file descriptor that keeps the namespace; None where the kernel gives none."""
    with subprocess.Popen(
        [unshare, "--user", "cat"], stdin=subprocess.PIPE, stdout=-3, stderr=-3
    ) as keeper:
        try:
            return _mapped(keeper)
        except OSError:
            return None
        finally:
            keeper.kill()


def _mapped(keeper: subprocess.Popen[bytes]) -> int | None:
    proc = Path("/proc", str(keeper.pid))
    ours = (Path("/proc/self/ns/user")).readlink()
    for _ in range(TRIES):
        if keeper.poll() is not None:
            return None
        with suppress(OSError):
            if (proc / "ns/user").readlink() != ours:
                break
        time.sleep(0.001)
    else:
        return None
    for kind in ("uid", "gid"):
        (proc / f"{kind}_map").write_text(ALL, encoding="ascii")
    return os.open(proc / "ns/user", os.O_RDONLY | os.O_CLOEXEC)
