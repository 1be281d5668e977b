"""Values of a template's parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.resolving import Scope, text_of
from generator.localaws.cloudformation.template import Template
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Parameters are checked against type, AllowedValues, AllowedPattern, lengths and bounds,"
        " those of Systems Manager are read when the operation begins, rules are asserted;"
        " AWS-specific types are not looked up in the account",
        "CloudFormation User Guide, parameters and rules; texts of errors unverified",
    ),
)

SSM = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Parameters:
    """What was given for a template's parameters, and what it amounts to."""

    given: Mapping[str, str] = field(default_factory=dict)
    """As text, defaults filled in."""
    read: Mapping[str, str] = field(default_factory=dict)
    """What Systems Manager had for those that name its parameters."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """For Ref: lists for list types."""
    hidden: frozenset[str] = frozenset()
    """Those with NoEcho."""


def settle(template: Template, given: Mapping[str, str], account: str, region: str) -> Parameters:
    """Fill in defaults and check everything.

    Raises:
        ValidationError: when a parameter is missing, unknown or not allowed.
    """
    declared = template.section("Parameters")
    unknown = sorted(set(given) - set(declared))
    if unknown:
        listed = ", ".join(unknown)
        raise ValidationError(f"Parameters: [{listed}] do not exist in the template")
    texts = {name: given.get(name, one.get("Default")) for name, one in declared.items()}
    missing = [name for name, text in texts.items() if text is None]
    if missing:
        raise ValidationError(f"Parameters: [{', '.join(missing)}] must have values")
    shown = {name: text_of(text) for name, text in texts.items()}
    read = {
        name: stored(shown[name], account, region)
        for name, one in declared.items()
        if SSM.fullmatch(one["Type"])
    }
    for name, one in declared.items():
        _check(name, one, shown[name])
    values = {n: _value(one["Type"], read.get(n, shown[n])) for n, one in declared.items()}
    hidden = frozenset(n for n, one in declared.items() if text_of(one.get("NoEcho", "")) == "true")
    return Parameters(shown, read, values, hidden)


def stored(name: str, account: str, region: str) -> str:
    """The value of a parameter of Systems Manager.

    Raises:
        ValidationError: when there is none.
    """
    from moto.ssm.models import ssm_backends

    found = ssm_backends[account][region].get_parameter(name)
    if found is None:
        said = f"Unable to fetch parameters [{name}] from parameter store for this account."
        raise ValidationError(said)
    return str(found.value)


def assert_rules(template: Template, scope: Scope) -> None:
    """The template's rules hold.

    Raises:
        ValidationError: with the descriptions of the assertions that do not.
    """
    broken = [
        text_of(one.get("AssertDescription", name))
        for name, rule in template.section("Rules").items()
        if "RuleCondition" not in rule or scope.holds(rule["RuleCondition"])
        for one in rule["Assertions"]
        if not scope.holds(one["Assert"])
    ]
    if broken:
        raise ValidationError(f"Template error: Rule assertion failed: {'; '.join(broken)}")


def _value(type_: str, text: str) -> Any:
    found = SSM.fullmatch(type_)
    inner = found[1] if found else type_
    if inner == "CommaDelimitedList" or inner.startswith("List<"):
        return [one.strip() for one in text.split(",")]
    return text


def _check(name: str, declared: Mapping[str, Any], text: str) -> None:
    said = declared.get("ConstraintDescription")
    problem = _problem(name, declared, text)
    if problem:
        raise ValidationError(f"Parameter {name} failed to satisfy constraint: {said or problem}")


def _problem(name: str, declared: Mapping[str, Any], text: str) -> str:
    allowed = [text_of(one) for one in declared.get("AllowedValues", [])]
    several = declared["Type"] == "CommaDelimitedList" or declared["Type"].startswith("List<")
    if allowed and any(
        one not in allowed for one in (_value(declared["Type"], text) if several else [text])
    ):
        return f"Parameter {name} must be one of AllowedValues"
    if declared["Type"] in ("Number", "List<Number>"):
        return _number_problem(name, declared, text)
    pattern = declared.get("AllowedPattern")
    if pattern and not all(
        re.fullmatch(pattern, one) for one in ([text] if not several else text.split(","))
    ):
        return f"Parameter {name} must match pattern {pattern}"
    if len(text) < int(declared.get("MinLength", 0)):
        return f"Parameter {name} must contain at least {declared['MinLength']} characters"
    if "MaxLength" in declared and len(text) > int(declared["MaxLength"]):
        return f"Parameter {name} must contain at most {declared['MaxLength']} characters"
    return ""


def _number_problem(name: str, declared: Mapping[str, Any], text: str) -> str:
    for one in text.split(","):
        if not NUMBER.fullmatch(one.strip()):
            return f"Parameter '{name}' must be a number."
        if "MinValue" in declared and float(one) < float(declared["MinValue"]):
            return f"Parameter {name} must be a number not less than {declared['MinValue']}"
        if "MaxValue" in declared and float(one) > float(declared["MaxValue"]):
            return f"Parameter {name} must be a number not greater than {declared['MaxValue']}"
    return ""
