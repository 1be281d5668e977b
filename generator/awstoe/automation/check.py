"""The door: the text of an Automation document becomes findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass

from generator.awstoe.automation.actions import ACTIONS, NO_CANCEL_JUMP, OTHERS, RUNTIMES
from generator.awstoe.automation.choices import check_choices
from generator.awstoe.automation.codes import (
    ACTION,
    JUMP,
    LEAK,
    METADATA,
    REFERENCE,
    STRUCTURE,
    TIMEOUT,
)
from generator.awstoe.automation.handlers import check_handler
from generator.awstoe.automation.settings import check_flags, check_parameters, check_sleep
from generator.awstoe.expressions import braces, texts
from generator.awstoe.problems import Problem, kind, near, shown, text_of, unknown_keys
from generator.awstoe.reading import findings_of, read
from generator.awstoe.settings import whole
from generator.findings import Finding, Span
from generator.payload.nodes import Mapping, Node, Scalar, Sequence, part

_KEYS = (
    "schemaVersion", "description", "assumeRole", "parameters", "variables", "mainSteps",
    "outputs", "files",
)  # fmt: skip
_STEP = (
    "name", "action", "description", "inputs", "outputs", "maxAttempts", "timeoutSeconds",
    "onFailure", "onCancel", "isEnd", "nextStep", "isCritical", "precondition",
)  # fmt: skip
_NAME = re.compile(r"[a-zA-Z0-9_]{1,128}")
_GLOBALS = (
    "global:ACCOUNT_ID", "global:DATE", "global:DATE_TIME", "global:AWS_PARTITION",
    "global:REGION", "automation:EXECUTION_ID",
)  # fmt: skip
_SELF = ("Payload", "OutputPayload")
"""What every action may give besides its own outputs."""
_TOP = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the whole document offers."""

    parameters: tuple[str, ...]
    variables: tuple[str, ...]
    steps: Map[str, Mapping]


def check(file: str, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The document's text, safe to show, and everything found in it."""
    reading = read(file, data)
    problems = list(_problems(reading.root)) if reading.complete else []
    return reading.text, findings_of(reading, problems)


def _problems(root: Node | None) -> Iterator[Problem]:
    if not isinstance(root, Mapping):
        span = root.span if root is not None else _TOP
        yield Problem(STRUCTURE, span, "the document is not a mapping")
        return
    yield from unknown_keys(STRUCTURE, root, _KEYS, "an Automation document")
    version = root.get("schemaVersion")
    if version != "0.3":
        span = version.span if version is not None else _TOP
        yield Problem(STRUCTURE, span, "schemaVersion is not 0.3", "write schemaVersion: '0.3'")
    yield from check_parameters(root)
    given = root.get("mainSteps")
    if not isinstance(given, Sequence) or not given:
        span = given.span if given is not None else _TOP
        yield Problem(STRUCTURE, span, "mainSteps is not a list of steps")
        return
    steps: dict[str, Mapping] = {}
    for node in given:
        yield from _named(node, steps)
    known = _Known(_keys(root, "parameters"), _keys(root, "variables"), steps)
    for step in steps.values():
        yield from _step(step, known)
    yield from _references(root.get("outputs"), known)
    yield from _outputs(root.get("outputs"), known)
    yield from _leaks(list(steps.values()))


def _named(node: Node, steps: dict[str, Mapping]) -> Iterator[Problem]:
    """Tell what is wrong with a step's name, and put the step under it."""
    if not isinstance(node, Mapping):
        yield Problem(STRUCTURE, node.span, f"a step is {kind(node)}, not a mapping")
        return
    name = text_of(node.get("name"))
    if name is None:
        yield Problem(STRUCTURE, node.span, "a step has no name")
    elif not _NAME.fullmatch(name):
        hint = "letters, digits and underscores"
        yield Problem(STRUCTURE, name.span, f'"{shown(name)}" is no name for a step', hint)
    elif name in steps:
        yield Problem(STRUCTURE, name.span, f'step "{shown(name)}" is given twice')
    steps.setdefault(str(name or f"#{len(steps)}"), node)


def _step(step: Mapping, known: _Known) -> Iterator[Problem]:
    yield from unknown_keys(STRUCTURE, step, _STEP, "a step")
    action = text_of(step.get("action"))
    if action is None:
        yield Problem(STRUCTURE, step.span, "a step has no action")
    elif action in ACTIONS:
        yield from _inputs(step, action)
        yield from _timeout(step, action)
    elif action not in OTHERS:
        hint = near(action, (*ACTIONS, *OTHERS))
        yield Problem(ACTION, action.span, f'there is no action "{shown(action)}"', hint)
    yield from check_flags(step)
    yield from _jumps(step, known)
    yield from _references(step.get("inputs"), known)


def _inputs(step: Mapping, action: Scalar) -> Iterator[Problem]:
    known, given = ACTIONS[action], step.get("inputs")
    if given is not None and not isinstance(given, Mapping):
        yield Problem(ACTION, given.span, f"inputs is {kind(given)}, not a mapping")
        return
    inputs = given if isinstance(given, Mapping) else Mapping((), action.span)
    for missing in (name for name in known.required if name not in inputs):
        yield Problem(ACTION, action.span, f"{action} needs {missing}")
    if not known.open:
        yield from unknown_keys(ACTION, inputs, (*known.required, *known.optional), str(action))
    runtime = text_of(inputs.get("Runtime"))
    if action == "aws:executeScript" and runtime is not None and runtime not in RUNTIMES:
        said = f'Runtime "{shown(runtime)}" is none of today\'s'
        yield Problem(ACTION, runtime.span, said, f"there are {', '.join(RUNTIMES)}")
    match str(action):
        case "aws:branch":
            yield from check_choices(inputs.get("Choices"))
        case "aws:executeScript":
            yield from check_handler(inputs)
        case "aws:sleep":
            yield from check_sleep(inputs)
    if action == "aws:runInstances" and "MetadataOptions" not in inputs:
        hint = "set MetadataOptions: {HttpTokens: required}"
        yield Problem(METADATA, action.span, "the instance may answer without a token", hint)


def _timeout(step: Mapping, action: Scalar) -> Iterator[Problem]:
    given, longest = step.get("timeoutSeconds"), ACTIONS[action].longest
    seconds = whole(given) if given is not None else None
    if given is not None and seconds is None and "{{" not in str(given):
        yield Problem(STRUCTURE, given.span, f"timeoutSeconds is {kind(given)}, not a number")
    elif given is not None and seconds is not None and longest and seconds > longest:
        said = f"{action} is ended after {longest} seconds, not {seconds}"
        yield Problem(TIMEOUT, given.span, said)


def _jumps(step: Mapping, known: _Known) -> Iterator[Problem]:
    for key in ("onFailure", "onCancel"):
        given = step.get(key)
        target = str(given).removeprefix("step:") if str(given).startswith("step:") else None
        if given is not None and target is None and given not in ("Abort", "Continue"):
            hint = "Abort, Continue or step:NAME"
            yield Problem(JUMP, given.span, f"{key} is {kind(given)}", hint)
        elif given is not None and target is not None:
            yield from _target(given, target, known)
            there = known.steps.get(target)
            if key == "onCancel" and there is not None and there.get("action") in NO_CANCEL_JUMP:
                said = f'a cancelled step cannot go to "{target}", which is {there.get("action")}'
                yield Problem(JUMP, given.span, said)
    following = text_of(step.get("nextStep"))
    if following is not None:
        yield from _target(following, str(following), known)
    inputs = step.get("inputs")
    if step.get("action") == "aws:branch" and isinstance(inputs, Mapping):
        yield from _choices(inputs, known)


def _choices(inputs: Mapping, known: _Known) -> Iterator[Problem]:
    choices = inputs.get("Choices")
    nodes = [each for each in choices or () if isinstance(each, Mapping)]
    targets = [text_of(each.get("NextStep")) for each in nodes]
    for target in (*targets, text_of(inputs.get("Default"))):
        if target is not None:
            yield from _target(target, str(target), known)


def _target(place: Node, target: str, known: _Known) -> Iterator[Problem]:
    if target not in known.steps:
        said = f'there is no step "{shown(target)}"'
        yield Problem(JUMP, place.span, said, near(target, known.steps))


def _references(node: Node | None, known: _Known) -> Iterator[Problem]:
    for text in texts(node):
        for match in braces(text):
            said = _wrong(match[1].strip(), known)
            if said:
                span = part(text, *match.span())
                yield Problem(REFERENCE, span, f"{shown(match[0])}: {said[0]}", said[1])


def _outputs(node: Node | None, known: _Known) -> Iterator[Problem]:
    """What the document gives is written without braces: step.Output."""
    for text in texts(node):
        said = _wrong(text, known) if "." in text and "{{" not in text else None
        if said:
            yield Problem(REFERENCE, text.span, f"output {shown(text)}: {said[0]}", said[1])


def _wrong(name: str, known: _Known) -> tuple[str, str] | None:
    if name.startswith("ssm:"):
        return "cannot stand in an input", "make it the default of a parameter"
    if ":" in name:
        ours = name.startswith(("global:", "automation:"))
        return (
            (f'there is no "{name}"', near(name, _GLOBALS))
            if ours and name not in _GLOBALS
            else None
        )
    step, dot, output = name.partition(".")
    if not dot:
        return None if name in known.parameters else _no_parameter(name, known)
    if step in ("variable", "loop"):
        return None
    if step not in known.steps:
        return f'there is no step "{shown(step)}"', near(step, known.steps)
    return _no_output(step, output, known)


def _no_parameter(name: str, known: _Known) -> tuple[str, str]:
    return f'there is no parameter "{shown(name)}"', near(name, known.parameters)


def _no_output(step: str, output: str, known: _Known) -> tuple[str, str] | None:
    node = known.steps[step]
    named = node.get("outputs")
    own = [str(each.get("Name")) for each in named or () if isinstance(each, Mapping)]
    action = ACTIONS.get(str(node.get("action")))
    given = action.outputs if action is not None else None
    offered = (*own, *(given or ()), *_SELF)
    if given is None and not own:
        return None
    first = re.split(r"[.\[]", output)[0]
    return None if first in offered else (f'"{step}" gives no "{first}"', near(first, offered))


def _leaks(steps: list[Mapping]) -> Iterator[Problem]:
    """Steps between a launch and the end that end the run when they fail."""
    launched = False
    for step in steps:
        action = step.get("action")
        inputs = step.get("inputs")
        ends = (
            action == "aws:changeInstanceState"
            and isinstance(inputs, Mapping)
            and (inputs.get("DesiredState") == "terminated")
        )
        name = text_of(step.get("name"))
        if launched and not ends and name is not None and step.get("onFailure") in (None, "Abort"):
            hint = "onFailure: step:NAME of the step that terminates the instance"
            said = f'when step "{shown(name)}" fails, the instance stays'
            yield Problem(LEAK, name.span, said, hint)
            return
        launched = launched or action == "aws:runInstances"


def _keys(root: Mapping, key: str) -> tuple[str, ...]:
    given = root.get(key)
    return tuple(given) if isinstance(given, Mapping) else ()
