"""Reads a workflow document: its facts, or what is wrong with it and where.

Basic checks only: which inputs an action takes is not asked here. Grammar and limits: Image
Builder User Guide, "Create a YAML workflow document" and "Manage image workflows".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.library.model import Parameter
from generator.library.nodes import (
    Node,
    Problem,
    compose,
    duplicates,
    get,
    items,
    kind,
    problem_at,
    text,
)

MOST_STEPS = 15
MOST_PARAMETERS = 25
MOST_OUTPUTS = 25
_STEP_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,99}")
_SKELETON = "a workflow has schemaVersion and steps, each step a name, an action and inputs"


@dataclass(frozen=True, slots=True)
class WorkflowFacts:
    """What a workflow document says about itself."""

    parameters: tuple[Parameter, ...]
    outputs: tuple[str, ...]
    """Names of what it gives to later workflows and to the service."""


def describe_workflow(document: str) -> WorkflowFacts | tuple[Problem, ...]:
    """The facts of a document, or every problem found in it, in reading order."""
    root = compose(document)
    if isinstance(root, Problem):
        return (root,)
    found = sorted(_problems(root), key=lambda problem: (problem.line, problem.column))
    return tuple(found) or _facts(root)


def _facts(root: Node) -> WorkflowFacts:
    return WorkflowFacts(
        parameters=tuple(_parameter(item) for item in items(get(root, "parameters"))),
        outputs=tuple(text(get(item, "name")) for item in items(get(root, "outputs"))),
    )


def _parameter(item: Node) -> Parameter:
    default = get(item, "default")
    return Parameter(
        name=text(get(item, "name")),
        default=None if default is None else text(default),
        description=text(get(item, "description")),
    )


def _problems(root: Node) -> Iterator[Problem]:
    if root.id != "mapping":
        yield problem_at(root, f"the document is a {kind(root)}, not a mapping", _SKELETON)
        return
    yield from duplicates(root)
    version = get(root, "schemaVersion")
    if version is None:
        yield problem_at(root, "schemaVersion is missing", "write schemaVersion: 1.0")
    elif text(version) != "1.0":
        yield problem_at(version, f'schemaVersion is "{text(version)}", the only one is 1.0')
    yield from _steps(root)
    yield from _named_list(root, "parameters", MOST_PARAMETERS)
    yield from _named_list(root, "outputs", MOST_OUTPUTS)


def _steps(root: Node) -> Iterator[Problem]:
    steps = get(root, "steps")
    if not items(steps):
        yield problem_at(steps or root, "steps needs a list of at least one step", _SKELETON)
    yield from _named_list(root, "steps", MOST_STEPS)
    for step in items(steps):
        if step.id == "mapping":
            yield from _step(step)


def _step(step: Node) -> Iterator[Problem]:
    name = get(step, "name")
    if name is not None and text(name) and not _STEP_NAME.fullmatch(text(name)):
        hint = "3 to 100 letters, digits and underscores, a letter first"
        yield problem_at(name, f'step name "{text(name)}" is not allowed', hint)
    if not text(get(step, "action")):
        yield problem_at(
            step, f'step "{text(name)}" has no action', "for example action: LaunchInstance"
        )


def _named_list(root: Node, key: str, most: int) -> Iterator[Problem]:
    """A list of mappings that each have a name of their own."""
    entries = get(root, key)
    if entries is None:
        return
    if entries.id != "sequence":
        yield problem_at(entries, f"{key} is a {kind(entries)}, not a list")
    if len(items(entries)) > most:
        yield problem_at(entries, f"{key} has {len(items(entries))} entries, the most is {most}")
    seen = set()
    for entry in items(entries):
        if entry.id != "mapping":
            yield problem_at(entry, f"an entry of {key} is a {kind(entry)}, not a mapping")
            continue
        yield from duplicates(entry)
        name = text(get(entry, "name"))
        if not name:
            yield problem_at(entry, f"an entry of {key} has no name")
        elif name in seen:
            yield problem_at(entry, f'name "{name}" is given twice in {key}')
        seen.add(name)
