"""Shapes of the service model compiled into functions that check a value.

A check takes a value in CloudFormation's spelling and gives what is wrong with it, nothing
being the usual answer. Shapes are compiled when a template first uses them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from sys import maxsize
from typing import Any

from generator.lint import api_problems as say
from generator.lint.api_functions import FINE, Check, otherwise
from generator.lint.api_model import (
    CLOUDFORMATION_ONLY,
    READ_ONLY,
    Required,
    Shape,
    model,
    properties,
    required_properties,
)
from generator.lint.api_problems import Problem
from generator.lint.api_samples import (
    NO_VALUE,
    Samples,
    branches,
    is_function,
    is_function_name,
)
from generator.lint.api_scalars import boolean_check, number_check, text_check


@cache
def check_of(shape_name: str) -> Check:
    """The check of a shape of the model; its members are compiled at their first use."""
    shape = model().shapes[shape_name]
    return _COMPILERS.get(shape["type"], _anything)(shape_name, shape)


def _structure(name: str, _shape: Shape) -> Check:
    check_of_property = _PropertyChecks(name)
    required = {need.name: need for need in required_properties(name)}

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        if not isinstance(value, dict) or is_function(value):
            return otherwise(check, value, samples, say.MAPPING)
        problems: list[Problem] = []
        for key, item in value.items():
            found = check_of_property[key](item, samples)
            if found:
                problems += [problem.under(key) for problem in found]
        for key, need in required.items():
            # only a function can stand for nothing
            if is_function(value.get(key, NO_VALUE)):
                problems += _absent(need, value)
        return problems

    return check


class _PropertyChecks(dict[object, Check]):
    """The checks of a structure's properties, compiled when they are first asked for."""

    def __init__(self, shape_name: str) -> None:
        super().__init__()
        self._shape_name = shape_name
        self._shapes = properties(shape_name)

    def __missing__(self, key: object) -> Check:
        shape_name = self._shapes.get(str(key))
        if shape_name is None:  # not kept: there is no end to what can be misspelt
            return _not_in_request(self._shape_name, key, self._shapes)
        self[key] = check_of(shape_name)
        return self[key]


def _not_in_request(name: str, key: object, known: Collection[str]) -> Check:
    if is_function_name(key) or key in CLOUDFORMATION_ONLY.get(name, ()):
        return _nothing
    is_result = key in READ_ONLY.get(name, ())
    problem = say.read_only() if is_result else say.unknown(key, known)
    return lambda _value, _samples: [problem]


def _absent(need: Required, value: dict[Any, Any]) -> list[Problem]:
    replaced = need.unless is not None and need.unless in value
    # a macro such as Fn::Transform may add the property
    if replaced or any(map(is_function_name, value)):
        return []
    choices = branches(value.get(need.name, NO_VALUE))
    return [say.missing().under(need.name, *path) for path, it in choices if it == NO_VALUE]


def _list(_name: str, shape: Shape) -> Check:
    check_item = check_of(shape["member"]["shape"])
    check_size = _size(shape)

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        if not isinstance(value, list):
            return otherwise(check, value, samples, say.LIST)
        problems = check_size(value)
        for position, item in enumerate(value):
            found = check_item(item, samples)
            if found:
                problems += [problem.under(position) for problem in found]
        return problems

    return check


def _map(_name: str, shape: Shape) -> Check:
    check_key = check_of(shape["key"]["shape"])
    check_item = check_of(shape["value"]["shape"])
    check_size = _size(shape)

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        if not isinstance(value, dict) or is_function(value):
            return otherwise(check, value, samples, say.MAPPING)
        problems = check_size(list(value.values()))
        for key, item in value.items():
            found = check_key(key, samples)
            if found:
                problems += [problem.of_map_key(key) for problem in found]
            found = check_item(item, samples)
            if found and not is_function_name(key):
                problems += [problem.under(key) for problem in found]
        return problems

    return check


def _size(shape: Shape) -> Callable[[list[Any]], list[Problem]]:
    """Checks how many entries there are; those that may be left out get the benefit of doubt."""
    low, high = shape.get("min", 0), shape.get("max", maxsize)
    wanted = say.amount(low, shape.get("max"), "entry")

    def check_size(entries: list[Any]) -> list[Problem]:
        most = len(entries) - entries.count(NO_VALUE)
        if low <= most <= high:
            return []
        size = most if most < low else most - sum(map(_may_vanish, entries))
        return [] if low <= size <= high else [say.wrong_size(size, wanted)]

    return check_size


def _may_vanish(entry: Any) -> bool:
    choices = [choice for _path, choice in branches(entry)]
    return len(choices) > 1 and NO_VALUE in choices


def _anything(_name: str, _shape: Shape) -> Check:
    return _nothing


def _nothing(_value: Any, _samples: Samples) -> Sequence[Problem]:
    return FINE


_COMPILERS: dict[str, Callable[[str, Shape], Check]] = {
    "boolean": boolean_check,
    "integer": number_check,
    "list": _list,
    "long": number_check,
    "map": _map,
    "string": text_check,
    "structure": _structure,
}
