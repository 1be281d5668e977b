"""Reads a rendered template as CloudFormation does, short forms as the functions they stand for."""

from __future__ import annotations

from typing import Any

import yaml


class _Reader(yaml.CSafeLoader):
    """Knows every tag that CloudFormation documents."""


def _function(loader: Any, suffix: str, node: Any) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {name: text.split(".", 1) if name == "Fn::GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_Reader.add_multi_constructor("!", _function)


def read_template(text: str) -> Any:
    """The tree of a template."""
    return yaml.load(text, _Reader)  # noqa: S506  # a safe loader with a few tags
