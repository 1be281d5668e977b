"""How a program gets into a machine: namespaces of its own, the overlay, the limits, then a cell.

Everything hangs on one process: when `unshare` is killed, or we are, the kernel ends the process
namespace with all that is in it, and the mounts vanish with theirs. Nothing is ever mounted
where the host can see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.sandbox.layers import Layers
from generator.sandbox.limits import Limits
from generator.sandbox.tools import find

SCRIPT = """
set -eu
groups=$1 options=$2 merged=$3 namespace=$4 run=$5
shift 5
for door in $groups; do echo $$ >"$door"; done
mount -t overlay -o "$options" overlay "$merged"
if [ -n "$run" ]; then mount -t tmpfs -o mode=755 tmpfs /run; fi
if [ -n "$namespace" ]; then exec 9<"$namespace"; fi
exec "$@"
"""
"""Run by the host's shell inside of the new namespaces; no argument is read as a script."""
ENTER = 'cd -- "$1" || exit 126; shift; exec "$@" 9<&-'
"""Run by the machine's shell: exit codes 126 and 127 as every shell gives them."""
NEEDS = ("unshare", "setpriv", "prlimit", "mount", "sh")


@dataclass(frozen=True, slots=True)
class Entrance:
    """What is the same for every program of one machine."""

    layers: Layers
    limits: Limits
    user: bool
    """Whoever makes the machine is not root."""
    doors: tuple[str, ...] = ()
    """Of the control group."""
    namespace: str = ""
    """Path of a user namespace that the cell joins."""
    own_proc: bool = False
    """The cell needs /proc of its own process namespace, and a /run (systemd-nspawn)."""

    def words(self, cell: Sequence[str]) -> list[str]:
        """The command line that mounts the machine and becomes the cell in it."""
        return [
            _tool("setpriv"),
            *("--pdeathsig", "KILL"),
            *unshared(user=self.user),
            *("--mount", "--pid", "--fork", "--kill-child=KILL"),
            *(["--mount-proc"] if self.own_proc else []),
            *(_tool("sh"), "-c", SCRIPT, "sh"),
            " ".join(self.doors),
            self.layers.options(user=self.user),
            str(self.layers.merged),
            self.namespace,
            "own" if self.own_proc else "",
            *(_tool("prlimit"), *_limits(self.limits, grouped=bool(self.doors)), "--"),
            *cell,
        ]


def unshared(*, user: bool) -> list[str]:
    """Start of a command line; a plain user becomes root of the ids that /etc/subuid gives him."""
    return [_tool("unshare"), *(["--user", "--map-root-user", "--map-auto"] if user else [])]


def entering(folder: str, words: Sequence[str]) -> list[str]:
    """What the cell runs: the program itself, in its folder."""
    return ["/bin/sh", "-c", ENTER, "sh", folder, *words]


def _limits(limits: Limits, *, grouped: bool) -> list[str]:
    told = ["--core=0", f"--fsize={limits.file_size}", f"--nofile={limits.open_files}"]
    return told if grouped else [*told, f"--data={limits.memory}"]


def _tool(name: str) -> str:
    return find(name) or name
