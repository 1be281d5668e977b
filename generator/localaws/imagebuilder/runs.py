"""Executions of workflows and of their steps, as the API tells of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.localaws.imagebuilder.world import moment

LONGEST = 500
"""Characters of a message (WorkflowStepMessage in botocore's model)."""
MOST_SECONDS = 43_200
"""Of a step's time-out as the API tells it, whatever its document says."""


@dataclass(slots=True)
class StepRun:
    """One execution of a step."""

    name: str
    action: str
    said: Mapping[str, Any]
    """The step as its document has it."""
    id: str = field(default_factory=lambda: f"step-{uuid.uuid4()}")
    status: str = "PENDING"
    message: str = ""
    outputs: dict[str, Any] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None

    def told(self) -> dict[str, Any]:
        """As WorkflowStepMetadata and GetWorkflowStepExecution spell it."""
        return {
            "stepExecutionId": self.id,
            "name": self.name,
            "action": self.action,
            "description": self.said.get("description"),
            "status": self.status,
            "message": self.message or None,
            "inputs": json.dumps(self.said.get("inputs") or {}),
            "outputs": json.dumps(self.outputs),
            "startTime": self.start,
            "endTime": self.end,
            "onFailure": self.said.get("onFailure", "Abort"),
            "timeoutSeconds": min(self.said.get("timeoutSeconds", 0), MOST_SECONDS) or None,
            "attemptNumber": 1,
            "maxAttempts": 1,
        }

    def begin(self) -> None:
        """It runs."""
        self.status, self.start = "RUNNING", moment()

    def finish(self, status: str, message: str = "") -> None:
        """It has ended."""
        self.status, self.message, self.end = status, message[:LONGEST], moment()


@dataclass(slots=True)
class WorkflowRun:
    """One execution of a workflow."""

    arn: str
    type: str
    steps: list[StepRun]
    said: Mapping[str, Any]
    """The workflow as the order for the image has it."""
    id: str = field(default_factory=lambda: f"wf-{uuid.uuid4()}")
    status: str = "RUNNING"
    message: str = ""
    start: str = field(default_factory=moment)
    end: str | None = None
    retried: bool = False

    def told(self) -> dict[str, Any]:
        """As WorkflowExecutionMetadata and GetWorkflowExecution spell it."""
        ended = [step.status for step in self.steps]
        return {
            "workflowBuildVersionArn": self.arn,
            "workflowExecutionId": self.id,
            "type": self.type,
            "status": self.status,
            "message": self.message or None,
            "totalStepCount": len(ended),
            "totalStepsSucceeded": ended.count("COMPLETED"),
            "totalStepsFailed": ended.count("FAILED"),
            "totalStepsSkipped": ended.count("SKIPPED"),
            "startTime": self.start,
            "endTime": self.end,
            "parallelGroup": self.said.get("parallelGroup"),
            "retried": self.retried or None,
        }

    def finish(self, status: str, message: str = "") -> None:
        """It has ended, and what did not run will not."""
        self.status, self.message, self.end = status, message[:LONGEST], moment()
        for step in self.steps:
            if step.status in ("PENDING", "RUNNING"):
                step.finish("CANCELLED")
