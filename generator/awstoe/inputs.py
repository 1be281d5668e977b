"""The inputs of a step against what its action takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.awstoe.actions import ACTIONS, Action, Input, Kind
from generator.awstoe.codes import INPUTS, PERMISSIONS, PLATFORM, UNKNOWN_INPUT
from generator.awstoe.conditions import check_condition
from generator.awstoe.expressions import has_expression
from generator.awstoe.model import Step
from generator.awstoe.problems import Problem, kind, near, shown, unknown_keys
from generator.awstoe.settings import whole
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

_FLAG = re.compile(r"(?i:true|false)")
_PERMISSIONS = re.compile(r"0?[0-7]{3,4}")
_ENCODING = re.compile(r"(?i:utf-?(?:8|16|32)(?:-?[lb]e)?)")


def check_inputs(step: Step, platform: str) -> Iterator[Problem]:
    """What is wrong with what a step gives its action."""
    action = ACTIONS.get(step.action)
    if action is None:
        return
    if step.action == "Assert":
        yield from _assertion(step)
        return
    if step.inputs is None or (isinstance(step.inputs, Scalar) and step.inputs.is_null):
        yield from _missing(action, Mapping((), step.action.span))
        return
    for entry in _entries(step, action):
        if isinstance(entry, Problem):
            yield entry
        else:
            yield from _entry(entry, action, platform)


def entries(step: Step) -> list[Mapping]:
    """The mappings that a step gives its action, one after the other."""
    if isinstance(step.inputs, Mapping):
        return [step.inputs]
    given = step.inputs if isinstance(step.inputs, Sequence) else ()
    return [entry for entry in given if isinstance(entry, Mapping)]


def _assertion(step: Step) -> Iterator[Problem]:
    if isinstance(step.inputs, Mapping):
        yield from check_condition(step.inputs, branches=False)
    else:
        span = step.inputs.span if step.inputs is not None else step.action.span
        yield Problem(INPUTS, span, "Assert needs inputs with one operator")


def _entries(step: Step, action: Action) -> Iterator[Mapping | Problem]:
    node = step.inputs
    if action.shape == "map":
        if isinstance(node, Mapping):
            yield node
        elif node is not None:
            hint = "take away the hyphen before its first key"
            said = f"{action.name} takes one mapping, inputs is {kind(node)}"
            yield Problem(INPUTS, node.span, said, hint if isinstance(node, Sequence) else "")
        return
    if not isinstance(node, Sequence):
        if node is not None:
            hint = "put a hyphen before its first key" if isinstance(node, Mapping) else ""
            said = f"{action.name} takes a list of mappings, inputs is {kind(node)}"
            yield Problem(INPUTS, node.span, said, hint)
        return
    if not node:
        yield Problem(INPUTS, node.span, f"{action.name} has nothing to do: inputs is empty")
    for entry in node:
        if isinstance(entry, Mapping):
            yield entry
        else:
            said = f"an entry of inputs is {kind(entry)}, not a mapping"
            yield Problem(INPUTS, entry.span, said)


def _entry(entry: Mapping, action: Action, platform: str) -> Iterator[Problem]:
    names = [each.name for each in action.inputs]
    yield from unknown_keys(UNKNOWN_INPUT, entry, names, action.name)
    yield from _missing(action, entry)
    for each in action.inputs:
        value = entry.get(each.name)
        if value is None or (isinstance(value, Scalar) and value.is_null):
            continue
        if platform and platform not in each.platforms:
            said = f"{each.name} is not for {platform}"
            yield Problem(PLATFORM, (entry.key(each.name) or value).span, said, "remove it")
        yield from _value(each, value)
    if action.name == "ExecutePowerShell" and ("commands" in entry) == ("file" in entry):
        said = "ExecutePowerShell takes exactly one of commands and file"
        yield Problem(INPUTS, entry.span, said)


def _missing(action: Action, entry: Mapping) -> Iterator[Problem]:
    for each in action.inputs:
        value = entry.get(each.name)
        absent = value is None or (isinstance(value, Scalar) and value.is_null)
        if each.required and absent:
            yield Problem(INPUTS, entry.span, f"{action.name} needs {each.name}")


def _value(each: Input, value: Node) -> Iterator[Problem]:
    match each.kind:
        case Kind.TEXTS:
            yield from _texts(each, value)
        case Kind.MAPPING:
            if not isinstance(value, Mapping):
                yield _wrong(each, value)
        case Kind.PAIRS:
            yield from _pairs(each, value)
        case _ if not isinstance(value, Scalar):
            yield _wrong(each, value)
        case _ if not has_expression(value):
            yield from _scalar(each, value)


def _texts(each: Input, value: Node) -> Iterator[Problem]:
    if not isinstance(value, Sequence):
        yield _wrong(each, value)
        return
    if not value and each.required:
        yield Problem(INPUTS, value.span, f"{each.name} is empty")
    for item in value:
        if not isinstance(item, Scalar):
            hint = "quote what has a colon and a space in it" if isinstance(item, Mapping) else ""
            said = f"one of {each.name} is {kind(item)}, not a text"
            yield Problem(INPUTS, item.span, said, hint)


def _pairs(each: Input, value: Node) -> Iterator[Problem]:
    if not isinstance(value, Sequence):
        yield _wrong(each, value)
        return
    for item in value:
        if not isinstance(item, Mapping) or {*item} != {"name", "value"}:
            yield Problem(INPUTS, item.span, f"one of {each.name} is not name and value")


def _scalar(each: Input, value: Scalar) -> Iterator[Problem]:
    match each.kind:
        case Kind.FLAG if not _FLAG.fullmatch(value):
            yield _wrong(each, value)
        case Kind.NUMBER if (number := whole(value)) is None or number < 0:
            yield _wrong(each, value)
        case Kind.ENCODING if not _ENCODING.fullmatch(value):
            said = f'"{shown(value)}" is no encoding'
            yield Problem(INPUTS, value.span, said, "utf8, utf16 or utf32, with -LE or -BE")
        case Kind.PERMISSIONS:
            yield from _permissions(value)
    if each.choices and value.lower() not in {choice.lower() for choice in each.choices}:
        wanted = f"{', '.join(each.choices[:-1])} or {each.choices[-1]}"
        said = f"{each.name} is {kind(value)}, not {wanted}"
        yield Problem(INPUTS, value.span, said, near(value, each.choices))


def _permissions(value: Scalar) -> Iterator[Problem]:
    if not _PERMISSIONS.fullmatch(value):
        said = f'permissions "{shown(value)}" are not octal digits'
        yield Problem(INPUTS, value.span, said, 'for example "0644"')
    elif value.plain:
        yield Problem(
            PERMISSIONS,
            value.span,
            f"permissions {value} can be read as a number",
            f'write "{value}"',
        )


def _wrong(each: Input, value: Node) -> Problem:
    return Problem(INPUTS, value.span, f"{each.name} is {kind(value)}, not {each.kind}")
