"""The action invokeLambdaFunction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.localaws.automation.calls import call
from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Field, Shape
from generator.localaws.automation.world import Attempt, Doing

INVOKE: Shape = {
    "FunctionName": Field(str, required=True),
    "Qualifier": Field(str),
    "InvocationType": Field(str),
    "LogType": Field(str),
    "InputPayload": Field(dict),
    "Payload": Field(str),
}
OUTPUTS = frozenset({"StatusCode", "FunctionError", "LogResult", "Payload"})


def check(step: Step) -> Iterator[str]:
    """What is wrong with a step."""
    if {"InputPayload", "Payload"} <= step.inputs.keys():
        yield "inputs have both InputPayload and Payload"


def invoke(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Invoke a function; one that raises shows in FunctionError and does not fail the step."""
    request = {name: value for name, value in attempt.inputs.items() if name != "InputPayload"}
    if "InputPayload" in attempt.inputs:
        request["Payload"] = json.dumps(attempt.inputs["InputPayload"])
    answer = yield from call(attempt, "lambda", "Invoke", request)
    found = {name: answer[name] for name in OUTPUTS if name in answer}
    return {name: str(value) for name, value in found.items()}
