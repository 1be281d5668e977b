"""The action sleep: waiting for a while."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Field, Shape
from generator.localaws.automation.world import Attempt, Doing

SLEEP: Shape = {"Duration": Field(str, required=True)}
"""AWS takes a Timestamp as well."""

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_SECONDS = (86_400, 3_600, 60, 1)


def check(step: Step) -> Iterator[str]:
    """What is wrong with a step."""
    if not _DURATION.fullmatch(step.inputs["Duration"]):
        yield f"duration {step.inputs['Duration']} is none of days, hours, minutes and seconds"


def sleep(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Wait for the duration, an ISO 8601 one such as PT10M."""
    found = _DURATION.fullmatch(attempt.inputs["Duration"])
    numbers = found.groups(default="0") if found else ()
    seconds = sum(int(each) * unit for each, unit in zip(numbers, _SECONDS, strict=True))
    yield from attempt.pause(seconds)
    return {}
