"""JSONPaths: what each may refer to where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.awstoe.expressions import texts
from generator.awstoe.problems import Problem, near, shown
from generator.awstoe.workflows.actions import ACTIONS, VARIABLES
from generator.awstoe.workflows.codes import REFERENCE
from generator.payload.nodes import Node, Scalar, part

_INSIDE = re.compile(r"\{\{\s*(\$\.[^{}]*?)\s*\}\}")
_PATH = re.compile(r"\$\.(?P<root>[A-Za-z]+)\.(?P<first>[A-Za-z0-9_-]+)(?P<rest>[.\[].*)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """What has been said and done before a step."""

    parameters: Collection[str]
    steps: Mapping[str, str]
    """Earlier steps, by name, with their action."""


def paths(node: Node | None) -> Iterator[tuple[Scalar, str, tuple[int, int]]]:
    """Every JSONPath in the texts below a node: whole texts, and those in double braces."""
    for text in texts(node):
        if text.startswith("$."):
            yield text, str(text), (0, len(text))
        else:
            for match in _INSIDE.finditer(text):
                yield text, match[1], match.span(1)


def check_references(node: Node | None, scope: Scope) -> Iterator[Problem]:
    """Every JSONPath below a node that leads to nothing."""
    for text, path, (start, end) in paths(node):
        said = _wrong(path, scope)
        if said:
            message, hint = said
            yield Problem(REFERENCE, part(text, start, end), f"{shown(path)}: {message}", hint)


def _wrong(path: str, scope: Scope) -> tuple[str, str] | None:
    match = _PATH.fullmatch(path)
    if match is None:
        return "is no path that workflows know", "for example $.stepOutputs.Launch.instanceId"
    root, first, rest = match["root"], match["first"], match["rest"] or ""
    match root:
        case "parameters" if first not in scope.parameters:
            return f'there is no parameter "{first}"', near(first, scope.parameters)
        case "imagebuilder" if first not in VARIABLES:
            return f'the service has no variable "{first}"', near(first, VARIABLES)
        case "stepOutputs":
            return _step_output(first, rest, scope)
        case "parameters" | "imagebuilder" | "workflowOutputs":
            return None
    known = ("parameters", "stepOutputs", "workflowOutputs", "imagebuilder")
    return f'there is no "{root}"', near(root, known)


def _step_output(step: str, rest: str, scope: Scope) -> tuple[str, str] | None:
    action = scope.steps.get(step)
    if action is None:
        return f'no earlier step is named "{step}"', near(step, scope.steps)
    known = ACTIONS[action].outputs if action in ACTIONS else ()
    output = re.split(r"[.\[]", rest.lstrip("."))[0]
    if action in ACTIONS and output not in known:
        hint = near(output, known) or (f"it gives {', '.join(known)}" if known else "")
        return f'{action} gives no "{output}"', hint
    return None
