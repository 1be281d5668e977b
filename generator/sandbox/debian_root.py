"""Debian, made with mmdebstrap(1): small, and with what component documents usually need."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path

from generator.sandbox import cache
from generator.sandbox.root import Root, told_by
from generator.sandbox.tools import find
from generator.sandbox.unavailable import UnavailableError

SUITE = "bookworm"
VARIANT = "minbase"
PACKAGES = (
    *("ca-certificates", "curl", "dbus", "gzip", "iproute2", "kmod", "libpam-systemd", "openssl"),
    *("procps", "systemd", "systemd-sysv", "sudo", "unzip", "xz-utils"),
)
TOOL = "mmdebstrap"
LONGEST = 1800
"""Seconds that making it may take."""


def key() -> str:
    """What it is made of, as a name."""
    made_of = [SUITE, VARIANT, sorted(PACKAGES), platform.machine(), "1"]
    return f"{SUITE}-{hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]}"


def debian_root(tell: Callable[[str], None], *, user: bool) -> Root:
    """The root file system, from the cache or made now.

    Raises:
        UnavailableError: when it is not there and cannot be made.
    """

    def make(folder: Path) -> Path:
        tell(f"making a root file system of Debian {SUITE}; this is done once")
        return _made(folder / "root.tar")

    folder = cache.keep(key(), make, user=user)
    return Root(folder, told_by(folder))


def _made(tar: Path) -> Path:
    tool = find(TOOL)
    if tool is None:
        said = "mmdebstrap is not installed, so no root file system can be made"
        raise UnavailableError(said, "install mmdebstrap, or give a root file system: --root")
    words = [tool, f"--variant={VARIANT}", f"--include={','.join(PACKAGES)}", SUITE, str(tar)]
    try:
        ran = subprocess.run(
            words, check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError("mmdebstrap did not end", "is a Debian mirror in reach?") from error
    if ran.returncode != 0:
        lines = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        said = next((line for line in reversed(lines) if line.startswith("E:")), "it failed")
        hint = "is a Debian mirror in reach? Or give a root file system: --root"
        raise UnavailableError(f"mmdebstrap made no root file system: {said}", hint)
    return tar
