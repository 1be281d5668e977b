"""From what is asked for to a version of a stack that can be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.localaws.cloudformation import capabilities, dependencies, schemas
from generator.localaws.cloudformation.bodies import body
from generator.localaws.cloudformation.exceptions import NotEmulatedError, ValidationError
from generator.localaws.cloudformation.handlers import handler
from generator.localaws.cloudformation.parameters import assert_rules, settle
from generator.localaws.cloudformation.resolving import pseudo
from generator.localaws.cloudformation.scopes import Unmade, scope_of
from generator.localaws.cloudformation.stack import Stack, Version
from generator.localaws.cloudformation.template import Template, load
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Resource types that the registry does not have are refused as AWS does; those that the"
        " local AWS does not emulate are refused with these words",
        "registry schemas; the local AWS",
    ),
    Emulated(
        "A stack's RoleARN is kept and shown; everything is made whatever it permits",
        "unverified",
    ),
)

POLICIES = ("Delete", "Retain", "RetainExceptOnCreate")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A version of a stack as it is asked for."""

    text: str = ""
    url: str = ""
    previous: bool = False
    """The template that the stack has."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    """Parameters that keep their value."""
    tags: Mapping[str, str] | None = None
    capabilities: tuple[str, ...] = ()
    role: str = ""
    topics: tuple[str, ...] | None = None


EMPTY = Version(Template("", {}), settle(Template("", {}), {}, "", ""))
"""Of a stack that has nothing yet."""


def version_of(stack: Stack, wanted: Wanted) -> Version:
    """The version, with everything checked that can be before anything is made.

    Raises:
        ValidationError: when the template or a parameter is wrong.
    """
    text = stack.version.template.text if wanted.previous else ""
    if not wanted.previous:
        text = body(wanted.text, wanted.url, stack.account, stack.region)
    template = load(text)
    check(template, stack)
    capabilities.check(template, wanted.capabilities)
    was = stack.version.parameters.given
    missing = [one for one in wanted.kept if one not in was]
    if missing:
        said = f"Invalid input for parameter key {missing[0]}. Cannot specify usePreviousValue as"
        raise ValidationError(f"{said} true for a parameter key not in the previous template")
    given = {**{one: was[one] for one in wanted.kept}, **wanted.parameters}
    version = Version(
        template,
        settle(template, given, stack.account, stack.region),
        stack.version.tags if wanted.tags is None else wanted.tags,
        wanted.capabilities,
        wanted.role or stack.version.role,
        stack.version.topics if wanted.topics is None else wanted.topics,
    )
    scope = scope_of(stack, version, Unmade())
    assert_rules(template, scope)
    dependencies.needs(template, scope)
    _same_types(stack, template)
    return version


def check(template: Template, stack: Stack | None = None) -> None:
    """References lead somewhere, types exist and are emulated, attributes and policies exist.

    Raises:
        ValidationError: when that is not so.
    """
    dependencies.check(template, pseudo("", "", "", stack.arn if stack else "", []))
    types = {name: one["Type"] for name, one in template.resources.items()}
    known = {one for one in types.values() if one.startswith("Custom::") or schemas.schema(one)}
    unknown = sorted(set(types.values()) - known)
    if unknown:
        said = f"Unrecognized resource types: [{', '.join(unknown)}]"
        raise ValidationError(f"Template format error: {said}")
    missing = [one for one in sorted(known) if handler(one) is None]
    if missing:
        raise NotEmulatedError(", ".join(missing))
    _attributes(template, types)
    _policies(template)


def _attributes(template: Template, types: Mapping[str, str]) -> None:
    for block in ("Resources", "Outputs"):
        for one in dependencies.references(template.section(block)):
            type_ = types.get(one.name, "AWS::CloudFormation::Stack")
            have = schemas.attributes(type_)
            if one.attribute in ("", "?") or one.attribute in have or not have:
                continue
            if type_ != "AWS::CloudFormation::Stack":
                said = f"resource {one.name} does not support attribute type {one.attribute}"
                raise ValidationError(f"Template error: {said} in Fn::GetAtt")


def _policies(template: Template) -> None:
    for one in template.resources.values():
        for key in ("DeletionPolicy", "UpdateReplacePolicy"):
            policy = one.get(key, "Delete")
            if policy == "Snapshot":
                raise NotEmulatedError(f"{key} Snapshot")
            if policy not in POLICIES:
                raise ValidationError(f"Template error: {key} {policy} is not supported")


def _same_types(stack: Stack, template: Template) -> None:
    changed = sorted(
        name
        for name, one in stack.resources.items()
        if name in template.resources and template.resources[name]["Type"] != one.type
    )
    if changed:
        said = "Update of resource type is not permitted. The new template modifies resource type"
        raise ValidationError(f"{said} of the following resources: [{', '.join(changed)}]")
