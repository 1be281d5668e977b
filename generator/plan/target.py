"""A stack that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.plan import origins
from generator.plan.origins import FACTORY_TAG, Template

_NAME_OF = {
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
}
"""Property with which a resource of this type takes a name of its own choice."""


@dataclass(frozen=True, slots=True)
class Target:
    """A stack that is wanted: its template, and what goes with it."""

    name: str
    """Of the stack."""
    text: str
    """Of the template, as it is sent."""
    template: Template
    """The same as values; intrinsic functions in their long form."""
    factory: str = ""
    """Name of the factory; empty for a template that is none."""
    file: str = ""
    """Payload it comes from, as the user named it; empty when it comes from none."""
    region: str = ""
    """To which the payload pins it."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Those that were given."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Of the stack."""
    capabilities: tuple[str, ...] = ()
    """That the template needs (CloudFormation, CreateStack: Capabilities)."""
    image_names: tuple[str, ...] = ()
    """In the payload's order."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Image name of each resource that belongs to one image, by logical id."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """`web.yaml:6` of each resource, by logical id."""
    receivers: tuple[str, ...] = ()
    """Accounts that get copies of its AMIs, and need a role for that."""
    places: Mapping[str, str] = field(default_factory=dict)
    """`web.yaml:6` of each key that is known, by pointer: `Webserver.bootstrapUrl`."""

    @property
    def size(self) -> int:
        """Bytes of the text, which CloudFormation counts (51,200 inline)."""
        return len(self.text.encode())


def target(  # noqa: PLR0913  # a target is made of all of these
    name: str,
    text: str,
    template: Template,
    *,
    factory: str = "",
    file: str = "",
    region: str = "",
    parameters: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
    places: Mapping[str, str] | None = None,
    exact: Mapping[str, str] | None = None,
) -> Target:
    """The target that a template makes; what it tells of itself is read from its metadata.

    `places` adds lines of the payload by pointer to those that the template knows, `exact` those
    of resources by logical id. `file` takes the place of the template's, which knows a file's
    last name only.
    """
    known = {**origins.places(template, file), **(places or {})}
    return Target(
        name=name,
        text=text,
        template=template,
        factory=factory,
        file=file,
        region=region,
        parameters=dict(parameters or {}),
        tags={**(tags or {}), **({FACTORY_TAG: factory} if factory else {})},
        capabilities=capabilities(template),
        image_names=origins.image_names(template),
        images=origins.images(template),
        origins={**origins.origins(template, known), **(exact or {})},
        places=known,
    )


def capabilities(template: Template) -> tuple[str, ...]:
    """What CloudFormation wants acknowledged, the least that covers it.

    One of the two for IAM, the other one with a name that somebody chose (CloudFormation User
    Guide, "Acknowledging IAM resources in CloudFormation templates"); a macro's in addition.
    """
    made = [each for each in origins.resources(template).values() if isinstance(each, Mapping)]
    needed = []
    if any(_named(each) for each in made):
        needed.append("CAPABILITY_NAMED_IAM")
    elif any(str(each.get("Type", "")).startswith("AWS::IAM::") for each in made):
        needed.append("CAPABILITY_IAM")
    if template.get("Transform"):
        needed.append("CAPABILITY_AUTO_EXPAND")
    return tuple(needed)


def _named(resource: Mapping[str, Any]) -> bool:
    name = _NAME_OF.get(str(resource.get("Type")))
    properties = resource.get("Properties")
    return name is not None and isinstance(properties, Mapping) and name in properties
