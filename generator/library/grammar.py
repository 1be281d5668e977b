"""What is wrong with a component document: each function yields the problems of one part.

Basic checks only; what actions take and whether expressions resolve is not asked here.
Grammar: Image Builder User Guide, "Use component documents in AWSTOE" and "Define and
reference variables in AWSTOE".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.library.nodes import (
    SKELETON,
    Node,
    Problem,
    duplicates,
    get,
    items,
    kind,
    pairs,
    problem_at,
    text,
)

_NAME = re.compile(r"[A-Za-z0-9_-]{3,128}")
_RUN_BY_IMAGE_BUILDER = {"build", "validate", "test"}
_PARAMETER = "a parameter is written - Name: {type: string, default: ..., description: ...}"


def problems(root: Node) -> Iterator[Problem]:
    """Everything that is wrong with the document."""
    if root.id != "mapping":
        yield problem_at(root, f"the document is a {kind(root)}, not a mapping", SKELETON)
        return
    yield from duplicates(root)
    yield from _header(root)
    yield from _parameters(root)
    yield from _phases(root)


def _header(root: Node) -> Iterator[Problem]:
    version = get(root, "schemaVersion")
    if version is None:
        yield problem_at(root, "schemaVersion is missing", "write schemaVersion: 1.0")
    elif text(version) != "1.0":
        yield problem_at(version, f'schemaVersion is "{text(version)}", the only one is 1.0')
    for key in ("name", "description"):
        value = get(root, key)
        if value is not None and value.id != "scalar":
            yield problem_at(value, f"{key} is a {kind(value)}, not a text")


def _parameters(root: Node) -> Iterator[Problem]:
    parameters = get(root, "parameters")
    if parameters is None:
        return
    if parameters.id != "sequence":
        yield problem_at(parameters, f"parameters is a {kind(parameters)}, not a list", _PARAMETER)
    seen: set[str] = set()
    for item in items(parameters):
        yield from _parameter(item, seen)


def _parameter(item: Node, seen: set[str]) -> Iterator[Problem]:
    entries = pairs(item)
    if len(entries) != 1 or entries[0][1].id != "mapping":
        yield problem_at(item, "a parameter is one name with its settings", _PARAMETER)
        return
    key, settings = entries[0]
    name = text(key)
    if not _NAME.fullmatch(name):
        hint = "3 to 128 letters, digits, hyphens and underscores"
        yield problem_at(key, f'parameter name "{name}" is not allowed', hint)
    if name in seen:
        yield problem_at(key, f'parameter "{name}" is given twice')
    seen.add(name)
    yield from duplicates(settings)
    if text(get(settings, "type")) != "string":
        yield problem_at(key, f'parameter "{name}" needs type: string, the only type there is')


def _phases(root: Node) -> Iterator[Problem]:
    phases = get(root, "phases")
    if phases is None:
        yield problem_at(root, "phases is missing", SKELETON)
        return
    if not items(phases):
        yield problem_at(phases, "phases needs a list of at least one phase", SKELETON)
        return
    yield from _named(items(phases), "phase")
    names = {text(get(phase, "name")) for phase in items(phases)}
    if "" not in names and not names & _RUN_BY_IMAGE_BUILDER:
        yield problem_at(phases, "no phase is named build, validate or test, so nothing would run")
    for phase in items(phases):
        if phase.id == "mapping":
            yield from _steps(phase)


def _steps(phase: Node) -> Iterator[Problem]:
    steps = get(phase, "steps")
    if not items(steps):
        name = text(get(phase, "name"))
        yield problem_at(steps or phase, f'phase "{name}" needs a list of at least one step')
    yield from _named(items(steps), "step")
    for step in items(steps):
        if step.id == "mapping" and not text(get(step, "action")):
            name = text(get(step, "name"))
            yield problem_at(
                step, f'step "{name}" has no action', "for example action: ExecuteBash"
            )


def _named(nodes: list[Node], what: str) -> Iterator[Problem]:
    """Every phase and every step is a mapping with a name of its own."""
    seen = set()
    for node in nodes:
        if node.id != "mapping":
            yield problem_at(node, f"a {what} is a {kind(node)}, not a mapping")
            continue
        yield from duplicates(node)
        name = text(get(node, "name"))
        if not name:
            yield problem_at(node, f"a {what} has no name")
        elif name in seen:
            yield problem_at(get(node, "name") or node, f'{what} "{name}" is given twice')
        seen.add(name)
