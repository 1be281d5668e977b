"""The operations of SSM's API on automation executions, as methods of moto's responses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from generator.localaws.automation.document import InvalidDocumentError
from generator.localaws.automation.execution import load
from generator.localaws.automation.runs import Run, Runs, cancel, runs_of
from generator.localaws.automation.shown import execution_of, metadata_of, steps_of
from generator.localaws.automation.values import InvalidParametersError
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated("Errors of the operations on automation executions", "botocore's model of ssm"),
    Emulated("Executions are listed newest first", "unverified"),
    Emulated("A client token is good for as long as the execution is known", "unverified"),
    Emulated(
        "A runbook with anything that the local AWS cannot run is refused when it is started,"
        " where AWS would refuse a wrong one when it is created",
        "unverified",
    ),
)

PAGE = 50
"""Most results of a page, and their number unless asked for fewer (the model's maximum)."""
TAKEN = {"DocumentName", "DocumentVersion", "Parameters", "ClientToken", "Mode", "Tags"}


def fault(code: str, message: str) -> Exception:
    """An error as SSM answers it."""
    from moto.ssm.exceptions import SSMException

    error: Exception = SSMException(code, message)
    return error


def refused(what: str) -> Exception:
    """The error for something that is not emulated."""
    from generator.localaws.refusing import CODE, refusal

    return fault(CODE, refusal(f"ssm: {what}"))


def start(backend: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """StartAutomationExecution."""
    _only_known(request)
    runs, token = runs_of(backend), str(request.get("ClientToken", "")).lower()
    if token in runs.tokens:
        return {"AutomationExecutionId": _same(runs.known[runs.tokens[token]], request)}
    found = _document(backend, request)
    try:
        runbook = load(found.content_json)
        given: Mapping[str, Sequence[str]] = request.get("Parameters") or {}
        run = runs.start(runbook, request, found.document_version, given)
    except InvalidDocumentError as error:
        raise refused(f"running {found.name}: {'; '.join(error.problems)}") from error
    except InvalidParametersError as error:
        raise fault("InvalidAutomationExecutionParametersException", str(error)) from error
    if token:
        runs.tokens[token] = run.execution.id
    return {"AutomationExecutionId": run.execution.id}


def get(backend: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """GetAutomationExecution."""
    return {"AutomationExecution": execution_of(_run(backend, request))}


def stop(backend: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """StopAutomationExecution."""
    run = _run(backend, request)
    if request.get("Type", "Cancel") != "Cancel":
        raise refused("StopAutomationExecution of type Complete")
    if run.execution.is_over:
        said = f"execution {run.execution.id} is {run.status}"
        raise fault("InvalidAutomationStatusUpdateException", said)
    cancel(run)
    return {}


def describe(backend: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """DescribeAutomationExecutions."""
    wanted = [_filter(one, _OF_EXECUTIONS) for one in request.get("Filters") or ()]
    runs = [run for run in reversed(runs_of(backend).known.values()) if all(f(run) for f in wanted)]
    page, more = _page(runs, request)
    return {"AutomationExecutionMetadataList": [metadata_of(run) for run in page], **more}


def describe_steps(backend: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """DescribeAutomationStepExecutions."""
    wanted = [_filter(one, _OF_STEPS) for one in request.get("Filters") or ()]
    found = [one for one in steps_of(_run(backend, request)) if all(f(one) for f in wanted)]
    page, more = _page(found[::-1] if request.get("ReverseOrder") else found, request)
    return {"StepExecutions": page, **more}


OPERATIONS: Mapping[str, Callable[[Any, Mapping[str, Any]], dict[str, Any]]] = {
    "start_automation_execution": start,
    "get_automation_execution": get,
    "stop_automation_execution": stop,
    "describe_automation_executions": describe,
    "describe_automation_step_executions": describe_steps,
}


def _only_known(request: Mapping[str, Any]) -> None:
    for name in sorted(request.keys() - TAKEN):
        raise refused(f"StartAutomationExecution with {name}")
    if request.get("Mode", "Auto") != "Auto":
        raise refused("StartAutomationExecution in mode Interactive")


def _same(run: Run, request: Mapping[str, Any]) -> str:
    if run.request != request:
        said = "the client token was used with other parameters"
        raise fault("IdempotentParameterMismatch", said)
    return run.execution.id


def _document(backend: Any, request: Mapping[str, Any]) -> Any:
    name, version = request["DocumentName"].rpartition("/")[2], request.get("DocumentVersion")
    documents = backend._documents.get(name)  # noqa: SLF001  # moto's own getter raises another error
    if documents is None and name.startswith("AWS"):
        raise refused(f"AWS's own runbook {name}")
    if documents is None or documents.get_default_version().document_type != "Automation":
        said = f"there is no Automation document {name}"
        raise fault("AutomationDefinitionNotFoundException", said)
    asked = None if version == "$DEFAULT" else version
    if not documents.exists(asked):
        said = f"document {name} has no version {version}"
        raise fault("AutomationDefinitionVersionNotFoundException", said)
    return documents.find(asked)


def _run(backend: Any, request: Mapping[str, Any]) -> Run:
    runs: Runs = runs_of(backend)
    execution_id = request["AutomationExecutionId"]
    if execution_id not in runs.known:
        said = f"there is no automation execution {execution_id}"
        raise fault("AutomationExecutionNotFoundException", said)
    return runs.known[execution_id]


def _page(found: Sequence[Any], request: Mapping[str, Any]) -> tuple[Sequence[Any], dict[str, str]]:
    token = request.get("NextToken") or "0"
    if not token.isdecimal() or int(token) > len(found):
        raise fault("InvalidNextToken", "the token is none that this list gave")
    end = int(token) + int(request.get("MaxResults") or PAGE)
    return found[int(token) : end], {"NextToken": str(end)} if end < len(found) else {}


def _filter(asked: Mapping[str, Any], known: Mapping[str, Any]) -> Callable[[Any], bool]:
    key, values = asked["Key"], asked["Values"]
    if key not in known:
        raise refused(f"filter {key} of automations")
    return lambda one: bool(known[key](one, values))


def _at(values: Sequence[str]) -> datetime:
    try:
        return datetime.fromisoformat(values[0])
    except ValueError as error:
        raise fault("InvalidFilterValue", f"{values[0]!r} is no time") from error


_OF_EXECUTIONS: Mapping[str, Callable[[Run, Sequence[str]], bool]] = {
    "DocumentNamePrefix": lambda run, values: run.document.startswith(tuple(values)),
    "ExecutionStatus": lambda run, values: run.status in values,
    "ExecutionId": lambda run, values: run.execution.id in values,
    "StartTimeBefore": lambda run, values: run.started <= _at(values),
    "StartTimeAfter": lambda run, values: run.started >= _at(values),
    "TagKey": lambda run, values: any(tag["Key"] in values for tag in run.tags),
}
_OF_STEPS: Mapping[str, Callable[[Mapping[str, Any], Sequence[str]], bool]] = {
    "StepExecutionStatus": lambda step, values: step["StepStatus"] in values,
    "StepExecutionId": lambda step, values: step["StepExecutionId"] in values,
    "StepName": lambda step, values: step["StepName"] in values,
    "Action": lambda step, values: step["Action"] in values,
}


def request_of(response: Any) -> Mapping[str, Any]:
    """The request of one of moto's responses: SSM speaks JSON."""
    found: Mapping[str, Any] = json.loads(response.body or "{}")
    return found
