"""How builds fail: what GetImage then says (ImageFailureContext in botocore's model)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.localaws.imagebuilder.runs import StepRun, WorkflowRun


@dataclass(frozen=True, slots=True)
class RegionFailure:
    """A region, or an account in it, to which an image could not be distributed."""

    region: str
    message: str
    account: str = ""
    step: str = ""
    """One of ImageConfigurationStep."""

    def told(self) -> dict[str, Any]:
        """As the model spells it."""
        told = {"region": self.region, "status": "FAILED", "errorMessage": self.message}
        told |= {"targetAccountId": self.account} if self.account else {}
        return told | ({"imageConfigurationStep": self.step} if self.step else {})


class BuildError(Exception):
    """A step of a build that fails."""

    def __init__(
        self,
        message: str,
        component: Mapping[str, str] | None = None,
        regions: tuple[RegionFailure, ...] = (),
    ) -> None:
        super().__init__(message)
        self.component = component
        self.regions = regions


@dataclass(frozen=True, slots=True)
class Failure:
    """A build that failed."""

    state: str
    error: BuildError
    run: WorkflowRun | None = None
    step: StepRun | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """ImageFailureContext."""
        context: dict[str, Any] = {"imageStatus": self.state}
        if self.run is not None:
            context |= {"workflowExecutionId": self.run.id, "workflowArn": self.run.arn}
        if self.step is not None:
            context |= {"stepExecutionId": self.step.id, "failedStep": self.step.name}
        if self.error.component:
            context["componentFailure"] = dict(self.error.component)
        if self.error.regions:
            context["distributionFailure"] = {
                "errorMessage": str(self.error),
                "regionFailures": [it.told() for it in self.error.regions],
            }
        return context

    def reason(self) -> str:
        """The words of the image's state."""
        if self.step is None:
            return str(self.error)
        return (
            f"Workflow Execution ID: '{self.run.id if self.run else ''}' failed with reason: Step"
            f" '{self.step.name}' failed in state = '{self.state}' and failure message ="
            f" '{self.error}'"
        )
