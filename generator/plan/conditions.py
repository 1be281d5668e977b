"""Which resources of a template are wanted, by its conditions and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.plan.origins import Template, resources
from generator.plan.parameters import defaults


def wanted(template: Template, parameters: Mapping[str, str]) -> tuple[str, ...]:
    """Logical ids of the resources that are made with these parameters, in order.

    What only AWS knows, such as the region, is taken for unknown; a resource that hangs on it
    is counted, so that a plan rather says too much.
    """
    values = {**defaults(template), **parameters}
    conditions = template.get("Conditions") or {}
    return tuple(
        logical_id
        for logical_id, resource in resources(template).items()
        if _holds({"Condition": resource.get("Condition")}, conditions, values) is not False
    )


def _holds(condition: Any, conditions: Mapping[str, Any], values: Mapping[str, str]) -> bool | None:
    """True, False, or None for what cannot be known here.

    Functions as in the CloudFormation User Guide, "Condition functions".
    """
    if not isinstance(condition, Mapping) or len(condition) != 1:
        return None
    function, given = next(iter(condition.items()))
    if function == "Condition":
        return _holds(conditions.get(given), conditions, values)
    if function == "Fn::Equals":
        return _equal([_value(each, values) for each in given])
    held = [_holds(each, conditions, values) for each in given]
    match function:
        case "Fn::Not":
            return _not(held[0])
        case "Fn::And":
            return _all(held)
    return _not(_all([_not(each) for each in held])) if function == "Fn::Or" else None


def _equal(both: list[str | None]) -> bool | None:
    return None if None in both else both[0] == both[1]


def _not(held: bool | None) -> bool | None:
    return None if held is None else not held


def _all(found: list[bool | None]) -> bool | None:
    if False in found:
        return False
    return None if None in found else True


def _value(value: Any, values: Mapping[str, str]) -> str | None:
    if isinstance(value, Mapping):
        name = value.get("Ref")
        return values.get(name) if isinstance(name, str) else None
    if isinstance(value, str | int):
        return str(value)
    return None
