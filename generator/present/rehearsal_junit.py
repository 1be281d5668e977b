"""A rehearsal as JUnit XML: a suite for each document of a stage, a test case for each step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from generator.rehearse.model import DocumentResult, Stage, Status, StepResult

if TYPE_CHECKING:
    from generator.present.rehearsal import Told

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2, Characters)."""
_ESCAPES = re.compile("[\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Allowed, and not for eyes: controls of the second kind, and what reorders text."""


def document(told: Told) -> str:
    """The whole file."""
    top = ET.Element("testsuites", name=_clean(told.title), time=f"{told.seconds:.3f}")
    for stage in told.result.stages:
        for each in stage.documents:
            _suite(top, stage.name, each)
    if told.result.refusals:
        suite = ET.SubElement(top, "testsuite", name="refused")
        for refusal in told.result.refusals:
            case = _case(suite, refusal.document, f"line {refusal.line}", 0)
            _said(case, "error", refusal.message, refusal.hint)
    if told.left_out:
        suite = ET.SubElement(top, "testsuite", name="not rehearsed")
        for name, why in told.left_out:
            ET.SubElement(_case(suite, name, name, 0), "skipped", message=_clean(why))
    for suite in (top, *top):
        _count(suite)
    ET.indent(top)
    written = ET.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _suite(top: ET.Element, stage: Stage, each: DocumentResult) -> None:
    seconds = (each.ended - each.started).total_seconds()
    name = _clean(f"{stage}: {each.name}")
    suite = ET.SubElement(top, "testsuite", name=name, time=f"{seconds:.3f}")
    for phase, step in _steps(each):
        case = _case(suite, f"{each.name}.{phase}", step.name, step.seconds)
        case.set("file", _clean(each.file))
        case.set("line", str(step.line))
        _told(case, step)


def _steps(each: DocumentResult) -> Iterator[tuple[str, StepResult]]:
    for phase in each.phases:
        for step in phase.steps:
            yield phase.name, step


def _case(suite: ET.Element, of: str, name: str, seconds: float) -> ET.Element:
    told = {"classname": _clean(of), "name": _clean(name), "time": f"{max(0.0, seconds):.3f}"}
    return ET.SubElement(suite, "testcase", told)


def _told(case: ET.Element, step: StepResult) -> None:
    failure = step.failure
    if step.status is Status.FAILED:
        where = f"{failure.file}:{failure.line}: {failure.command}" if failure else ""
        _said(case, "failure", step.message, where)
    elif step.status in (Status.SKIPPED, Status.IGNORED):
        ET.SubElement(case, "skipped", message=_clean(step.message or step.status.value))
    for stream in ("stdout", "stderr"):
        text = "\n".join(each[stream] for each in step.outputs if each.get(stream))
        if text:
            ET.SubElement(case, f"system-{stream[3:]}").text = _clean(text)


def _said(case: ET.Element, kind: str, message: str, rest: str) -> None:
    ET.SubElement(case, kind, message=_clean(message)).text = _clean(rest)


def _count(suite: ET.Element) -> None:
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    suite.set("skipped", str(sum(1 for _ in suite.iter("skipped"))))


def _clean(text: str) -> str:
    """What XML can carry, and readers can show; the rest is named by its code point."""
    named = _FORBIDDEN.sub(_named, text)
    return _ESCAPES.sub(_named, named)


def _named(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"
