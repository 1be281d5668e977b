"""The host's own / as root file system: nothing to download, and what is installed is seen.

Programs and their settings are shown; homes, data of services, and whatever others than root may
not read is not. Only root can mount it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from os import scandir
from pathlib import Path

from generator.sandbox.covering import Cover, is_emptied
from generator.sandbox.root import Root, mount_points, told_by

KEPT = frozenset(("bin", "etc", "lib", "lib32", "lib64", "libx32", "sbin", "usr", "var"))
"""Of /."""
KEPT_IN_VAR = frozenset(("lib",))
KEPT_IN_LIB = frozenset(("apt", "dpkg", "misc", "pam", "python", "rpm", "ucf"))
"""Of /var/lib: which packages are installed."""
SECRET = frozenset((
    *("docker", "containerd", "kubernetes", "rancher", "letsencrypt", "credstore"),
    *("credstore.encrypted", "wireguard", "openvpn", "NetworkManager", "netplan", "cni"),
    *("environment", "fstab", "crypttab", "pip.conf", "npmrc", "krb5.keytab", "machine-info"),
    *("cups", "samba", "ppp", "exim4", "postfix", "amazon", "cloud", "boto.cfg"),
))  # fmt: skip
"""Of /etc, beyond what only root may read: where tokens and passwords are found all the same."""
STANDARD = frozenset(("boot", "home", "media", "mnt", "opt", "root", "srv"))
"""Folders that every system has; they are there, empty."""
NOTE = (
    "the root file system is this host's own: documents see what is installed here, "
    "not what the base image has"
)


def host_root() -> Root:
    """The host's /, covered."""
    about = f"this host's own / ({told_by(Path('/'))})"
    return Root(Path("/"), about, cover_host, own=True, note=NOTE)


def cover_host(folder: Path, below: Path = Path("/")) -> None:
    """Hide what is the host's own business."""
    mount_points(folder)
    cover = Cover(folder, below)
    _top(cover)
    _keep_only(cover, "var", KEPT_IN_VAR)
    _keep_only(cover, "var/lib", KEPT_IN_LIB)
    _settings(cover)


def _top(cover: Cover) -> None:
    for name, kind in _entries(cover.below):
        if name in KEPT or (cover.folder / name).exists():
            continue
        if name in STANDARD and kind == "folder":
            cover.empty(name)
        else:
            cover.hide(name)


def _keep_only(cover: Cover, path: str, kept: frozenset[str]) -> None:
    for name, kind in _entries(cover.below / path):
        if kind == "folder" and name not in kept:
            cover.empty(f"{path}/{name}")
        elif kind == "file":
            cover.hide(f"{path}/{name}")


def _settings(cover: Cover) -> None:
    """What only root may read in /etc is hidden; accounts have no passwords."""
    for name in sorted(SECRET):
        _without(cover, f"etc/{name}")
    for path, private in _walk(cover.below, "etc"):
        if private and not _covered(cover, path):
            _without(cover, path)
    for path, end in (("shadow", ":*:19000:0:99999:7:::"), ("gshadow", ":*::")):
        source = "passwd" if path == "shadow" else "group"
        text = (cover.below / "etc" / source).read_text(encoding="utf-8", errors="surrogateescape")
        names = [line.partition(":")[0] for line in text.splitlines() if ":" in line]
        (cover.folder / "etc" / path).unlink(missing_ok=True)
        cover.write(f"etc/{path}", "".join(f"{name}{end}\n" for name in names), 0o640)


def _without(cover: Cover, path: str) -> None:
    """A folder is there and empty, a file is not there."""
    there = cover.below / path
    if there.is_dir() and not there.is_symlink():
        cover.empty(path)
    elif there.exists():
        cover.hide(path)


def _covered(cover: Cover, path: str) -> bool:
    """Hidden or emptied already, or in a folder that is."""
    made = (cover.folder / part for part in (path, *map(str, Path(path).parents)))
    return any(each.is_char_device() or is_emptied(each) for each in made)


def _walk(below: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Paths, and whether others than their owner may not read them; not what is in such folders."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        with scandir(below / here) as entries:
            for entry in entries:
                mode = entry.stat(follow_symlinks=False).st_mode
                path = f"{here}/{entry.name}"
                needed = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) else 0)
                private = not stat.S_ISLNK(mode) and mode & needed != needed
                if stat.S_ISDIR(mode) and not private:
                    waiting.append(path)
                yield path, private


def _entries(folder: Path) -> Iterator[tuple[str, str]]:
    with scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            link = entry.is_symlink()
            yield entry.name, "link" if link else "folder" if entry.is_dir() else "file"
