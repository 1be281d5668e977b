"""Expressions in braces: `{{ Name }}`, `{{ phase.step.outputs.stdout }}`, `{{ loop.index }}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.findings import Span
from generator.payload.nodes import Mapping, Node, Scalar, Sequence, part

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_LOOP = re.compile(r"(?P<loop>[A-Za-z0-9_-]+)\.(?P<what>index|value)")
_CHAIN = re.compile(
    r"(?P<phase>[^.{}\[\]]+)\.(?P<step>[^.{}\[\]]+)"
    r"\.(?P<side>inputs|outputs)(?:\[(?P<position>[0-9]{1,4})\])?\.(?P<field>[A-Za-z0-9_-]+)"
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A parameter or a constant."""

    name: str


@dataclass(frozen=True, slots=True)
class LoopVariable:
    """The index or the value of a loop."""

    loop: str
    what: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What a step took, or gave."""

    phase: str
    step: str
    side: Literal["inputs", "outputs"]
    position: int | None
    """Of an input that is a list of mappings, or of an output of one."""
    field: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Braces in which no expression of the runner stands."""

    text: str


Expression = Variable | LoopVariable | Chain | Foreign


@dataclass(frozen=True, slots=True)
class Found:
    """An expression and where it stands."""

    expression: Expression
    text: str
    span: Span


def parse(inside: str) -> Expression:
    """What stands between braces; spaces around it do not count."""
    text = inside.strip()
    if chain := _CHAIN.fullmatch(text):
        position = chain["position"]
        side: Literal["inputs", "outputs"] = "inputs" if chain["side"] == "inputs" else "outputs"
        return Chain(
            chain["phase"], chain["step"], side, int(position) if position else None, chain["field"]
        )
    if loop := _LOOP.fullmatch(text):
        return LoopVariable(loop["loop"], loop["what"])
    return Variable(text) if _NAME.fullmatch(text) else Foreign(text)


def braces(text: str) -> Iterator[re.Match[str]]:
    """Every pair of braces.

    Nothing is looked for behind the last that close: each that opens there would be followed to
    the end of the text, which takes minutes for a text of many.
    """
    return _BRACES.finditer(text, 0, text.rfind("}}") + 2)


def expressions(node: Node | None) -> Iterator[Found]:
    """Every expression in the texts below a node."""
    for scalar in texts(node):
        for match in braces(scalar):
            yield Found(parse(match[1]), match[0], part(scalar, *match.span()))


def texts(node: Node | None) -> Iterator[Scalar]:
    """Every text below a node, keys left out."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node:
            yield from texts(item)
    elif isinstance(node, Mapping):
        for item in node.values():
            yield from texts(item)


def has_expression(text: str) -> bool:
    """Whether something is replaced in a text, so that its value is not known beforehand."""
    return any(True for _ in braces(text))
