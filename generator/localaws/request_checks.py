"""Requests against the service model: what AWS refuses before it looks at anything else.

botocore's client checks types, required members and minima; the services check all that a model
says. moto checks nothing. This walk reads the same model (`get_service_model`) and lists nothing
itself, so it is right for any service.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Requests are refused for required members, lengths, ranges, patterns and enumerations"
        " that the service model names",
        "botocore's service models",
    ),
    Emulated("The words of these refusals", "unverified"),
)


def request_problems(shape: Any, value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """What a service refuses of a request: (member's path, why), in the order of the request.

    Args:
        shape: a shape of botocore's model.
        value: the request as the model spells it.
        where: path of the value so far.

    """
    if shape.type_name not in _CHECKS:
        return
    yield from _CHECKS[shape.type_name](shape, value, where)


def _structure(shape: Any, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield where, "must be a structure"
        return
    for name in shape.required_members:
        if value.get(name) is None:
            yield _under(where, name), "is required"
    for name, item in value.items():
        if name not in shape.members:
            yield _under(where, name), "is not a member of the request"
        elif item is not None:
            yield from request_problems(shape.members[name], item, _under(where, name))


def _list(shape: Any, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        yield where, "must be a list"
        return
    yield from _size(shape, len(value), where, "items")
    for place, item in enumerate(value, 1):
        yield from request_problems(shape.member, item, f"{where}.{place}.member")


def _map(shape: Any, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield where, "must be a map"
        return
    yield from _size(shape, len(value), where, "entries")
    for key, item in value.items():
        yield from request_problems(shape.key, key, f"{where} (key {key})")
        yield from request_problems(shape.value, item, _under(where, key))


def _string(shape: Any, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, str):
        yield where, "must be a string"
        return
    if shape.enum and value not in shape.enum:
        yield where, f"must satisfy enum value set: [{', '.join(shape.enum)}]"
    yield from _size(shape, len(value), where, "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and not _matcher(pattern)(value):
        yield where, f"must satisfy regular expression pattern: {pattern}"


def _integer(shape: Any, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield where, "must be an integer"
        return
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and value < low:
        yield where, f"must have value greater than or equal to {low}"
    if high is not None and value > high:
        yield where, f"must have value less than or equal to {high}"


def _boolean(_shape: Any, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, bool):
        yield where, "must be true or false"


def _size(shape: Any, size: int, where: str, of: str) -> Iterator[tuple[str, str]]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield where, f"must have at least {low} {of}, has {size}"
    if high is not None and size > high:
        yield where, f"must have at most {high} {of}, has {size}"


@cache
def _matcher(pattern: str) -> Callable[[str], object]:
    """The model's patterns are Java's: the whole value, in ASCII; one Python cannot read is off."""
    try:
        return re.compile(pattern, re.ASCII).fullmatch
    except re.error:
        return lambda _value: True


def _under(where: str, name: str) -> str:
    return f"{where}.{name}" if where else str(name)


_CHECKS: Mapping[str, Callable[[Any, Any, str], Iterator[tuple[str, str]]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "integer": _integer,
    "long": _integer,
    "boolean": _boolean,
}
