"""What {{ }} stands for in a runbook: parameters, system variables and outputs of earlier steps.

Source: Systems Manager User Guide, "Automation system variables" and "Data elements and
parameters". A reference that is all of a value keeps its type; in the midst of text it has to be
text. Nothing is expanded twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.localaws.automation.model import Parameter

REFERENCE = re.compile(r"\{\{ *([A-Za-z0-9_:.]+) *\}\}")
VARIABLES = frozenset({"automation:EXECUTION_ID"})
"""The system variables that are known here; AWS has more."""

LONGEST_VALUE = 512
MOST_VALUES = 50
"""Characters of a value and values of a list: botocore, ssm AutomationParameterValue(List)."""


class UnresolvedError(Exception):
    """A reference to an output that the step did not give."""


class InvalidParametersError(ValueError):
    """Parameters that the runbook does not take (AWS: InvalidAutomationExecutionParameters)."""


def references(value: Any) -> Iterator[str]:
    """The names in {{ }} anywhere in a value; a malformed one comes with its braces."""
    if isinstance(value, str):
        yield from REFERENCE.findall(value)
        rest = REFERENCE.sub("", value)
        if "{{" in rest or "}}" in rest:
            yield rest
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from references(item)


def resolve(value: Any, known: Mapping[str, Any], absent: str | None = None) -> Any:
    """The value with every reference replaced.

    Raises UnresolvedError for one that is not known, unless `absent` stands in for it.
    """
    if isinstance(value, str):
        return _resolve_text(value, known, absent)
    if isinstance(value, Mapping):
        return {key: resolve(item, known, absent) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [resolve(item, known, absent) for item in value]
    return value


def _resolve_text(text: str, known: Mapping[str, Any], absent: str | None) -> Any:
    whole = REFERENCE.fullmatch(text)
    if whole:
        return _value(whole[1], known, absent)
    return REFERENCE.sub(lambda match: _text(_value(match[1], known, absent)), text)


def _value(name: str, known: Mapping[str, Any], absent: str | None) -> Any:
    value = known.get(name, absent)
    if value is None:
        raise UnresolvedError(f"{name} has no value")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnresolvedError(f"{value!r} stands in the midst of text")
    return value


def bind(declared: Mapping[str, Parameter], given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The value of every parameter, as StartAutomationExecution takes them: lists of strings.

    Raises InvalidParametersError with everything that is wrong.
    """
    unknown = sorted(set(given) - set(declared))
    problems = [f"the runbook has no parameter {name}" for name in unknown]
    values: dict[str, Any] = {}
    for name, parameter in declared.items():
        if name in given:
            problems += _refusals(parameter, given[name])
            values[name] = _typed(parameter.type, given[name])
        elif parameter.default is None:
            problems.append(f"{name} is required")
        else:
            values[name] = parameter.default
    if problems:
        raise InvalidParametersError("; ".join(problems))
    return values


def _refusals(parameter: Parameter, items: Sequence[str]) -> Iterator[str]:
    if len(items) > MOST_VALUES or (parameter.type == "String" and len(items) != 1):
        yield f"{parameter.name} has {len(items)} values"
    for item in items:
        if not 1 <= len(item) <= LONGEST_VALUE:
            yield f"{parameter.name} has a value of {len(item)} characters"
        if parameter.allowed_pattern and not re.fullmatch(parameter.allowed_pattern, item):
            yield f"{parameter.name} does not match {parameter.allowed_pattern}: {item!a}"
        if parameter.allowed_values and item not in parameter.allowed_values:
            yield f"{parameter.name} is none of {', '.join(parameter.allowed_values)}: {item!a}"


def _typed(kind: str, items: Sequence[str]) -> Any:
    match kind:
        case "String":
            return items[0] if items else ""
        case "StringList":
            return list(items)
        case "MapList":
            return [json.loads(item) for item in items]
    raise KeyError(kind)
