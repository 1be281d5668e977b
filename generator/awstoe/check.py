"""The door of the checks: the text of a component document becomes its model and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.awstoe.actions import ACTIONS
from generator.awstoe.codes import PLATFORM, STRUCTURE, TOO_LARGE
from generator.awstoe.conditions import check_condition
from generator.awstoe.inputs import check_inputs
from generator.awstoe.model import Document, Step
from generator.awstoe.paths import check_paths
from generator.awstoe.problems import Problem
from generator.awstoe.reading import LARGEST_INLINE, Checked, findings_of, read
from generator.awstoe.scope import check_references
from generator.awstoe.scripts import check_scripts
from generator.awstoe.structure import read_document
from generator.findings import Span
from generator.payload.nodes import Mapping, Node

LARGEST_IN_S3 = 65_536
"""Bytes of a document that is read from S3 (component size quota)."""
_TOP = Span(1, 1, 1, 1)


def check(file: str, data: bytes, platform: str = "", *, inline: bool = False) -> Checked:
    """Check the bytes of a component document.

    `platform` is Linux, Windows or macOS; without one it is what the first action that says so
    is for. `inline` asks for the size that fits into a template.
    """
    reading = read(file, data)
    if not reading.complete:
        return Checked(file, reading.text, None, None, reading.findings)
    problems = list(_size(data, reading.text, inline=inline))
    if problems and len(data) > LARGEST_IN_S3:
        return Checked(file, reading.text, None, None, findings_of(reading, problems))
    document = _document(reading.root, problems)
    if document is not None:
        problems += _steps(document, platform)
        problems += check_references(document)
    checked = Checked(file, reading.text, document, document, findings_of(reading, problems))
    return replace(checked, document=None) if checked.failed else checked


def _document(root: Node | None, problems: list[Problem]) -> Document | None:
    if isinstance(root, Mapping):
        return read_document(root, problems.append)
    said = "the document is empty" if root is None else "the document is not a mapping"
    hint = "a document has schemaVersion and phases, each phase a name and steps"
    problems.append(Problem(STRUCTURE, root.span if root is not None else _TOP, said, hint))
    return None


def _size(data: bytes, text: str, *, inline: bool) -> Iterator[Problem]:
    if inline and len(text) > LARGEST_INLINE:
        said = f"the document has {len(text)} characters, in a template at most {LARGEST_INLINE}"
        hint = "split it in two, or let a step download what is long"
        yield Problem(TOO_LARGE, _TOP, said, hint)
    elif len(data) > LARGEST_IN_S3:
        said = f"the document has {len(data)} bytes, the most is {LARGEST_IN_S3}"
        yield Problem(TOO_LARGE, _TOP, said, "split it in two")


def _steps(document: Document, platform: str) -> Iterator[Problem]:
    steps = [step for phase in document.phases for step in phase.steps]
    meant = platform or _platform(steps)
    for step in steps:
        yield from _on_platform(step, meant)
        yield from check_inputs(step, meant)
        yield from check_paths(step)
        if step.condition is not None:
            yield from check_condition(step.condition, branches=True)
    yield from check_scripts(steps)


def _platform(steps: Iterable[Step]) -> str:
    """What the first action that runs on one platform only is for."""
    for step in steps:
        action = ACTIONS.get(step.action)
        if action is not None and "Windows" not in action.platforms:
            return "Linux"
        if action is not None and action.platforms == ("Windows",):
            return "Windows"
    return ""


def _on_platform(step: Step, platform: str) -> Iterator[Problem]:
    action = ACTIONS.get(step.action)
    if action is not None and platform and platform not in action.platforms:
        others = " and ".join(action.platforms)
        said = f"{action.name} does not run on {platform}, only on {others}"
        yield Problem(PLATFORM, step.action.span, said)
