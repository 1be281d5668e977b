"""The kinds of things that Image Builder keeps, as far as its service model tells of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from moto.core.utils import get_service_model

NAMES = (
    "Component",
    "ImageRecipe",
    "InfrastructureConfiguration",
    "DistributionConfiguration",
    "ImagePipeline",
    "LifecyclePolicy",
    "Workflow",
    "Image",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: ImageRecipe and so on."""

    name: str
    """As in operations and in CloudFormation's types."""
    member: str
    """Key of the whole thing in a Get reply."""
    arn_key: str
    """Key of the ARN in Get, Delete and Create."""
    listed: str
    """Key of the list in a List reply."""
    path: str
    """In ARNs."""
    versions: int
    """0 has none, 1 has versions, 2 has builds of versions."""


def model() -> Any:
    """Botocore's description of the service."""
    return get_service_model("imagebuilder")


@cache
def kind(name: str) -> Kind:
    """A kind by its name."""
    get = model().operation_model(f"Get{name}")
    listing = model().operation_model(f"List{plural(name)}").output_shape.members
    arn_key = get.input_shape.required_members[0]
    return Kind(
        name=name,
        member=name[0].lower() + name[1:],
        arn_key=arn_key,
        listed=next(key for key, shape in listing.items() if shape.type_name == "list"),
        path=re.sub("(?<!^)([A-Z])", r"-\1", name).lower(),
        versions=2 if "BuildVersion" in arn_key else int(name.endswith("Recipe")),
    )


def plural(name: str) -> str:
    """As List operations spell it."""
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


@cache
def kind_at(path: str) -> Kind:
    """The kind whose ARNs have this path."""
    return next(it for it in map(kind, NAMES) if it.path == path.partition("/")[0])
