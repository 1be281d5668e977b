"""Systems Manager Automation: executions as they go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.aws.failures import translated
from generator.aws.session import client
from generator.ports.automations import Execution, StepRun


class SsmAutomations:
    """The port `Automations`, by boto3."""

    def __init__(self, ssm_client: Any) -> None:
        self._client = ssm_client

    def execution(self, execution_id: str) -> Execution:
        """An execution with those of its steps that have begun."""
        with translated(f"look at the automation {execution_id}"):
            answer = self._client.get_automation_execution(AutomationExecutionId=execution_id)
            found = answer["AutomationExecution"]
            steps = tuple(self._steps(execution_id))
        return Execution(
            execution_id,
            found.get("DocumentName", ""),
            found["AutomationExecutionStatus"],
            found.get("FailureMessage", ""),
            {name: tuple(values) for name, values in found.get("Outputs", {}).items()},
            steps,
        )

    def _steps(self, execution_id: str) -> Iterator[StepRun]:
        """All of them: the execution's own list may be cut (StepExecutionsTruncated)."""
        pages = self._client.get_paginator("describe_automation_step_executions")
        for page in pages.paginate(AutomationExecutionId=execution_id):
            for step in page.get("StepExecutions", ()):
                if step.get("ExecutionStartTime"):
                    yield _step(step)


def _step(told: Mapping[str, Any]) -> StepRun:
    return StepRun(
        told.get("StepExecutionId", told["StepName"]),
        told["StepName"],
        told.get("Action", ""),
        told.get("StepStatus", ""),
        told.get("FailureMessage", ""),
        told.get("ExecutionStartTime"),
        told.get("ExecutionEndTime"),
    )


def connect(region: str | None, profile: str | None) -> SsmAutomations:
    """The automations of an account and region.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return SsmAutomations(client("ssm", region, profile))
