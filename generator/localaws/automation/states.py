"""The action changeInstanceState: changing a state and waiting for it, or only waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.localaws.automation.calls import call
from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Field, Shape
from generator.localaws.automation.world import Attempt, Doing, StepFailedError

CHANGE: Shape = {
    "InstanceIds": Field(list, required=True),
    "DesiredState": Field(str, required=True),
    "CheckStateOnly": Field(bool),
    "Force": Field(bool),
}
_CHANGES = {"stopped": "StopInstances", "terminated": "TerminateInstances"}
_NEVER_AGAIN: Mapping[str, set[str]] = {
    "running": {"shutting-down", "terminated", "stopping", "stopped"},
    "stopped": {"shutting-down", "terminated"},
    "terminated": set(),
}
"""Desired state -> states that do not lead to it."""


def check(step: Step) -> Iterator[str]:
    """What is wrong with a step."""
    state = step.inputs["DesiredState"]
    if state not in _NEVER_AGAIN:
        yield f"desired state {state} is not known"
    elif state not in _CHANGES and not step.inputs.get("CheckStateOnly"):
        yield f"changing an instance to {state} is not known, only checking"


def change(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Wait until all instances are in the state; running means with both status checks passed."""
    desired = attempt.inputs["DesiredState"]
    instances = {"InstanceIds": attempt.inputs["InstanceIds"]}
    if not attempt.inputs.get("CheckStateOnly", False):
        yield from call(attempt, "ec2", _CHANGES[desired], instances)
    while (states := (yield from _states(attempt, instances))) != {desired}:
        for state in states & _NEVER_AGAIN[desired]:
            raise StepFailedError(f"instance entered unexpected state {state}")
        yield from attempt.pause()
    while desired == "running" and not (yield from _is_healthy(attempt, instances)):
        yield from attempt.pause()
    return {}


def _states(attempt: Attempt, instances: Mapping[str, Any]) -> Doing[set[str]]:
    answer = yield from call(attempt, "ec2", "DescribeInstances", instances)
    found = (instance for group in answer["Reservations"] for instance in group["Instances"])
    return {instance["State"]["Name"] for instance in found}


def _is_healthy(attempt: Attempt, instances: Mapping[str, Any]) -> Doing[bool]:
    answer = yield from call(attempt, "ec2", "DescribeInstanceStatus", instances)
    checks = {
        status[kind]["Status"]
        for status in answer["InstanceStatuses"]
        for kind in ("InstanceStatus", "SystemStatus")
    }
    return checks == {"ok"}
