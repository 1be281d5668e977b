"""A payload file as a tree of positioned nodes, with everything that is wrong in its text."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.errors import UnreadableError
from generator.findings import Finding, Span
from generator.payload.json_reader import read_json
from generator.payload.nodes import Mapping, Node, Scalar, Sequence
from generator.payload.reading import Findings, StoppedError, shown
from generator.payload.reading_codes import EMPTY, NOT_A_MAPPING, REFUSED_CHARACTER
from generator.payload.text import LARGEST, STAND_IN, check_text, to_text
from generator.payload.yaml_reader import read_yaml

STDIN = "<stdin>"
_LOOKED_AT = 1000
"""Files of a folder that are considered for a hint."""


@dataclass(frozen=True, slots=True)
class Document:
    """One payload file, read.

    `text` is safe to show: a newline alone ends a line, and refused characters are replaced one
    for one, so that every place in it is right. `root` is None when there is no tree to go on with.
    """

    file: str
    """As the user named it; `<stdin>` for standard input."""
    text: str
    root: Mapping | None
    findings: tuple[Finding, ...]


def read(file: str) -> Document:
    """Read a payload file, or standard input for `-`; at most one byte more than is allowed.

    Raises UnreadableError when this machine cannot read it.
    """
    if file == "-":
        return parse(STDIN, _stdin_bytes())
    return parse(file, _file_bytes(file))


def parse(file: str, data: bytes) -> Document:
    """Read the bytes of a payload.

    The extension says whether they are JSON or YAML. Without a known one, text that starts with
    a bracket is JSON.
    """
    findings = Findings(file)
    text = to_text(data)
    try:
        check_text(data, findings)
        root = _root(file, text, findings)
    except StoppedError:
        root = None
    return Document(file, text, root, findings.all())


def _root(file: str, text: str, findings: Findings) -> Mapping | None:
    node = _tree(file, text, findings)
    if node is not None and findings.has(REFUSED_CHARACTER):
        node = _without_stand_ins(node)
    if isinstance(node, Mapping):
        return node
    _tell_no_mapping(node, findings)
    return None


def _tree(file: str, text: str, findings: Findings) -> Node | None:
    suffix = Path(file).suffix.lower()
    bracket = text.lstrip().startswith(("{", "["))
    if suffix not in {".yaml", ".yml"}:
        is_json = bracket or suffix == ".json"
        return read_json(text, findings) if is_json else read_yaml(text, findings)
    root = _flawless_json(text) if bracket else None
    return read_yaml(text, findings) if root is None else root


def _flawless_json(text: str) -> Node | None:
    """JSON is YAML on paper; YAML readers refuse its tabs and surrogate pairs."""
    try:
        return read_json(text, Findings("", most=0))
    except StoppedError:
        return None


def _without_stand_ins(node: Node) -> Node:
    """What the user meant to write, so that a refused character is told once."""
    if isinstance(node, Scalar):
        return _shortened(node)
    if isinstance(node, Sequence):
        return Sequence([_without_stand_ins(item) for item in node], node.span)
    keys = (key for key in node if isinstance(key, Scalar))
    return Mapping(((_shortened(key), _without_stand_ins(node[key])) for key in keys), node.span)


def _shortened(scalar: Scalar) -> Scalar:
    return Scalar(scalar.replace(STAND_IN, ""), scalar.span, scalar.plain)


def _tell_no_mapping(node: Node | None, findings: Findings) -> None:
    if node is None or (isinstance(node, Scalar) and node.plain and not node):
        hint = "`amifactory init` writes a payload to start from"
        findings.tell(EMPTY, Span(1, 1, 1, 1), "file holds no payload", hint)
        return
    hint = "a payload starts with `amis:` and a list of images below it"
    if isinstance(node, Sequence):
        message = "the top level is a list, expected a mapping with the key `amis`"
        hint = "if this is the list of images, put `amis:` above it"
    else:
        message = f'the top level is "{shown(str(node))}", expected a mapping with the key `amis`'
    findings.tell(NOT_A_MAPPING, node.span, message, hint)


def _stdin_bytes() -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise UnreadableError("standard input is closed", "name a file instead of -")
    try:
        return sys.stdin.buffer.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(f"cannot read standard input: {reason}") from error


def _file_bytes(file: str) -> bytes:
    path = Path(file)
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise UnreadableError(f"there is no file {file}", _near_names(path)) from error
    except IsADirectoryError as error:
        hint = f"name the files in it, as in {path / '*.yaml'}"
        raise UnreadableError(f"{path} is a folder, expected a file", hint) from error
    except PermissionError as error:
        hint = f"allow it with: chmod u+r {file}"
        raise UnreadableError(f"cannot read {file}: permission denied", hint) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(f"cannot read {file}: {reason}") from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableError(f"{file!r} is not a file name") from error


def _near_names(path: Path) -> str:
    """A hint for a missing file: what is there under a similar name."""
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, _LOOKED_AT) if not entry.is_dir()]
    except OSError:
        return f"there is no folder {path.parent} either; check where you are"
    from difflib import get_close_matches

    near = get_close_matches(path.name, names)
    if near:
        return f"did you mean {' or '.join(str(path.with_name(name)) for name in near)}?"
    return f"check the name; the folder is {path.parent}"
