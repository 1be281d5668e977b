"""Conditions: `if` of a step, and the inputs of Assert."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.awstoe.codes import COMPARISON, CONDITION
from generator.awstoe.expressions import has_expression
from generator.awstoe.operators import BRANCHES, COMPARISONS, LOGIC, OUTCOMES
from generator.awstoe.patterns import complaint
from generator.awstoe.problems import Problem, kind, near, shown
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

DEEPEST = 4
"""Levels of and, or, not (User Guide, conditional constructs)."""
NUMBER = re.compile(r"[-+]?(?:[0-9]+[.])?[0-9]+")
_DIGEST = {
    "fileMD5Equals": 32,
    "fileSHA1Equals": 40,
    "fileSHA256Equals": 64,
    "fileSHA512Equals": 128,
}


def check_condition(node: Mapping, *, branches: bool) -> Iterator[Problem]:
    """What is wrong with a condition; `branches` allows then and else beside it."""
    if branches:
        yield from _branches(node)
    yield from _operator(node, BRANCHES if branches else (), 1)


def operator_of(node: Mapping) -> str | None:
    """The operator of a condition; None unless there is exactly one."""
    found = [key for key in node if key in COMPARISONS or key in LOGIC]
    return found[0] if len(found) == 1 else None


def _branches(node: Mapping) -> Iterator[Problem]:
    for key in BRANCHES:
        value = node.get(key)
        if value is not None and value not in OUTCOMES:
            hint = near(str(value), OUTCOMES) if isinstance(value, Scalar) else ""
            said = f"{key} is {kind(value)}, not Execute, Skip or Abort"
            yield Problem(CONDITION, value.span, said, hint)


def _operator(node: Mapping, beside: tuple[str, ...], depth: int) -> Iterator[Problem]:
    operator = operator_of(node)
    if operator is None:
        yield from _no_operator(node, beside)
        return
    second = COMPARISONS.get(operator, "")
    for key in node:
        if key not in (operator, second, *beside):
            span = key.span if isinstance(key, Scalar) else node.span
            yield Problem(CONDITION, span, f'{operator} has no key "{shown(key)}"')
    if operator in LOGIC:
        yield from _logic(operator, node[operator], depth)
    else:
        yield from _comparison(node, operator, second)


def _no_operator(node: Mapping, beside: tuple[str, ...]) -> Iterator[Problem]:
    known = (*COMPARISONS, *LOGIC)
    found = [key for key in node if key in known]
    if found:
        said = f"a condition has one operator, not {len(found)}: {', '.join(found)}"
        yield Problem(CONDITION, node.span, said, "join them with and, or")
        return
    others = [key for key in node if key not in (*beside, "value", "path")]
    hint = near(others[0], known) if others else "for example fileExists: /etc/os-release"
    said = f'"{shown(others[0])}" is no operator' if others else "a condition has no operator"
    yield Problem(CONDITION, node.span, said, hint)


def _logic(operator: str, operand: Node, depth: int) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield Problem(CONDITION, operand.span, f"conditions are nested more than {DEEPEST} deep")
        return
    children = _children(operator, operand)
    if not children:
        wanted = "one condition" if operator == "not" else "a list of conditions"
        yield Problem(CONDITION, operand.span, f"{operator} is {kind(operand)}, not {wanted}")
    for child in children:
        if isinstance(child, Mapping):
            yield from _operator(child, (), depth + 1)
        else:
            yield Problem(CONDITION, child.span, f"{kind(child)} is no condition")


def _children(operator: str, operand: Node) -> list[Node]:
    if operator == "not":
        if isinstance(operand, Mapping):
            return [operand]
        return list(operand) if isinstance(operand, Sequence) and len(operand) == 1 else []
    return list(operand) if isinstance(operand, Sequence) else []


def _comparison(node: Mapping, operator: str, second: str) -> Iterator[Problem]:
    operand = node[operator]
    if not isinstance(operand, Scalar):
        yield Problem(CONDITION, operand.span, f"{operator} is {kind(operand)}, not a text")
        return
    other = node.get(second) if second else None
    if second and not isinstance(other, Scalar):
        span = other.span if other is not None else operand.span
        yield Problem(CONDITION, span, f"{operator} needs {second}", f"compare with {second}: ...")
        return
    if operator.startswith("number"):
        for text in (operand, other):
            if isinstance(text, Scalar) and not has_expression(text) and not NUMBER.fullmatch(text):
                yield Problem(
                    COMPARISON, text.span, f'"{shown(text)}" is no number, so it is false'
                )
    if operator == "patternMatches" and not has_expression(operand):
        said = complaint(operand)
        if said:
            yield Problem(COMPARISON, operand.span, said)
    if operator in _DIGEST and not has_expression(operand):
        length = _DIGEST[operator]
        if not re.fullmatch(rf"[0-9A-Fa-f]{{{length}}}", operand):
            said = f'"{shown(operand)}" is no digest of {length} hexadecimal digits'
            yield Problem(COMPARISON, operand.span, said)
