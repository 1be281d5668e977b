"""How a rehearsal ended: text for people; the door to JSON and JUnit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.present.elapsed import spell
from generator.present.foreign import harmless, line_start
from generator.rehearse.model import DocumentResult, Failure, Refusal, Result, StageResult, Status
from generator.rehearse.plan import Plan, PlannedDocument

MARKS = {
    Status.SUCCESS: "✓",
    Status.PARTLY: "✓",
    Status.SKIPPED: "-",
    Status.IGNORED: "!",
    Status.FAILED: "✗",
    Status.REFUSED: "✗",
}
SHOWN = 40
"""Changed files that are named in text."""
DIFFERS = (
    "a rehearsal is no build: no AWS, not the AMI's own files, no kernel of its own; "
    "it keeps mistakes from this host and is no security boundary"
)
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A rehearsal, and what belongs to telling it."""

    title: str
    result: Result
    left_out: Pairs = ()
    """Components that were not rehearsed, each with why."""
    seconds: float = 0.0
    kept: str = ""
    """Where the files of its machines were left."""


def took(seconds: float) -> str:
    """How long a step took: hundredths while they matter."""
    return f"{max(0.0, seconds):.2f} s" if seconds < 10 else spell(seconds)


def show(told: Told, written: str) -> str:
    """A rehearsal as text, json or junit."""
    if written == "json":
        from generator.present.rehearsal_json import document

        return document(told)
    if written == "junit":
        from generator.present.rehearsal_junit import document as suites

        return suites(told)
    return "".join(f"{line}\n" for line in _lines(told))


def show_plan(plan: Plan, left_out: Pairs, written: str) -> str:
    """What would run, as text or json."""
    if written == "json":
        from generator.present.rehearsal_json import plan_document

        return plan_document(plan, left_out)
    return "".join(f"{line}\n" for line in _plan_lines(plan, left_out))


def _lines(told: Told) -> Iterator[str]:
    result = told.result
    for stage in result.stages:
        yield f"{stage.name} stage"
        yield from (f"  {line}" for each in stage.documents for line in _document(each))
    yield from _left_out(told.left_out)
    yield from (line for each in result.refusals for line in _refusal(each))
    if result.failure is not None:
        yield from _failure(result.failure)
    for stage in result.stages:
        yield from _changes(stage)
    if told.kept:
        yield f"files are kept in {harmless(told.kept)}"
    yield line_start(f"{told.title or 'rehearsal'}: {_verdict(told)}")
    if result.stages:
        yield f"note: {DIFFERS}"


def _verdict(told: Told) -> str:
    result = told.result
    if result.status is Status.REFUSED:
        return "cannot be rehearsed here; nothing was run"
    if not result.stages:
        return "nothing to run"
    said = "passed" if result.passed else "FAILED"
    if result.status is Status.PARTLY:
        said += ", with failures that the documents ignore"
    return f"{said} after {took(told.seconds)} on {harmless(result.machine)}"


def _document(document: DocumentResult) -> Iterator[str]:
    seconds = (document.ended - document.started).total_seconds()
    steps = sum(len(phase.steps) for phase in document.phases)
    word = "step" if steps == 1 else "steps"
    name = harmless(document.name)
    yield f"{MARKS[document.status]} {name}  {steps} {word}, {took(seconds)}"


def _failure(failure: Failure) -> Iterator[str]:
    place = failure.place
    step = f"{place.document} > {place.phase} > {place.step}"
    where = f"{failure.file}:{failure.line}" if failure.line else failure.file
    yield line_start(f"{where}: {step}: {failure.message}")
    if failure.command:
        yield f"    {harmless(failure.command)}"


def _refusal(refusal: Refusal) -> Iterator[str]:
    yield line_start(f"{refusal.file}:{refusal.line}: {refusal.document}: {refusal.message}")
    if refusal.hint:
        yield f"  hint: {harmless(refusal.hint)}"


def _left_out(pairs: Pairs) -> Iterator[str]:
    for name, why in pairs:
        yield line_start(f"not rehearsed: {name} ({why})")


def _changes(stage: StageResult) -> Iterator[str]:
    number = len(stage.changed)
    if number:
        word = "file" if number == 1 else "files"
        yield f"{number} {word} changed in the {stage.name} stage"
        yield from (f"  {harmless(path)}" for path in stage.changed[:SHOWN])
    if number > SHOWN:
        yield f"  and {number - SHOWN} more; --format json has them all"


def _plan_lines(plan: Plan, left_out: Pairs) -> Iterator[str]:
    for document in plan.documents:
        yield from _planned(document)
    yield from _left_out(left_out)
    yield from (line for each in plan.refusals for line in _refusal(each))


def _planned(document: PlannedDocument) -> Iterator[str]:
    yield line_start(f"{document.name} ({document.file})")
    yield from (f"  {harmless(k)} = {harmless(v)}" for k, v in document.parameters.items())
    for phase in document.phases:
        yield f"  {harmless(phase.name)} ({phase.stage} stage)"
        for step in phase.steps:
            rest = [f"loop {step.loop}" if step.loop else ""]
            rest += [f"if {step.condition}" if step.condition else ""]
            rest += [f"{step.attempts} attempts" if step.attempts > 1 else ""]
            said = ", ".join(filter(None, (f"onFailure {step.on_failure}", *rest)))
            yield harmless(f"    {step.name}: {step.action}, line {step.line}, {said}")
            yield from (f"      {line}" for entry in step.inputs for line in _input(entry))
    yield from (f"  {harmless(name)}: not run in a rehearsal" for name in document.left_out)


def _input(entry: object) -> Iterator[str]:
    import json

    if isinstance(entry, dict):
        for name, value in entry.items():
            for number, line in enumerate(_texts(value)):
                yield harmless(f"{name}: {line}" if number == 0 else f"  {line}")
    else:
        yield harmless(json.dumps(entry))


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [line for each in value for line in _texts(each)]
    import json

    return (value if isinstance(value, str) else json.dumps(value)).splitlines() or [""]
