"""The door: the text of a workflow document becomes findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.awstoe.problems import Problem, kind, shown, text_of, unknown_keys
from generator.awstoe.reading import LARGEST_INLINE, findings_of, read
from generator.awstoe.workflows.actions import BUILD, OF_AMIS, OF_CONTAINERS
from generator.awstoe.workflows.codes import MIXED, NO_IMAGE, NOT_SANITIZED, STRUCTURE
from generator.awstoe.workflows.model import CheckedWorkflow, Parameter, Workflow
from generator.awstoe.workflows.references import Scope, check_references
from generator.awstoe.workflows.steps import check_step
from generator.findings import Span
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

MOST_STEPS, MOST_PARAMETERS, MOST_OUTPUTS = 15, 25, 25
TYPES = ("string", "integer", "boolean", "stringList")
_KEYS = ("name", "description", "schemaVersion", "parameters", "steps", "outputs")
IMAGE_OUTPUT = "ImageId"
_TOP = Span(1, 1, 1, 1)


def check(file: str, data: bytes, stage: str = "") -> CheckedWorkflow:
    """Check the bytes of a workflow document; `stage` is BUILD, TEST or DISTRIBUTION if known."""
    reading = read(file, data)
    problems = list(_problems(reading.root, reading.text, stage)) if reading.complete else []
    outline = _workflow(reading.root) if isinstance(reading.root, Mapping) else None
    found = findings_of(reading, problems)
    checked = CheckedWorkflow(file, reading.text, outline, outline, found)
    return replace(checked, workflow=None) if checked.failed else checked


def _workflow(root: Mapping) -> Workflow:
    parameters = (
        Parameter(Scalar(name, node.span), text_of(node.get("default")))
        for name, node in _named(root, "parameters")
    )
    return Workflow(tuple(parameters), tuple(name for name, _ in _named(root, "outputs")))


def _problems(root: Node | None, text: str, stage: str) -> Iterator[Problem]:
    if not isinstance(root, Mapping):
        span = root.span if root is not None else _TOP
        yield Problem(STRUCTURE, span, "the document is not a mapping")
        return
    yield from unknown_keys(STRUCTURE, root, _KEYS, "a workflow")
    version = root.get("schemaVersion")
    if not isinstance(version, Scalar) or version not in ("1.0", "1"):
        span = version.span if version is not None else _TOP
        yield Problem(STRUCTURE, span, "schemaVersion is not 1.0", "write schemaVersion: 1.0")
    if len(text.encode()) > LARGEST_INLINE:
        said = f"a workflow document has at most {LARGEST_INLINE} bytes"
        yield Problem(STRUCTURE, _TOP, said, "split the workflow in two")
    parameters = dict(_named(root, "parameters"))
    yield from _list_problems(root, "parameters", MOST_PARAMETERS)
    for name, node in parameters.items():
        if node.get("type") not in TYPES:
            said = f'parameter "{shown(name)}" has no type of {", ".join(TYPES)}'
            yield Problem(STRUCTURE, node.span, said)
    yield from _list_problems(root, "steps", MOST_STEPS, needed=True)
    yield from _steps(root, stage, tuple(parameters))
    yield from _list_problems(root, "outputs", MOST_OUTPUTS)


def _steps(root: Mapping, stage: str, parameters: tuple[str, ...]) -> Iterator[Problem]:
    given = root.get("steps")
    nodes = [node for node in given or () if isinstance(node, Mapping)]
    before: dict[str, str] = {}
    for node in nodes:
        yield from check_step(node, stage, Scope(parameters, dict(before)))
        before[str(node.get("name"))] = str(node.get("action"))
    yield from check_references(root.get("outputs"), Scope(parameters, before))
    yield from _together(root, stage, list(before.values()))


def _together(root: Mapping, stage: str, actions: list[str]) -> Iterator[Problem]:
    span = _beginning(root.get("steps"))
    if {*actions} & {*OF_AMIS} and {*actions} & {*OF_CONTAINERS}:
        yield Problem(MIXED, span, "a workflow distributes AMIs or containers, not both")
    outputs = [name for name, _ in _named(root, "outputs")]
    if stage == BUILD and actions and IMAGE_OUTPUT not in outputs:
        hint = (
            "add outputs: [{name: ImageId, value: $.stepOutputs.<step>.imageId}], "
            "with the step that creates the image"
        )
        said = f"a build workflow needs an output named {IMAGE_OUTPUT}"
        yield Problem(NO_IMAGE, span, said, hint)
    if "CreateImage" in actions and not {*actions} & {"SanitizeInstance", "RunSysPrep"}:
        said = "the image is made from an instance that was not cleaned"
        yield Problem(NOT_SANITIZED, span, said, "add SanitizeInstance before CreateImage")


def _beginning(node: Node | None) -> Span:
    if node is None:
        return _TOP
    return Span(node.span.line, node.span.column, node.span.line, node.span.column + 1)


def _list_problems(
    root: Mapping, key: str, most: int, *, needed: bool = False
) -> Iterator[Problem]:
    given = root.get(key)
    if given is None or not isinstance(given, Sequence) or not given:
        if needed or (given is not None and not isinstance(given, Sequence)):
            span = given.span if given is not None else _TOP
            yield Problem(STRUCTURE, span, f"{key} is not a list of {key}")
        return
    if len(given) > most:
        yield Problem(STRUCTURE, given.span, f"{len(given)} {key} are more than {most}")
    seen: set[str] = set()
    for node in given:
        name = text_of(node.get("name")) if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping):
            yield Problem(STRUCTURE, node.span, f"one of {key} is {kind(node)}, not a mapping")
        elif name is None and key != "steps":
            yield Problem(STRUCTURE, node.span, f"one of {key} has no name")
        elif name is not None and name in seen:
            yield Problem(STRUCTURE, name.span, f'"{shown(name)}" is given twice in {key}')
        seen.add(str(name))


def _named(root: Mapping, key: str) -> Iterator[tuple[str, Mapping]]:
    given = root.get(key)
    for node in given if isinstance(given, Sequence) else ():
        name = text_of(node.get("name")) if isinstance(node, Mapping) else None
        if isinstance(node, Mapping) and name is not None:
            yield str(name), node
