"""Actions that run what somebody wrote: runCommand on instances, executeScript in Automation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Field, Shape, misfits
from generator.localaws.automation.values import references
from generator.localaws.automation.world import Attempt, Command, Doing, StepFailedError

COMMAND: Shape = {
    "DocumentName": Field(str, required=True),
    "InstanceIds": Field(list, required=True),
    "Parameters": Field(dict),
    "TimeoutSeconds": Field(int),
}
SCRIPT: Shape = {
    "Runtime": Field(str, required=True),
    "Handler": Field(str, required=True),
    "InputPayload": Field(dict),
    "Script": Field(str, required=True),
}
COMMANDS: Mapping[str, Shape] = {
    "AWS-RunShellScript": {
        "commands": Field(list, required=True),
        "executionTimeout": Field(str),
    },
    "AWS-RunPowerShellScript": {
        "commands": Field(list, required=True),
        "executionTimeout": Field(str),
    },
    "AWS-InstallWindowsUpdates": {
        "Action": Field(str, required=True),
        "AllowReboot": Field(str),
    },
    "AWSEC2-RunSysprep": {},
}
"""AWS's Command documents that are known here, with their parameters."""


def check_command(step: Step) -> Iterator[str]:
    """What is wrong with a step that runs a command."""
    document = step.inputs["DocumentName"]
    if document not in COMMANDS:
        yield f"command document {document} is not known"
        return
    yield from misfits(COMMANDS[document], step.inputs.get("Parameters", {}), document)


def run_command(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Run a command; one that does not end as Success fails the step."""
    command = Command(
        step=attempt.step.name,
        document=attempt.inputs["DocumentName"],
        instance_ids=tuple(attempt.inputs["InstanceIds"]),
        parameters=attempt.inputs.get("Parameters", {}),
    )
    result = attempt.world.run_command(command)
    if result.seconds:
        yield from attempt.pause(result.seconds)
    if result.status != "Success":
        raise StepFailedError(f"the command ended as {result.status}: {result.output}")
    return {
        "Status": result.status,
        "ResponseCode": str(result.response_code),
        "Output": result.output,
    }


def check_script(step: Step) -> Iterator[str]:
    """What is wrong with a step that runs a script."""
    if step.inputs["Runtime"] not in {"python3.10", "python3.11"}:
        yield f"runtime {step.inputs['Runtime']} is not known"
    if list(references(step.inputs["Script"])):
        yield "the script has references; values come in InputPayload"


def execute_script(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Run a script; one that raises fails the step."""
    inputs = attempt.inputs
    try:
        payload = yield from attempt.outside(
            lambda: attempt.world.run_script(
                inputs["Script"], inputs["Handler"], inputs.get("InputPayload", {})
            )
        )
    except Exception as error:  # whatever a script raises is a failed step
        raise StepFailedError(f"{type(error).__name__}: {error}") from error
    return {"Payload": payload}
