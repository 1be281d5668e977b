"""A runbook as values: every rule of its form was checked when they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the runbook; without a default it has to be given."""

    name: str
    type: str
    default: Any
    allowed_pattern: str
    allowed_values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """An output that a step selects from an API's answer."""

    name: str
    selector: str
    type: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step, with AWS's defaults for what it does not say."""

    name: str
    action: str
    inputs: Mapping[str, Any]
    outputs: tuple[Output, ...]
    max_attempts: int
    timeout: int
    """Seconds."""
    on_failure: str
    on_cancel: str
    is_critical: bool
    is_end: bool
    next: str | None
    """The step after this one, by nextStep or by order."""


@dataclass(frozen=True, slots=True)
class Runbook:
    """A runbook that can be run."""

    assume_role: str
    parameters: Mapping[str, Parameter]
    steps: Mapping[str, Step]
    outputs: tuple[str, ...]


def jump(target: str) -> str | None:
    """The step that an onFailure or onCancel leads to, if it leads to one."""
    return target.removeprefix("step:") if target.startswith("step:") else None
