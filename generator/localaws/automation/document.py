"""Reads an Automation runbook (schema 0.3) and refuses whatever it does not know.

Sources: Systems Manager User Guide, "Data elements and parameters" and "Properties shared by all
actions". Only what the interpreter runs is known: a property, type, action or variable that AWS
has and this has not is refused as well, never skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from generator.localaws.automation.model import Output, Parameter, Runbook, Step, jump
from generator.localaws.automation.shape import Field, Shape, misfits
from generator.localaws.automation.values import VARIABLES, references

NO_TARGETS_ON_CANCEL = frozenset(
    f"aws:{name}"
    for name in (
        *("approve", "copyImage", "createImage", "createStack", "createTags", "pause"),
        *("runInstances", "sleep"),
    )
)
"""Actions that onCancel may not lead to ("Properties shared by all actions", onCancel)."""

_NAME = re.compile(r"[a-zA-Z0-9_]+")

RUNBOOK: Shape = {
    "schemaVersion": Field(str, required=True),
    "description": Field(str),
    "assumeRole": Field(str),
    "parameters": Field(dict),
    "outputs": Field(list),
    "mainSteps": Field(list, required=True),
}
PARAMETER: Shape = {
    "type": Field(str, required=True),
    "description": Field(str),
    "default": Field(object),
    "allowedPattern": Field(str),
    "allowedValues": Field(list),
}
STEP: Shape = {
    "name": Field(str, required=True),
    "action": Field(str, required=True),
    "inputs": Field(dict, required=True),
    "description": Field(str),
    "maxAttempts": Field(int),
    "timeoutSeconds": Field(int),
    "onFailure": Field(str),
    "onCancel": Field(str),
    "isCritical": Field(bool),
    "isEnd": Field(bool),
    "nextStep": Field(str),
    "outputs": Field(list),
}
OUTPUT: Shape = {
    "Name": Field(str, required=True),
    "Selector": Field(str, required=True),
    "Type": Field(str, required=True),
}
PARAMETER_TYPES = {"String": str, "StringList": list, "MapList": list}


class InvalidDocumentError(ValueError):
    """A runbook that is refused (AWS: InvalidDocumentContent); `problems` has every reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(content: str | Mapping[str, Any], check_step: Callable[[Step], Iterator[str]]) -> Runbook:
    """The runbook in YAML, JSON or read already; `check_step` knows the actions.

    Raises InvalidDocumentError.
    """
    tree = yaml.safe_load(content) if isinstance(content, str) else content
    problems = list(_shape_problems(tree))
    if problems:
        raise InvalidDocumentError(problems)
    runbook = _runbook(tree)
    problems = list(_step_problems(runbook, tree["mainSteps"]))
    for step in runbook.steps.values():
        problems += [f"step {step.name}: {said}" for said in check_step(step)]
    if problems:
        raise InvalidDocumentError(problems)
    return runbook


def _shape_problems(tree: Any) -> Iterator[str]:
    yield from misfits(RUNBOOK, tree, "runbook")
    if not isinstance(tree, Mapping):
        return
    if tree.get("schemaVersion") != "0.3":
        yield f"runbook: schemaVersion is {tree.get('schemaVersion')!r}, not '0.3'"
    for name, parameter in (tree.get("parameters") or {}).items():
        yield from misfits(PARAMETER, parameter, f"parameter {name}")
        yield from _parameter_problems(name, parameter)
    for number, step in enumerate(tree.get("mainSteps") or [], 1):
        where = f"step {step.get('name', number) if isinstance(step, Mapping) else number}"
        yield from misfits(STEP, step, where)
        for output in step.get("outputs", []) if isinstance(step, Mapping) else []:
            yield from misfits(OUTPUT, output, f"{where}: output")


def _parameter_problems(name: str, parameter: Any) -> Iterator[str]:
    kind = PARAMETER_TYPES.get(parameter.get("type"))
    default = parameter.get("default")
    if kind is None:
        yield f"parameter {name}: type {parameter.get('type')} is not known"
    elif default is not None and not isinstance(default, kind):
        yield f"parameter {name}: its default is a {type(default).__name__}"
    for item in default if isinstance(default, list) else [default]:
        pattern = parameter.get("allowedPattern")
        if isinstance(item, str) and pattern and not re.fullmatch(pattern, item):
            yield f"parameter {name}: its default does not match its own pattern"


def _runbook(tree: Mapping[str, Any]) -> Runbook:
    steps = tree["mainSteps"]
    followers = [*(step["name"] for step in steps[1:]), None]
    return Runbook(
        assume_role=tree.get("assumeRole", ""),
        parameters={
            name: Parameter(
                name=name,
                type=found["type"],
                default=found.get("default"),
                allowed_pattern=found.get("allowedPattern", ""),
                allowed_values=tuple(found.get("allowedValues", ())),
            )
            for name, found in tree.get("parameters", {}).items()
        },
        steps={
            step["name"]: _step(step, follower)
            for step, follower in zip(steps, followers, strict=True)
        },
        outputs=tuple(tree.get("outputs", ())),
    )


def _step(step: Mapping[str, Any], follower: str | None) -> Step:
    return Step(
        name=step["name"],
        action=step["action"],
        inputs=step["inputs"],
        outputs=tuple(
            Output(found["Name"], found["Selector"], found["Type"])
            for found in step.get("outputs", ())
        ),
        max_attempts=step.get("maxAttempts", 1),
        timeout=step.get("timeoutSeconds", 3600),
        on_failure=step.get("onFailure", "Abort"),
        on_cancel=step.get("onCancel", "Abort"),
        is_critical=step.get("isCritical", True),
        is_end=step.get("isEnd", False),
        next=step.get("nextStep", follower),
    )


def _step_problems(runbook: Runbook, written: list[Mapping[str, Any]]) -> Iterator[str]:
    names = [step["name"] for step in written]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"step {name}: the name is used twice"
    for found in written:
        if not _NAME.fullmatch(found["name"]):
            yield f"step {found['name']}: a name has letters, digits and _ only"
        elsewhere = {name: value for name, value in found.items() if name != "inputs"}
        for name in references(elsewhere):
            yield f"step {found['name']}: {name} is referred to outside of inputs"
    for step in runbook.steps.values():
        yield from _jump_problems(runbook, step)
        for name in references(step.inputs):
            if ":" in name and name not in VARIABLES:
                yield f"step {step.name}: variable {name} is not known"
            elif "{" in name or "}" in name:
                yield f"step {step.name}: malformed reference in {name!r}"


def _jump_problems(runbook: Runbook, step: Step) -> Iterator[str]:
    if step.next is not None and step.next not in runbook.steps:
        yield f"step {step.name}: nextStep {step.next} does not exist"
    for name, target in (("onFailure", step.on_failure), ("onCancel", step.on_cancel)):
        leads_to = jump(target)
        if leads_to is None and target != "Abort":
            yield f"step {step.name}: {name} is {target}"
        elif leads_to is not None and leads_to not in runbook.steps:
            yield f"step {step.name}: {name} leads to {leads_to}, which does not exist"
    on_cancel = runbook.steps.get(jump(step.on_cancel) or "")
    if on_cancel is not None and on_cancel.action in NO_TARGETS_ON_CANCEL:
        yield f"step {step.name}: onCancel may not lead to {on_cancel.action}"
