"""Templates as CloudFormation gives them back: JSON, or YAML with its short forms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from generator.errors import RemoteError

WHOLE = ("Ref", "Condition")
"""Functions whose name has no `Fn::`."""


class TemplateLoader(yaml.SafeLoader):
    """SafeLoader that knows `!Sub` and its kin, and leaves dates what they are: text."""


def parsed(template: object) -> Mapping[str, Any]:
    """A template as values; botocore has parsed JSON already (`json_decode_template_body`).

    Raises:
        RemoteError: when it is neither JSON nor YAML.
    """
    values = template
    if isinstance(template, str):
        try:
            values = _values(template)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise RemoteError("the template of the stack is neither JSON nor YAML") from error
    if not isinstance(values, Mapping):
        raise RemoteError("the template of the stack is no mapping")
    return values


def _values(text: str) -> object:
    if text.lstrip().startswith("{"):
        return json.loads(text)
    return yaml.load(text, TemplateLoader)  # noqa: S506  # a SafeLoader with plain tags more


def _function(loader: TemplateLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any = None
    match node:
        case yaml.ScalarNode():
            value = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case yaml.MappingNode():
            value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in WHOLE else f"Fn::{suffix}": value}


TemplateLoader.add_multi_constructor("!", _function)
TemplateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
