"""The lock beside a payload: read, and applied to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.errors import UnreadableError
from generator.findings import Report
from generator.lock import pins, reading
from generator.lock.pins import Lock
from generator.payload.document import STDIN
from generator.payload.image import Image
from generator.payload.load import Loaded
from generator.payload.model import Payload

_LARGEST = 1_000_000
"""Bytes; thousands of scripts."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The lock in a payload's folder, and what is wrong with it."""

    path: Path
    lock: Lock = field(default_factory=Lock)
    report: Report = field(default_factory=Report)


def lock_beside(file: str) -> Beside:
    """The lock for a payload file; an empty one where there is none.

    Raises:
        UnreadableError: when there is one that cannot be read.
    """
    path = (Path() if file == STDIN else Path(file).parent) / pins.FILE
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        return Beside(path)
    except NotADirectoryError:  # a payload that is no file is told by whoever reads it
        return Beside(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(f"cannot read {path}: {reason}", "change its permissions") from error
    if len(data) > _LARGEST:
        reason = f"it has more than {_LARGEST:,} bytes"
        raise UnreadableError(f"cannot read {path}: {reason}", "is it a lock at all?")
    lock, findings = reading.read(str(path), data)
    sources = {str(path): data.decode("utf-8", "replace")} if findings else {}
    return Beside(path, lock, Report(findings, sources))


def pinned(loaded: Loaded, lock: Lock) -> Loaded:
    """The payload with the lock's digests where it has none of its own."""
    if not lock.pins:
        return loaded
    remains = loaded.remains
    if remains is not None:
        remains = replace(remains, payload=_with(remains.payload, lock))
    payload = loaded.payload and _with(loaded.payload, lock)
    return replace(loaded, payload=payload, remains=remains)


def _with(payload: Payload, lock: Lock) -> Payload:
    return payload.model_copy(update={"amis": tuple(_pinned(each, lock) for each in payload.amis)})


def _pinned(image: Image, lock: Lock) -> Image:
    pin = lock.pins.get(image.bootstrap_url or "")
    if pin is None or image.bootstrap_sha256 is not None:
        return image
    return image.model_copy(update={"bootstrap_sha256": pin.sha256})
