"""Reads a lock, and tells everything that is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.findings import Finding, Location, Span
from generator.lock.codes import BROKEN
from generator.lock.pins import Lock, Pin
from generator.lock.text import VERSION
from generator.payload.nodes import Mapping, Node, Scalar, Sequence
from generator.payload.reading import Findings, StoppedError
from generator.payload.text import check_text, to_text
from generator.payload.yaml_reader import read_yaml

_HINT = "restore the file from version control, or delete it and run `amifactory lock`"
_TOP = Span(1, 1, 1, 2)
_SHAPES = {
    "url": (re.compile(r"(?:https|s3)://\S+"), "an https:// or s3:// URL"),
    "sha256": (re.compile(r"[0-9a-f]{64}"), "64 lower-case hexadecimal digits"),
    "size": (re.compile(r"[0-9]{1,12}"), "a number of bytes"),
    "fetched": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date such as 2026-11-22"),
}


def read(file: str, data: bytes) -> tuple[Lock, tuple[Finding, ...]]:
    """The lock of a file's bytes; an empty one, and why, when there is anything wrong."""
    findings = Findings(file)
    try:
        check_text(data, findings)
        root = read_yaml(to_text(data), findings)
    except StoppedError:
        return Lock(), findings.all()
    wrong = (*findings.all(), *_wrong(file, root))
    if wrong or not isinstance(root, Mapping):
        return Lock(), wrong
    scripts = root["scripts"]
    return Lock(
        {str(entry["url"]): _pin(entry) for entry in scripts if isinstance(entry, Mapping)}
    ), ()


def _wrong(file: str, root: Node | None) -> Iterator[Finding]:
    if not isinstance(root, Mapping):
        yield _finding(file, root or Scalar("", _TOP), _no_lock(root))
        return
    version, scripts = root.get("version"), root.get("scripts")
    if version != str(VERSION):
        yield _finding(file, version or root, f"this amifactory reads locks of version {VERSION}")
    if not isinstance(scripts, Sequence):
        yield _finding(file, scripts or root, "scripts is not a list")
        return
    seen: set[str] = set()
    for entry in scripts:
        yield from _wrong_entry(file, entry)
        url = str(entry.get("url", "")) if isinstance(entry, Mapping) else ""
        if url and url in seen:
            yield _finding(file, entry, f"{url} is there twice")
        seen.add(url)


def _no_lock(root: Node | None) -> str:
    if root is None or (isinstance(root, Scalar) and root.plain and not root):
        return "the lock is empty"
    what = "a list" if isinstance(root, Sequence) else "a text"
    return f"the lock is {what}, not a mapping with the keys version and scripts"


def _wrong_entry(file: str, entry: Node) -> Iterator[Finding]:
    if not isinstance(entry, Mapping) or set(entry) != set(_SHAPES):
        yield _finding(file, entry, f"a script has the keys {', '.join(_SHAPES)}, and no others")
        return
    for key, (shape, expected) in _SHAPES.items():
        value = entry[key]
        if not isinstance(value, Scalar) or not shape.fullmatch(value):
            yield _finding(file, value, f"{key} is not {expected}")
        elif key == "fetched" and not _is_date(value):
            yield _finding(file, value, f"there is no day {value}")


def _pin(entry: Mapping) -> Pin:
    told = {key: str(entry[key]) for key in _SHAPES}
    fetched = date.fromisoformat(told["fetched"])
    return Pin(told["url"], told["sha256"], int(told["size"]), fetched)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _finding(file: str, node: Node, message: str) -> Finding:
    return Finding(BROKEN.id, BROKEN.severity, message, _HINT, Location(file, node.span))
