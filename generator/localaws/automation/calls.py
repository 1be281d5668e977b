"""Actions that call an AWS API: executeAwsApi, and waiting for or asserting a property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from generator.localaws.automation.api import (
    MISSING,
    OUTPUT_TYPES,
    input_problems,
    operation,
    select,
    selector_problems,
)
from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Field, Shape
from generator.localaws.automation.world import Attempt, Doing, StepFailedError

CALL: Shape = {"Service": Field(str, required=True), "Api": Field(str, required=True)}
LOOK: Shape = {
    **CALL,
    "PropertySelector": Field(str, required=True),
    "DesiredValues": Field(list, required=True),
}


def check(step: Step) -> Iterator[str]:
    """What AWS's own model of the API finds wrong with a step."""
    model = operation(step.inputs["Service"], step.inputs["Api"])
    if model is None:
        yield f"AWS has no {step.inputs['Service']} {step.inputs['Api']}"
        return
    yield from input_problems(model, _request(step.inputs))
    if "PropertySelector" in step.inputs:
        yield from selector_problems(model, step.inputs["PropertySelector"], None)
    for output in step.outputs:
        if output.type not in OUTPUT_TYPES:
            yield f"output type {output.type} is not known"
        yield from selector_problems(model, output.selector, output.type)


def _request(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if name not in LOOK}


def call(
    attempt: Attempt, service: str, api: str, request: Mapping[str, Any]
) -> Doing[Mapping[str, Any]]:
    """The answer of an API; an error of AWS fails the step."""
    try:
        if service == "lambda":
            return (yield from attempt.outside(lambda: attempt.world.call(service, api, request)))
        return attempt.world.call(service, api, request)
    except (ClientError, BotoCoreError) as error:
        raise StepFailedError(str(error)) from error


def execute(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Call an API and select the outputs from its answer."""
    answer = yield from _answer(attempt)
    found: dict[str, Any] = {}
    for output in attempt.step.outputs:
        value = select(answer, output.selector)
        if value is MISSING:
            continue  # a later reference to it fails, except in a branch
        if not isinstance(value, OUTPUT_TYPES[output.type]):
            raise StepFailedError(f"{output.selector} found a {type(value).__name__}")
        found[output.name] = value
    return found


def wait_for_property(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Look again and again until the property has one of the values."""
    while not (yield from _has_desired_value(attempt)):
        yield from attempt.pause()
    return {}


def assert_property(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Fail unless the property has one of the values now."""
    if not (yield from _has_desired_value(attempt)):
        wanted = ", ".join(attempt.inputs["DesiredValues"])
        raise StepFailedError(f"{attempt.inputs['PropertySelector']} is not {wanted}")
    return {}


def _has_desired_value(attempt: Attempt) -> Doing[bool]:
    answer = yield from _answer(attempt)
    found = select(answer, attempt.inputs["PropertySelector"])
    return found in attempt.inputs["DesiredValues"]


def _answer(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    inputs = attempt.inputs
    return (yield from call(attempt, inputs["Service"], inputs["Api"], _request(inputs)))
