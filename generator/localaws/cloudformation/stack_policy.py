"""Stack policies: which updates of which resources are allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "With a stack policy an update action that it does not allow, or that it denies, fails",
        "CloudFormation User Guide, prevent updates to stack resources; the reason is unverified",
    ),
)


def check(text: str) -> None:
    """The text is a policy.

    Raises:
        ValidationError: when it is none.
    """
    try:
        statements = json.loads(text)["Statement"]
        ok = all(
            one["Effect"] in ("Allow", "Deny") and one["Principal"] == "*" for one in statements
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError(
            f"Error validating stack policy: Invalid stack policy {error}"
        ) from error
    if not ok:
        raise ValidationError("Error validating stack policy: Invalid stack policy")


def refusal(text: str, action: str, logical_id: str, type_: str) -> str:
    """Why an action (Update:Modify, Update:Replace, Update:Delete) is not allowed, or empty."""
    if not text:
        return ""
    statements = json.loads(text)["Statement"]
    about = [
        (number, one["Effect"])
        for number, one in enumerate(statements, 1)
        if _meets(one, action, logical_id, type_)
    ]
    denied = [number for number, effect in about if effect == "Deny"]
    if not denied and about:
        return ""
    what = f"for resource [LogicalResourceId/{logical_id}]"
    if denied:
        return f"Action denied by stack policy: Statement [#{denied[0]}] denies [{action}] {what}"
    return f"Action not allowed by stack policy: no statement allows [{action}] {what}"


def _meets(statement: Mapping[str, Any], action: str, logical_id: str, type_: str) -> bool:
    resource = f"LogicalResourceId/{logical_id}"
    return (
        _covers(statement, "Action", action)
        and _covers(statement, "Resource", resource)
        and all(
            fnmatchcase(type_, pattern)
            for condition in (statement.get("Condition") or {}).values()
            for pattern in [_either(type_, _listed(condition.get("ResourceType", "*")))]
        )
    )


def _either(type_: str, patterns: list[str]) -> str:
    return next((one for one in patterns if fnmatchcase(type_, one)), patterns[0])


def _covers(statement: Mapping[str, Any], key: str, value: str) -> bool:
    if f"Not{key}" in statement:
        return not any(fnmatchcase(value, one) for one in _listed(statement[f"Not{key}"]))
    return any(fnmatchcase(value, one) for one in _listed(statement.get(key, [])))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
