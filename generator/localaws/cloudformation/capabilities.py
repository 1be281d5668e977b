"""What a template makes that its owner must acknowledge."""

from __future__ import annotations

from collections.abc import Iterable

from generator.localaws.cloudformation.exceptions import InsufficientCapabilitiesError
from generator.localaws.cloudformation.template import Template
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "IAM resources need CAPABILITY_IAM, those with a name of their own CAPABILITY_NAMED_IAM",
        "CloudFormation API Reference, CreateStack, Capabilities",
    ),
)

NAMES = {
    "AWS::IAM::AccessKey": "",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": "",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::RolePolicy": "",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserPolicy": "",
    "AWS::IAM::GroupPolicy": "",
    "AWS::IAM::UserToGroupAddition": "",
}
"""Types that need a capability, with the property that makes it the named one."""


def needed(template: Template) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The capabilities, and the types that need them."""
    found = [(one["Type"], one) for one in template.resources.values() if one["Type"] in NAMES]
    if not found:
        return (), ()
    named = any(
        NAMES[type_] and NAMES[type_] in (one.get("Properties") or {}) for type_, one in found
    )
    types = tuple(dict.fromkeys(type_ for type_, _ in found))
    return (("CAPABILITY_NAMED_IAM",) if named else ("CAPABILITY_IAM",)), types


def check(template: Template, given: Iterable[str]) -> None:
    """Everything is acknowledged; the named capability includes the other.

    Raises:
        InsufficientCapabilitiesError: when something is not.
    """
    wanted, _ = needed(template)
    have = set(given)
    if "CAPABILITY_NAMED_IAM" in have:
        have.add("CAPABILITY_IAM")
    if set(wanted) - have:
        raise InsufficientCapabilitiesError(f"Requires capabilities : [{', '.join(wanted)}]")
