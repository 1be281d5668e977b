"""Component documents as YAML nodes: values as they are written, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from generator.findings import Span

if TYPE_CHECKING:
    from yaml import Mark, MarkedYAMLError
    from yaml.reader import ReaderError

_START = Span(1, 1, 1, 1)
SKELETON = "a document has schemaVersion and phases, each phase a name and steps"


class Node(Protocol):
    """What PyYAML's three kinds of nodes have in common."""

    id: str
    """scalar, sequence or mapping."""
    tag: str
    value: Any
    start_mark: Mark
    end_mark: Mark


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a document."""

    message: str
    span: Span = _START
    hint: str = ""

    @property
    def line(self) -> int:
        """Counted from 1."""
        return self.span.line

    @property
    def column(self) -> int:
        """Counted from 1, in code points."""
        return self.span.column


def compose(text: str) -> Node | Problem:
    """The root node of the one YAML document in the text, or why there is none."""
    import yaml

    try:
        root = cast("Node | None", yaml.compose(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        return _not_yaml(error)
    except yaml.reader.ReaderError as error:
        return _bad_character(error, text)
    except UnicodeEncodeError as error:  # a lone surrogate; the C parser encodes first
        return _unreadable(text, error.start)
    return root or Problem("the document is empty", hint=SKELETON)


def _not_yaml(error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = f"not valid YAML: {error.problem or error.context}"
    return Problem(said, _point(mark) if mark else _START)


def _bad_character(error: ReaderError, text: str) -> Problem:
    before = text.encode("utf-8")[: error.position]  # the C parser counts bytes
    return _unreadable(text, len(before.decode("utf-8")))


def _unreadable(text: str, index: int) -> Problem:
    line, start = text.count("\n", 0, index) + 1, text.rfind("\n", 0, index) + 1
    column = index - start + 1
    message = f"character U+{ord(text[index]):04X} cannot be in YAML"
    return Problem(message, Span(line, column, line, column + 1))


def _point(mark: Mark) -> Span:
    line, column = mark.line + 1, mark.column + 1
    return Span(line, column, line, column)


def span(node: Node) -> Span:
    """Where the node stands; what fills several lines is pointed at where it begins."""
    start, end = node.start_mark, node.end_mark
    if start.line != end.line:
        return _point(start)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def pairs(node: Node) -> list[tuple[Node, Node]]:
    """Keys and values of a mapping; nothing of anything else."""
    return list(node.value) if node.id == "mapping" else []


def items(node: Node | None) -> list[Node]:
    """Items of a list; nothing of anything else."""
    return list(node.value) if node is not None and node.id == "sequence" else []


def get(node: Node, key: str) -> Node | None:
    """The value of a key."""
    return next((value for name, value in pairs(node) if name.value == key), None)


def text(node: Node | None) -> str:
    """A scalar as it is written; empty for anything else, and for null."""
    if node is None or node.id != "scalar" or node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value)


def kind(node: Node) -> str:
    """What a person would call it."""
    return {"mapping": "mapping", "sequence": "list", "scalar": "single value"}[node.id]


def problem_at(node: Node, message: str, hint: str = "") -> Problem:
    """A problem where the node stands."""
    return Problem(message, span(node), hint)


def duplicates(node: Node) -> Iterator[Problem]:
    """Every key of a mapping that an earlier one has been already."""
    seen = set()
    for key, _ in pairs(node):
        if text(key) in seen:
            yield problem_at(key, f'key "{text(key)}" is given twice')
        seen.add(text(key))
