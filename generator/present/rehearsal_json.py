"""A rehearsal as JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from generator.present.json_report import dump
from generator.rehearse.model import (
    DocumentResult,
    Failure,
    PhaseResult,
    Refusal,
    StageResult,
    StepResult,
)
from generator.rehearse.plan import Plan

if TYPE_CHECKING:
    from generator.present.rehearsal import Told

SCHEMA_VERSION = 1
"""Grows when a key is renamed or removed; new keys may come at any time."""


def document(told: Told) -> str:
    """A rehearsal that ran, or was refused."""
    result = told.result
    return _written(
        {
            "schemaVersion": SCHEMA_VERSION,
            "title": told.title,
            "status": result.status.value,
            "passed": result.passed,
            "machine": result.machine,
            "seconds": round(told.seconds, 3),
            "stages": [_stage(stage) for stage in result.stages],
            "failure": _failure(result.failure) if result.failure else None,
            "refusals": [_refusal(each) for each in result.refusals],
            "notRehearsed": _left_out(told.left_out),
            "kept": told.kept or None,
        }
    )


def plan_document(plan: Plan, left_out: Sequence[tuple[str, str]]) -> str:
    """What would run."""
    return _written(
        {
            "schemaVersion": SCHEMA_VERSION,
            "documents": [_camel(asdict(each)) for each in plan.documents],
            "refusals": [_refusal(each) for each in plan.refusals],
            "notRehearsed": _left_out(left_out),
        }
    )


def _written(value: dict[str, Any]) -> str:
    return f"{dump(value)}\n"


def _left_out(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "reason": why} for name, why in pairs]


def _stage(stage: StageResult) -> dict[str, Any]:
    return {
        "name": stage.name,
        "status": stage.status.value,
        "seconds": _seconds(stage),
        "reboots": stage.reboots,
        "documents": [_document(each) for each in stage.documents],
        "changed": list(stage.changed),
    }


def _document(one: DocumentResult) -> dict[str, Any]:
    return {
        "name": one.name,
        "file": one.file,
        "status": one.status.value,
        "seconds": _seconds(one),
        "phases": [_phase(each) for each in one.phases],
    }


def _phase(phase: PhaseResult) -> dict[str, Any]:
    steps = [_step(each) for each in phase.steps]
    return {"name": phase.name, "status": phase.status.value, "steps": steps}


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "name": step.name,
        "action": step.action,
        "line": step.line,
        "status": step.status.value,
        "seconds": round(step.seconds, 3),
        "message": step.message,
        "attempts": step.attempts,
        "reboots": step.reboots,
        "iterations": step.iterations,
        "inputs": list(step.inputs),
        "outputs": [dict(each) for each in step.outputs],
        "documents": [_document(each) for each in step.inner],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    place = failure.place
    return {
        "stage": place.stage,
        "document": place.document,
        "phase": place.phase,
        "step": place.step,
        "action": failure.action,
        "file": failure.file,
        "line": failure.line,
        "command": failure.command,
        "exitCode": failure.code,
        "message": failure.message,
    }


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {
        "document": refusal.document,
        "file": refusal.file,
        "line": refusal.line,
        "message": refusal.message,
        "hint": refusal.hint,
    }


def _seconds(one: StageResult | DocumentResult) -> float:
    return round((one.ended - one.started).total_seconds(), 3)


def _camel(value: Any) -> Any:
    """Names of our fields as JSON has them; names of the user's inputs stay as they are."""
    if not isinstance(value, dict):
        return value
    found = {}
    for name, each in value.items():
        first, *rest = name.split("_")
        key = first + "".join(part.title() for part in rest)
        listed = isinstance(each, (list, tuple)) and name in ("phases", "steps")
        found[key] = [_camel(one) for one in each] if listed else each
    return found
