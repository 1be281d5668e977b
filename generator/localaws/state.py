"""The local AWS in a file, so that it is still there after a restart.

The file holds moto's and our backends, the clock with what is due, and the faults. What is in
flight goes on after a restart from the same simulated moment. The rest of what is kept is
Python's pickle: reading such a file runs what it says, so a file that somebody else owns or
could have written is refused, and one of another release as well.
"""

from __future__ import annotations

import fcntl
import gzip
import importlib.metadata
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator import __version__
from generator.errors import LocalAwsError
from generator.localaws.clock import clock
from generator.localaws.faults import faults

FORMAT = 1
PATIENCE = 200
"""How many steps of simulated time to let pass for work that cannot be kept in a file."""


def releases() -> dict[str, str | int]:
    """What a file depends on: the first line of each."""
    return {
        "amifactory local": FORMAT,
        "amifactory": __version__,
        "moto": importlib.metadata.version("moto"),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }


@contextmanager
def claimed(file: Path) -> Iterator[None]:
    """Keep a file for this local AWS alone; that it can be written at the end is known now.

    Raises:
        LocalAwsError: when its folder cannot be written, or another local AWS has the file.
    """
    lock = file.with_name(f".{file.name}.lock")
    try:
        handle = _locked(lock)
    except BlockingIOError as error:
        msg = f"another `amifactory local` keeps its state in {file}"
        raise LocalAwsError(msg, "stop it first, or name another file with --state") from error
    except OSError as error:
        msg = f"the state of the local AWS cannot be kept in {file}: {error.strerror}"
        raise LocalAwsError(msg, "--state needs a folder that exists and can be written") from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def _locked(lock: Path) -> int:
    """A handle with the lock; of the file that has the name, not of one just removed."""
    while True:
        handle = os.open(lock, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), lock.lstat()):
                return handle
        except FileNotFoundError:
            pass
        except OSError:
            os.close(handle)
            raise
        os.close(handle)


def save(file: Path) -> str:
    """Write the local AWS into a file of ours alone, at once or not at all.

    Work in flight that no file can hold is finished first, in simulated time. Gives a remark
    for the user about that, or nothing.

    Raises:
        LocalAwsError: when it cannot be written.
    """
    data, remark = _frozen()
    head = json.dumps(releases()).encode() + b"\n"
    try:
        _replace(file, head + gzip.compress(data, compresslevel=1))
    except OSError as error:
        msg = f"cannot write the state of the local AWS to {file}: {error.strerror}"
        raise LocalAwsError(msg) from error
    return remark


def load(file: Path) -> bool:
    """Become the local AWS that a file holds; False when there is no such file.

    Raises:
        LocalAwsError: when it is not a file of ours alone, or of another release.
    """
    try:
        data = _read(file)
    except FileNotFoundError:
        return False
    except OSError as error:
        msg = f"cannot read the state of the local AWS in {file}: {error.strerror}"
        raise LocalAwsError(msg) from error
    head, _, rest = data.partition(b"\n")
    _same_release(file, head)
    _thawed(rest, file)
    return True


def _frozen() -> tuple[bytes, str]:
    from generator.localaws.frozen import freeze

    for step in range(PATIENCE):
        try:
            data = freeze(_everything())
        except (TypeError, AttributeError, ValueError):  # pickle's ways to say that it cannot
            if not _step():
                raise
        else:
            return data, "what was in flight was finished first" if step else ""
    msg = "the state of the local AWS cannot be kept: work that no file can hold never ends"
    raise LocalAwsError(msg, "stop what runs in it, then stop it again")


def _step() -> bool:
    pending = clock.pending()
    if pending:
        clock.advance(max(0.0, (pending[0].moment - clock.now()).total_seconds()))
    return bool(pending)


def _everything() -> dict[str, Any]:
    from generator.localaws.frozen import stores

    return {
        "backends": {
            place: {account: dict(regions) for account, regions in store.items()}
            for place, store in stores().items()
            if store
        },
        "now": clock.now(),
        "due": clock.pending(),
        "faults": faults,
    }


def _thawed(data: bytes, file: Path) -> None:
    from generator.localaws.frozen import stores, thaw

    try:
        kept = thaw(gzip.decompress(data))
    except Exception as error:
        msg = f"the state of the local AWS in {file} is damaged: {error}"
        raise LocalAwsError(msg, "delete the file to begin with an empty AWS") from error
    for (module, name), accounts in kept["backends"].items():
        importlib.import_module(module)
        store = stores()[module, name]
        for account, regions in accounts.items():
            for region, backend in regions.items():
                dict.__setitem__(store[account], region, backend)
    clock.reset(kept["now"], clock.speed)
    for due in kept["due"]:
        clock.take(due)
    faults.__dict__.update(kept["faults"].__dict__)


def _same_release(file: Path, head: bytes) -> None:
    try:
        found = json.loads(head)
    except ValueError:
        found = {}
    if found != releases():
        said = ", ".join(f"{name} {value}" for name, value in found.items()) or "something else"
        mine = ", ".join(f"{name} {value}" for name, value in releases().items())
        msg = f"{file} is of {said}; this is {mine}"
        raise LocalAwsError(msg, "delete the file to begin with an empty AWS, or name another one")


def _read(file: Path) -> bytes:
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with open(handle, "rb") as stream:  # noqa: PTH123  # of a handle
        about = os.fstat(handle)
        ours = getattr(os, "getuid", lambda: about.st_uid)() == about.st_uid
        alone = os.name == "nt" or not stat.S_IMODE(about.st_mode) & 0o077
        if not (stat.S_ISREG(about.st_mode) and ours and alone):
            msg = f"{file} is not a file that only you can read and write (mode 0600)"
            hint = "reading it runs what it says: delete it, or chmod 600 it if it is yours"
            raise LocalAwsError(msg, hint)
        return stream.read()


def _replace(file: Path, data: bytes) -> None:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as stream:  # noqa: PTH123  # of a handle
            stream.write(data)
            stream.flush()
            os.fsync(handle)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
