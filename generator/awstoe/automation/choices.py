"""The conditions of aws:branch (Systems Manager User Guide, "aws:branch")."""

from __future__ import annotations

from collections.abc import Iterator

from generator.awstoe.automation.codes import ACTION
from generator.awstoe.problems import Problem, unknown_keys
from generator.payload.nodes import Mapping, Node, Sequence

OPERATORS = (
    "StringEquals", "EqualsIgnoreCase", "StartsWith", "EndsWith", "Contains", "NumericEquals",
    "NumericGreater", "NumericLesser", "NumericGreaterOrEquals", "NumericLesserOrEquals",
    "BooleanEquals",
)  # fmt: skip
_KEYS = ("NextStep", "Variable", "And", "Or", "Not", *OPERATORS)


def check_choices(node: Node | None) -> Iterator[Problem]:
    """Operators that there are not, in choices and in what And, Or and Not hold."""
    for choice in node if isinstance(node, Sequence) else [node]:
        if isinstance(choice, Mapping):
            yield from unknown_keys(ACTION, choice, _KEYS, "a choice of aws:branch")
            for key in ("And", "Or", "Not"):
                yield from check_choices(choice.get(key))
