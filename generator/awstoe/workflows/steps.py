"""Steps of a workflow, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.awstoe.problems import Problem, kind, near, shown, text_of, unknown_keys
from generator.awstoe.settings import whole
from generator.awstoe.workflows.actions import ACTIONS, StepAction
from generator.awstoe.workflows.codes import ACTION, INPUTS, STRUCTURE, TIMEOUT
from generator.awstoe.workflows.conditions import check_condition
from generator.awstoe.workflows.references import Scope, check_references
from generator.payload.nodes import Mapping, Node, Scalar

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,99}")
_KEYS = (
    "name", "action", "description", "if", "inputs", "onFailure", "rollbackEnabled",
    "timeoutSeconds",
)  # fmt: skip


def check_step(node: Mapping, stage: str, scope: Scope) -> Iterator[Problem]:
    """What is wrong with one step; `stage` is empty when it is not known."""
    yield from unknown_keys(STRUCTURE, node, _KEYS, "a workflow step")
    yield from _name(node)
    action = text_of(node.get("action"))
    if action is None:
        yield Problem(STRUCTURE, node.span, "a step has no action", "for example LaunchInstance")
    elif action not in ACTIONS:
        hint = near(action, ACTIONS)
        yield Problem(ACTION, action.span, f'there is no step action "{shown(action)}"', hint)
    else:
        known = ACTIONS[action]
        if stage and stage not in known.stages:
            said = f"{known.name} belongs to {' and '.join(known.stages)} workflows"
            yield Problem(ACTION, action.span, f"{said}, this one is {stage}")
        yield from _inputs(node, action, known)
        yield from _timeout(node, known)
    on_failure = node.get("onFailure")
    if on_failure is not None and on_failure not in ("Abort", "Continue"):
        said = f"onFailure is {kind(on_failure)}, not Abort or Continue"
        yield Problem(STRUCTURE, on_failure.span, said)
    if "if" in node:
        yield from check_condition(node["if"])
    for key in ("inputs", "if", "rollbackEnabled"):
        yield from check_references(node.get(key), scope)


def _name(node: Mapping) -> Iterator[Problem]:
    name = text_of(node.get("name"))
    if name is None:
        yield Problem(STRUCTURE, node.span, "a step has no name")
    elif not _NAME.fullmatch(name):
        hint = "3 to 100 letters, digits and underscores, a letter first"
        yield Problem(STRUCTURE, name.span, f'"{shown(name)}" is no name for a step', hint)


def _inputs(node: Mapping, action: Scalar, known: StepAction) -> Iterator[Problem]:
    given = node.get("inputs")
    if given is not None and not isinstance(given, Mapping):
        yield Problem(INPUTS, given.span, f"inputs is {kind(given)}, not a mapping")
        return
    inputs = given if isinstance(given, Mapping) else Mapping((), action.span)
    names = {key.removesuffix(".$") for key in inputs}
    for missing in (name for name in known.required if name not in names):
        yield Problem(INPUTS, action.span, f"{known.name} needs {missing}")
    for key, value in inputs.items():
        yield from _input(key, value, known)


def _input(key: str, value: Node, known: StepAction) -> Iterator[Problem]:
    span = key.span if isinstance(key, Scalar) else value.span
    name = key.removesuffix(".$")
    if name not in known.inputs:
        hint = near(name, known.inputs) or f"it takes {', '.join(known.inputs)}"
        yield Problem(INPUTS, span, f'{known.name} has no input "{shown(name)}"', hint)
    is_path = isinstance(value, Scalar) and value.startswith("$.")
    if is_path and not key.endswith(".$"):
        said = f'"{shown(key)}" is a JSONPath, and would be taken as a text'
        yield Problem(INPUTS, span, said, f"write {key}.$")
    if key.endswith(".$") and not is_path:
        said = f'"{shown(key)}" says that a JSONPath follows, which {kind(value)} is not'
        yield Problem(INPUTS, span, said)


def _timeout(node: Mapping, known: StepAction) -> Iterator[Problem]:
    given = node.get("timeoutSeconds")
    if given is None:
        return
    seconds = whole(given)
    if seconds is None or seconds < 1:
        said = f"timeoutSeconds is {kind(given)}, not a number of seconds"
        yield Problem(TIMEOUT, given.span, said)
    elif seconds > known.longest:
        said = f"{known.name} may run {known.longest} seconds at most, not {seconds}"
        yield Problem(TIMEOUT, given.span, said)
