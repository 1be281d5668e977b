"""API calls of runbooks: what they may ask and what can be selected from the answer.

Sources: botocore's service models for inputs and answers; Systems Manager User Guide, "Using
JSONPath in runbooks" for selectors: child (.), deep scan (..) and index ([0]).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import botocore.exceptions
import botocore.session
from botocore.model import OperationModel, Shape

from generator.localaws.automation.values import REFERENCE

MISSING = object()
"""What a selector gives that finds nothing."""

_SELECTOR = re.compile(r"\$(\.\.?[A-Za-z0-9]+|\[[0-9]+\])+")
_TOKEN = re.compile(r"(\.\.?|\[)([A-Za-z0-9]+)")
_SCALARS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
}
OUTPUT_TYPES: Mapping[str, Any] = {"String": str, "StringList": list}
"""Types of an output that are known here."""


@cache
def operation(service: str, api: str) -> OperationModel | None:
    """The model of an API operation, or None if AWS has no such thing."""
    session = botocore.session.get_session()
    try:
        return session.get_service_model(service).operation_model(api)
    except (botocore.exceptions.UnknownServiceError, botocore.exceptions.DataNotFoundError):
        return None
    except botocore.model.OperationNotFoundError:
        return None


def input_problems(model: OperationModel, request: Mapping[str, Any]) -> Iterator[str]:
    """Members that an operation does not have, lacks, or has with another type."""
    if model.input_shape is None:
        yield from (f"{model.name} takes no {name}" for name in request)
    else:
        yield from _value_problems(model.input_shape, request, model.name)


def _value_problems(shape: Shape, value: Any, where: str) -> Iterator[str]:
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return  # its type shows when it is resolved
    if shape.type_name == "structure":
        yield from _structure_problems(shape, value, where)
    elif shape.type_name == "list":
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for number, item in enumerate(value):
            yield from _value_problems(shape.member, item, f"{where}[{number}]")
    elif not isinstance(value, _SCALARS[shape.type_name]):
        yield f"{where} is a {type(value).__name__}, not a {shape.type_name}"


def _structure_problems(shape: Shape, value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{where} is no mapping"
        return
    yield from (f"{where} lacks {name}" for name in shape.required_members if name not in value)
    for name, item in value.items():
        if name in shape.members:
            yield from _value_problems(shape.members[name], item, f"{where}.{name}")
        else:
            yield f"{where} takes no {name}"


def selector_problems(model: OperationModel, selector: str, kind: str | None) -> Iterator[str]:
    """What keeps a selector from finding a value of this type in any answer."""
    if not _SELECTOR.fullmatch(selector):
        yield f"selector {selector} is not understood"
        return
    shape, deep = model.output_shape, False
    for operator, name in _TOKEN.findall(selector):
        found = None if shape is None else _step_into(shape, operator, name)
        if found is None:
            yield f"selector {selector} finds nothing in an answer of {model.name}"
            return
        shape, deep = found, deep or operator == ".."
    if kind is not None and kind != ("StringList" if deep else "String"):
        yield f"selector {selector} does not find a {kind}"
    if shape is None or shape.type_name != "string":
        yield f"selector {selector} does not find text"


def _step_into(shape: Shape, operator: str, name: str) -> Shape | None:
    if operator == "[":
        return shape.member if shape.type_name == "list" else None
    if operator == ".":
        return shape.members.get(name) if shape.type_name == "structure" else None
    return _beneath(shape, name)


def _beneath(shape: Shape, name: str) -> Shape | None:
    if shape.type_name == "list":
        return _beneath(shape.member, name)
    if shape.type_name != "structure":
        return None
    if name in shape.members:
        return shape.members[name]
    found = (_beneath(member, name) for member in shape.members.values())
    return next((member for member in found if member is not None), None)


def select(answer: Any, selector: str) -> Any:
    """What a selector finds in an answer: one value, a list after a deep scan, or MISSING."""
    found, deep = [answer], False
    for operator, name in _TOKEN.findall(selector):
        deep = deep or operator == ".."
        found = [value for place in found for value in _look(place, operator, name)]
    if deep:
        return found
    return found[0] if found else MISSING


def _look(place: Any, operator: str, name: str) -> Iterator[Any]:
    if operator == "[" and isinstance(place, list) and int(name) < len(place):
        yield place[int(name)]
    elif operator == "." and isinstance(place, Mapping) and name in place:
        yield place[name]
    elif operator == "..":
        yield from _scan(place, name)


def _scan(place: Any, name: str) -> Iterator[Any]:
    if isinstance(place, Mapping):
        if name in place:
            yield place[name]
        for value in place.values():
            yield from _scan(value, name)
    elif isinstance(place, list):
        for value in place:
            yield from _scan(value, name)
