"""Executions and their steps as SSM's API shows them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from generator.localaws.automation.execution import StepRun
from generator.localaws.automation.model import Step
from generator.localaws.automation.runs import Run, moment
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated("Steps that were not reached are shown as Pending", "unverified"),
    Emulated("The words of failure messages", "unverified"),
)


def execution_of(run: Run) -> dict[str, Any]:
    """AutomationExecution."""
    shared = {name: value for name, value in metadata_of(run).items() if name in _SHARED}
    return {
        **shared,
        "Parameters": {name: _texts(value) for name, value in run.execution.parameters.items()},
        "StepExecutions": steps_of(run),
        "StepExecutionsTruncated": False,
    }


_SHARED = frozenset(
    {
        *("AutomationExecutionId", "DocumentName", "DocumentVersion", "AutomationExecutionStatus"),
        *("ExecutionStartTime", "ExecutionEndTime", "ExecutedBy", "Outputs", "Mode"),
        *("CurrentStepName", "CurrentAction", "FailureMessage"),
    }
)
"""What AutomationExecution and AutomationExecutionMetadata both have."""


def metadata_of(run: Run) -> dict[str, Any]:
    """AutomationExecutionMetadata."""
    execution = run.execution
    shown = {
        "AutomationExecutionId": execution.id,
        "DocumentName": run.document,
        "DocumentVersion": run.version,
        "AutomationExecutionStatus": run.status,
        "AutomationType": "Local",
        "ExecutionStartTime": run.started,
        "ExecutionEndTime": run.ended,
        "ExecutedBy": f"arn:aws:sts::{run.account.account}:assumed-role/local/emulated",
        "LogFile": "",
        "Outputs": {name: _texts(value) for name, value in execution.outputs.items()},
        "Mode": "Auto",
        "FailureMessage": _failure(run),
        **_current(run),
    }
    return {name: value for name, value in shown.items() if value is not None}


def steps_of(run: Run) -> list[dict[str, Any]]:
    """StepExecution of every step: those begun, in that order, then those that were not."""
    begun = {one.name: one for one in run.execution.steps}
    steps = run.execution.runbook.steps
    pending = [step for name, step in steps.items() if name not in begun]
    shown = [_step(run, steps[one.name], one) for one in run.execution.steps]
    return shown + [_step(run, step, None) for step in pending]


def _step(run: Run, step: Step, began: StepRun | None) -> dict[str, Any]:
    shown = {
        "StepName": step.name,
        "Action": step.action,
        "TimeoutSeconds": step.timeout,
        "OnFailure": step.on_failure,
        "MaxAttempts": step.max_attempts,
        "StepStatus": "Pending",
        "StepExecutionId": str(uuid.uuid5(uuid.UUID(run.execution.id), step.name)),
        "IsEnd": step.is_end,
        "IsCritical": step.is_critical,
        "NextStep": step.next,
        **({} if began is None else _progress(began)),
    }
    return {name: value for name, value in shown.items() if value not in (None, {})}


def _progress(began: StepRun) -> dict[str, Any]:
    code = {"Success": "0", "InProgress": None}.get(began.status, "1")
    return {
        "StepStatus": began.status,
        "ExecutionStartTime": moment(began.began),
        "ExecutionEndTime": moment(began.ended),
        "Inputs": {name: _text(value) for name, value in began.inputs.items()},
        "Outputs": {name: _texts(value) for name, value in began.outputs.items()},
        "ResponseCode": code,
        "FailureMessage": began.failure or None,
        "FailureDetails": _details(began) if began.failure else None,
    }


def _details(began: StepRun) -> dict[str, Any]:
    return {
        "FailureStage": "Invocation",
        "FailureType": "Action",
        "Details": {"Message": [began.failure]},
    }


def _current(run: Run) -> Mapping[str, str]:
    under_way = [one for one in run.execution.steps if one.status == "InProgress"]
    if not under_way:
        return {}
    step = run.execution.runbook.steps[under_way[-1].name]
    return {"CurrentStepName": step.name, "CurrentAction": step.action}


def _failure(run: Run) -> str | None:
    """Why the execution failed: its first critical step that did not succeed."""
    if run.status not in ("Failed", "TimedOut"):
        return None
    steps = run.execution.runbook.steps
    failed = [one for one in run.execution.steps if steps[one.name].is_critical and one.failure]
    return f"step {failed[0].name} failed: {failed[0].failure}" if failed else None


def _texts(value: Any) -> list[str]:
    return [_text(one) for one in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
