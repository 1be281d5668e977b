"""`if` of a workflow step."""

from __future__ import annotations

from collections.abc import Iterator

from generator.awstoe.problems import Problem, kind, near, shown
from generator.awstoe.workflows.actions import OPERATORS
from generator.awstoe.workflows.codes import CONDITION
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

DEEPEST = 4
MOST = 10
_LOGIC = ("and", "or", "not")


def check_condition(node: Node, depth: int = 1) -> Iterator[Problem]:
    """What is wrong with a condition."""
    if not isinstance(node, Mapping):
        yield Problem(CONDITION, node.span, f"a condition is {kind(node)}, not a mapping")
        return
    if depth > DEEPEST:
        yield Problem(CONDITION, node.span, f"conditions are nested more than {DEEPEST} deep")
        return
    found = [key for key in node if key in OPERATORS or key in _LOGIC]
    if len(found) != 1:
        yield from _no_operator(node, found)
        return
    operator = found[0]
    if operator in _LOGIC:
        yield from _logic(operator, node[operator], depth)
    elif not isinstance(node.get("value"), Scalar):
        yield Problem(CONDITION, node.span, f"{operator} needs value", "compare with value: ...")


def _no_operator(node: Mapping, found: list[str]) -> Iterator[Problem]:
    if found:
        said = f"a condition has one operator, not {len(found)}: {', '.join(found)}"
        yield Problem(CONDITION, node.span, said, "join them with and, or")
        return
    other = next((key for key in node if key != "value"), "")
    hint = near(other, (*OPERATORS, *_LOGIC)) or f"there are {', '.join(OPERATORS)}"
    yield Problem(CONDITION, node.span, f'"{shown(other)}" is no operator of workflows', hint)


def _logic(operator: str, operand: Node, depth: int) -> Iterator[Problem]:
    children = list(operand) if isinstance(operand, Sequence) else [operand]
    most = 1 if operator == "not" else MOST
    wants_list = operator != "not"
    if not 1 <= len(children) <= most or (wants_list and not isinstance(operand, Sequence)):
        wanted = "one condition" if most == 1 else f"a list of 1 to {MOST} conditions"
        yield Problem(CONDITION, operand.span, f"{operator} takes {wanted}")
        return
    for child in children:
        yield from check_condition(child, depth + 1)
