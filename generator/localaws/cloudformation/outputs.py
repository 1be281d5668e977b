"""Outputs of a stack."""

from __future__ import annotations

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.resolving import ABSENT, Scope, text_of
from generator.localaws.cloudformation.stack import Output


def outputs_of(scope: Scope) -> tuple[Output, ...]:
    """The outputs whose condition holds, in order of their names.

    Raises:
        ValidationError: when one has no value.
    """
    found = scope.template.section("Outputs")
    return tuple(_output(scope, key) for key in sorted(found) if scope.included(found[key]))


def _output(scope: Scope, key: str) -> Output:
    declared = scope.template.section("Outputs")[key]
    value = scope.resolve(declared.get("Value", ""))
    if value is ABSENT or value == "" or isinstance(value, dict | list):
        said = f"Template format error: Output {key} is malformed. The Value field of every Outputs"
        raise ValidationError(f"{said} member must evaluate to a String.")
    export = (declared.get("Export") or {}).get("Name", "")
    name = text_of(scope.resolve(export)) if export else ""
    return Output(key, text_of(value), str(declared.get("Description", "")), name)
