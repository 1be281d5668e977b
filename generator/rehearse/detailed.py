"""detailedoutput.json and chaining.json, nested as the real tool nests them.

Image Builder User Guide, "Action modules", output example of ExecuteDocument. The guide shows
the status `success` there; the others are written alike, its names with a small first letter.
What chaining.json holds the guide does not say: here, what each step took and gave.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from generator.rehearse.model import (
    DocumentResult,
    PhaseResult,
    StageResult,
    Status,
    StepResult,
)

Token = Callable[[], str]
Timed: TypeAlias = StageResult | DocumentResult | PhaseResult | StepResult


def execution(stage: StageResult, identity: str, token: Token) -> dict[str, object]:
    """A run of the tool; `token` gives ids to those that ExecuteDocument began."""
    return _execution(stage, stage.documents, identity, token)


def chaining(stage: StageResult) -> dict[str, object]:
    """What steps took and gave, by document, phase and step."""
    return {
        document.name: {
            f"{phase.name}.{step.name}": {"inputs": step.inputs, "outputs": step.outputs}
            for phase in document.phases
            for step in phase.steps
        }
        for document in stage.documents
    }


def _execution(
    whole: StageResult | DocumentResult,
    documents: tuple[DocumentResult, ...],
    identity: str,
    token: Token,
) -> dict[str, object]:
    return {
        "executionId": identity,
        **_times(whole),
        "failureMessage": _why(whole.status, documents),
        "documents": [_document(each, token) for each in documents],
    }


def _times(part: Timed) -> dict[str, object]:
    word = part.status.value
    return {
        "status": word[:1].lower() + word[1:],
        "startTime": part.started.isoformat(timespec="seconds"),
        "endTime": part.ended.isoformat(timespec="seconds"),
    }


def _document(document: DocumentResult, token: Token) -> dict[str, object]:
    return {
        "name": document.name,
        "filePath": document.file,
        "description": document.description,
        **_times(document),
        "failureMessage": _why(document.status, document.phases),
        "phases": [_phase(each, token) for each in document.phases],
    }


def _phase(phase: PhaseResult, token: Token) -> dict[str, object]:
    failed = [step for step in phase.steps if step.status is Status.FAILED]
    return {
        "name": phase.name,
        **_times(phase),
        "failureMessage": f"Step {failed[0].name} failed!" if failed else "",
        "steps": [_step(each, token) for each in phase.steps],
    }


def _step(step: StepResult, token: Token) -> dict[str, object]:
    inner = [_execution(each, (each,), token(), token) for each in step.inner]
    return {
        "name": step.name,
        **_times(step),
        "failureMessage": step.message,
        "timeoutSeconds": step.timeout,
        "onFailure": step.on_failure,
        "maxAttempts": step.max_attempts,
        "action": step.action,
        "inputs": json.dumps(step.inputs, ensure_ascii=False),
        "outputs": json.dumps(step.outputs, ensure_ascii=False),
        "loop": {"name": step.loop, "iterations": step.iterations} if step.loop else None,
        "detailedOutput": inner or None,
    }


def _why(status: Status, parts: tuple[DocumentResult, ...] | tuple[PhaseResult, ...]) -> str:
    if status is not Status.FAILED:
        return ""
    failed = next((part for part in parts if part.status is Status.FAILED), None)
    if failed is None:
        return ""
    if isinstance(failed, DocumentResult):
        return f"Document {failed.file or failed.name} failed!"
    return f"Phase {failed.name} failed!"
