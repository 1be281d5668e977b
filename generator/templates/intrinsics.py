"""Values of the graph as CloudFormation intrinsic functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import AWSHelperFn, GetAtt, Sub, Tags
from troposphere import Ref as TroposphereRef

from generator.graph.values import ACCOUNT, Attribute, Pseudo, Ref, Value


def intrinsic(value: Value) -> str | AWSHelperFn:
    """A value as troposphere takes it; plain text stays plain and is never substituted into."""
    match value:
        case str():
            return value
        case Pseudo():
            return Sub(value.text)
        case Ref():
            return TroposphereRef(value.logical_id)
        case Attribute():
            return GetAtt(value.logical_id, value.name)


def document(value: Any) -> Any:
    """A policy document or other free-form tree with its values made intrinsic."""
    if isinstance(value, Pseudo | Ref | Attribute):
        return intrinsic(value)
    if isinstance(value, Mapping):
        return {key: document(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [document(item) for item in value]
    return value


def given(**properties: Any) -> dict[str, Any]:
    """The properties that say something: None and empty ones are left to the service."""
    return {
        name: value
        for name, value in properties.items()
        if value is not None and value not in ((), [], {})
    }


def tag_list(tags: Mapping[str, str]) -> Tags | None:
    """Tags as most services take them; Image Builder takes a map."""
    return Tags(dict(tags)) if tags else None


def trust(service: Any, condition: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A trust policy: one service may assume the role."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return policy(statement if condition is None else {**statement, "Condition": condition})


FOR_THIS_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
"""A service acts for this account only, not as somebody else's deputy."""


def policy(*statements: Any) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": [document(each) for each in statements]}
