"""Whether a condition holds, in the machine.

Image Builder User Guide, "Use comparison operators in AWSTOE" and "Use logical operators". The
direction is that of the examples, `value` compared with the operator's own text; texts are
compared without regard to case, and not trimmed. Patterns are RE2 there and Python's `re` here
(`patterns.py`).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from generator.awstoe.conditions import NUMBER, operator_of
from generator.payload.nodes import Mapping as MappingNode
from generator.payload.nodes import Node, Scalar, Sequence
from generator.rehearse.chaining import Value, data
from generator.rehearse.failing import StepFailedError
from generator.rehearse.patterns import matches
from generator.rehearse.shell import Shell

Verdict = Literal["Execute", "Skip", "Abort"]

_COMPARE: Mapping[str, Callable[[Decimal | str, Decimal | str], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
_LOOKS = {
    "binaryExists": 'type "$1" >/dev/null 2>&1',
    "fileExists": '[ -f "$1" ]',
    "folderExists": '[ -d "$1" ]',
}
_ALONE: Mapping[str, Callable[[str], bool]] = {
    "stringIsEmpty": lambda text: not text,
    "stringIsWhitespace": lambda text: bool(text) and not text.strip(),
}
_DIGEST = re.compile(r"file(MD5|SHA1|SHA256|SHA512)Equals")
DIGEST = """\
case $1 in
    MD5) tool=md5sum ;;
    SHA1) tool=sha1sum ;;
    SHA256) tool=sha256sum ;;
    *) tool=sha512sum ;;
esac
[ -f "$2" ] && $tool < "$2"
"""
"""Given an algorithm and a path, writes the file's digest."""


def verdict(node: MappingNode, shell: Shell, value: Value) -> Verdict:
    """What the `if` of a step says; `then` is Execute and `else` is Skip unless it is given."""
    held = holds(node, shell, value)
    said = str(node.get("then" if held else "else", "Execute" if held else "Skip"))
    return said if said in ("Execute", "Skip", "Abort") else "Execute"  # type: ignore[return-value]


def holds(node: MappingNode, shell: Shell, value: Value) -> bool:
    """Whether a condition holds; and, or stop at what decides them.

    Raises:
        StepFailedError: when it refers to what is not there.
    """
    name = operator_of(node)
    if name is None:
        raise StepFailedError("the condition has no operator")
    operand = node[name]
    match name:
        case "and":
            return all(holds(each, shell, value) for each in _children(operand))
        case "or":
            return any(holds(each, shell, value) for each in _children(operand))
        case "not":
            return not any(holds(each, shell, value) for each in _children(operand))
    return _compare(name, node, shell, value)


def _children(operand: Node) -> list[MappingNode]:
    found = operand if isinstance(operand, Sequence) else [operand]
    return [each for each in found if isinstance(each, MappingNode)]


def _compare(name: str, node: MappingNode, shell: Shell, value: Value) -> bool:
    operand = _text(node[name], value)
    if name in _LOOKS:
        return shell.holds(_LOOKS[name], operand)
    if digest := _DIGEST.fullmatch(name):
        return _digests(digest[1], operand, _text(node.get("path"), value), shell)
    if name in _ALONE:
        return _ALONE[name](operand)
    return _two(name, operand, _text(node.get("value"), value))


def _two(name: str, operand: str, other: str) -> bool:
    """Compare `value` with the operator's own text."""
    if name == "patternMatches":
        return matches(operand, other)
    kind, compare = name[:6], _COMPARE[name[6:]]
    if kind == "string":
        return compare(other.lower(), operand.lower())
    if not (NUMBER.fullmatch(other) and NUMBER.fullmatch(operand)):
        return False
    return compare(Decimal(other), Decimal(operand))


def _digests(algorithm: str, digest: str, path: str, shell: Shell) -> bool:
    ran = shell.run("/bin/sh", "-c", DIGEST, "sh", algorithm, path, aloud=False)
    found = ran.stdout.split()
    return ran.code == 0 and bool(found) and found[0].lower() == digest.lower()


def _text(node: Node | None, value: Value) -> str:
    found = data(node, value) if isinstance(node, Scalar) else ""
    return found if isinstance(found, str) else ""
