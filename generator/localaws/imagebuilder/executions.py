"""Operations on executions of workflows and of their steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.localaws.imagebuilder.building import Build
from generator.localaws.imagebuilder.exceptions import bad_request, not_found
from generator.localaws.imagebuilder.runs import StepRun, WorkflowRun

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record


def _runs(backend: ImageBuilderBackend) -> Iterator[tuple[Build, WorkflowRun]]:
    return ((build, run) for build in backend.builds.values() for run in build.runs)


def _run(backend: ImageBuilderBackend, run_id: str) -> tuple[Build, WorkflowRun]:
    for build, run in _runs(backend):
        if run.id == run_id:
            return build, run
    raise not_found(run_id)


def _step(backend: ImageBuilderBackend, step_id: str) -> tuple[Build, WorkflowRun, StepRun]:
    for build, run in _runs(backend):
        for step_run in run.steps:
            if step_run.id == step_id:
                return build, run, step_run
    raise not_found(step_id)


def workflows(backend: ImageBuilderBackend, asked: Record) -> list[Record]:
    """Entries of ListWorkflowExecutions, in the order in which they ran."""
    arn = asked["imageBuildVersionArn"]
    backend.get(arn)
    return [run.told() for run in backend.builds[arn].runs]


def steps(backend: ImageBuilderBackend, asked: Record) -> list[Record]:
    """Entries of ListWorkflowStepExecutions, in the order in which they ran."""
    _, run = _run(backend, asked["workflowExecutionId"])
    return [step_run.told() for step_run in run.steps]


def waiting(backend: ImageBuilderBackend, _asked: Record) -> list[Record]:
    """Entries of ListWaitingWorkflowSteps."""
    return [
        _of(build, run) | step_run.told()
        for build, run in _runs(backend)
        for step_run in run.steps
        if step_run.action == "WaitForAction" and step_run.status == "RUNNING"
    ]


def workflow(backend: ImageBuilderBackend, asked: Record) -> Record:
    """GetWorkflowExecution."""
    build, run = _run(backend, asked["workflowExecutionId"])
    return _of(build, run) | run.told()


def step(backend: ImageBuilderBackend, asked: Record) -> Record:
    """GetWorkflowStepExecution."""
    build, run, step_run = _step(backend, asked["stepExecutionId"])
    return _of(build, run) | step_run.told()


def _of(build: Build, run: WorkflowRun) -> Record:
    return {
        "imageBuildVersionArn": build.arn,
        "workflowBuildVersionArn": run.arn,
        "workflowExecutionId": run.id,
    }


def send_action(backend: ImageBuilderBackend, asked: Record) -> Record:
    """SendWorkflowStepAction: resume or stop a step that waits."""
    build, _, step_run = _step(backend, asked["stepExecutionId"])
    if step_run.action != "WaitForAction" or step_run.status != "RUNNING":
        raise bad_request("The step is not waiting for an action.")
    build.resume(step_run, asked["action"], asked.get("reason", ""))
    return {"stepExecutionId": step_run.id, "imageBuildVersionArn": build.arn}
