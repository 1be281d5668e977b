"""Loops and conditions in the words of a dry run."""

from __future__ import annotations

from collections.abc import Mapping

from generator.awstoe.model import Loop
from generator.awstoe.operators import BRANCHES
from generator.payload.nodes import Mapping as MappingNode
from generator.rehearse.chaining import known
from generator.rehearse.model import Data


def loop_words(loop: Loop) -> str:
    """A loop in words."""
    if loop.count is not None:
        count = loop.count
        return f"{loop.name}: from {count.start} to {count.end} by {count.step}"
    if loop.values is not None:
        return f"{loop.name}: each of {', '.join(loop.values)}"
    return f"{loop.name}: each of {loop.listed} split by {loop.delimiter!r}"


def condition_words(node: MappingNode, values: Mapping[str, str]) -> str:
    """A condition in words, parameters and constants replaced."""
    told = known(node, values)
    if not isinstance(told, dict):
        return ""
    beside = [f"{key} {told[key]}" for key in BRANCHES if key in told]
    return ", ".join((_words({k: v for k, v in told.items() if k not in BRANCHES}), *beside))


def _words(told: Data) -> str:
    if isinstance(told, dict):
        return " ".join(f"{key} {_words(value)}" for key, value in told.items())
    if isinstance(told, list):
        return f"({', '.join(_words(each) for each in told)})"
    return f'"{told}"'
