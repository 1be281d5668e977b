"""Intrinsic functions: a value of a template, with everything filled in."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.exceptions import NotEmulatedError, ValidationError
from generator.localaws.cloudformation.template import Template
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Ref, GetAtt, Sub, Join, Select, Split, FindInMap, If, conditions, ImportValue, Base64,"
        " GetAZs, and the functions of rules are resolved; Cidr is refused",
        "CloudFormation User Guide, intrinsic functions",
    ),
)

VARIABLE = re.compile(r"\$\{(!?)([^${}]*)\}")
NO_VALUE = "AWS::NoValue"
ABSENT = object()
"""What AWS::NoValue stands for: the property is not there."""


class Lookup(Protocol):
    """What other resources are worth."""

    def ref(self, logical_id: str) -> Any:
        """Ref of a resource."""

    def attribute(self, logical_id: str, name: str) -> Any:
        """GetAtt of a resource."""


@dataclass(slots=True)
class Scope:
    """What values of one template are resolved with."""

    template: Template
    values: Mapping[str, Any]
    """Of parameters, by name; lists for list types."""
    pseudo: Mapping[str, Any]
    lookup: Lookup
    exported: Callable[[str], str]
    """Gives an export of this account and region; raises ValidationError without one."""
    known: dict[str, bool] = field(default_factory=dict)
    """Conditions that are evaluated."""

    def resolve(self, value: Any) -> Any:
        """A value with its functions evaluated; ABSENT for AWS::NoValue.

        Raises:
            ValidationError: when a function cannot be evaluated.
        """
        if isinstance(value, list):
            return [one for one in map(self.resolve, value) if one is not ABSENT]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in FUNCTIONS:
                return FUNCTIONS[name](self, argument)
            if str(name).startswith("Fn::"):
                raise NotEmulatedError(f"the function {name} here")
        resolved = {key: self.resolve(inner) for key, inner in value.items()}
        return {key: inner for key, inner in resolved.items() if inner is not ABSENT}

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        if name not in self.known:
            conditions = self.template.section("Conditions")
            if name not in conditions:
                said = f"Template format error: Unresolved condition dependency {name}"
                raise ValidationError(f"{said} in the Conditions block of the template")
            self.known[name] = self.holds(conditions[name])
        return self.known[name]

    def holds(self, expression: Any) -> bool:
        """Whether an expression of a condition or rule holds."""
        if isinstance(expression, dict) and set(expression) == {"Condition"}:
            return self.condition(expression["Condition"])
        value = self.resolve(expression)
        if isinstance(value, str):
            return value.lower() == "true"
        return bool(value)

    def included(self, resource: Mapping[str, Any]) -> bool:
        """Whether a resource or output is made: its condition holds, or it has none."""
        return "Condition" not in resource or self.condition(resource["Condition"])


def pseudo(account: str, region: str, stack: str, arn: str, topics: list[str]) -> dict[str, Any]:
    """The pseudo parameters."""
    partition = get_partition(region)
    return {
        "AWS::AccountId": account,
        "AWS::NoValue": ABSENT,
        "AWS::NotificationARNs": topics,
        "AWS::Partition": partition,
        "AWS::Region": region,
        "AWS::StackId": arn,
        "AWS::StackName": stack,
        "AWS::URLSuffix": "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com",
    }


def text_of(value: Any) -> str:
    """A value as CloudFormation writes it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(text_of(one) for one in value)
    return str(value)


def _ref(scope: Scope, name: str) -> Any:
    if name in scope.values:
        return scope.values[name]
    if name in scope.pseudo:
        return scope.pseudo[name]
    return scope.lookup.ref(name)


def _get_att(scope: Scope, argument: Any) -> Any:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return scope.lookup.attribute(name, text_of(scope.resolve(attribute)))


def _sub(scope: Scope, argument: Any) -> str:
    text, names = (argument, {}) if isinstance(argument, str) else argument

    def filled(found: re.Match[str]) -> str:
        literal, name = found[1], found[2].strip()
        if literal:
            return f"${{{name}}}"
        if name in names:
            return text_of(scope.resolve(names[name]))
        if "." in name and name not in scope.values:
            return text_of(_get_att(scope, name))
        return text_of(_ref(scope, name))

    return VARIABLE.sub(filled, text)


def _join(scope: Scope, argument: Any) -> str:
    between, values = argument
    return str(between).join(text_of(one) for one in scope.resolve(values))


def _split(scope: Scope, argument: Any) -> list[str]:
    return text_of(scope.resolve(argument[1])).split(argument[0])


def _select(scope: Scope, argument: Any) -> Any:
    index, values = int(scope.resolve(argument[0])), scope.resolve(argument[1])
    if isinstance(values, str):  # a list that is not known yet
        return values
    if not 0 <= index < len(values):
        said = "Template error: Fn::Select cannot select nonexistent value at index"
        raise ValidationError(f"{said} {index}")
    return values[index]


def _find_in_map(scope: Scope, argument: Any) -> Any:
    name, first, second = (text_of(scope.resolve(one)) for one in argument[:3])
    try:
        return scope.template.section("Mappings")[name][first][second]
    except KeyError as error:
        said = f"Template error: Unable to get mapping for {name}::{first}::{second}"
        raise ValidationError(said) from error


def _if(scope: Scope, argument: Any) -> Any:
    name, yes, no = argument
    return scope.resolve(yes if scope.condition(name) else no)


def _equals(scope: Scope, argument: Any) -> bool:
    one, other = (scope.resolve(each) for each in argument)
    return one == other or text_of(one) == text_of(other)


def _contains(scope: Scope, argument: Any) -> bool:
    values, wanted = scope.resolve(argument[0]), scope.resolve(argument[1])
    return text_of(wanted) in [text_of(one) for one in values]


def _each_member_in(scope: Scope, argument: Any) -> bool:
    these, among = scope.resolve(argument[0]), scope.resolve(argument[1])
    return {text_of(one) for one in these} <= {text_of(one) for one in among}


def _each_member_equals(scope: Scope, argument: Any) -> bool:
    these, wanted = scope.resolve(argument[0]), scope.resolve(argument[1])
    return {text_of(one) for one in these} <= {text_of(wanted)}


def _get_azs(scope: Scope, argument: Any) -> list[str]:
    region = text_of(scope.resolve(argument)) or scope.pseudo["AWS::Region"]
    return [f"{region}{letter}" for letter in "abc"]


def _base64(scope: Scope, argument: Any) -> str:
    return base64.b64encode(text_of(scope.resolve(argument)).encode()).decode()


FUNCTIONS: Mapping[str, Callable[[Scope, Any], Any]] = {
    "Fn::And": lambda scope, argument: all(scope.holds(one) for one in argument),
    "Fn::Base64": _base64,
    "Fn::Contains": _contains,
    "Fn::EachMemberEquals": _each_member_equals,
    "Fn::EachMemberIn": _each_member_in,
    "Fn::Equals": _equals,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _get_azs,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::ImportValue": lambda scope, argument: scope.exported(text_of(scope.resolve(argument))),
    "Fn::Join": _join,
    "Fn::Not": lambda scope, argument: not scope.holds(argument[0]),
    "Fn::Or": lambda scope, argument: any(scope.holds(one) for one in argument),
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Ref": _ref,
}
