"""Whether StackSets may work in an account, and which accounts a unit has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from moto.organizations.models import FakeDelegatedAdministrator, organizations_backends
from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.handlers import FailedError
from generator.localaws.cloudformation.stack_set import SELF_MANAGED, StackSet
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A self-managed stack set needs AWSCloudFormationStackSetAdministrationRole in its own"
        " account and AWSCloudFormationStackSetExecutionRole, which trusts it, in every target;"
        " what their policies permit is not looked at",
        "CloudFormation User Guide, Grant self-managed permissions",
    ),
    Emulated(
        "A service-managed stack set needs an organization with access for StackSets, belongs to"
        " the management account also when a delegated administrator makes it, and leaves that"
        " account out; units hold the accounts of the units below them",
        "CloudFormation User Guide, Activate trusted access; API Reference, CallAs",
    ),
)

ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole"
EXECUTION = "AWSCloudFormationStackSetExecutionRole"
PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com"
NO_ACCESS = "You must enable organizations access to operate a service managed stack set"

if PRINCIPAL not in FakeDelegatedAdministrator.SUPPORTED_SERVICES:
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(PRINCIPAL)  # moto does not know it


def permitted(owner: StackSet, account: str) -> None:
    """StackSets may make and delete stacks there.

    Raises:
        FailedError: with the words of an operation's result.
    """
    if owner.managed != SELF_MANAGED:
        return
    own = owner.administration.rpartition("/")[2] or ADMINISTRATION
    there = owner.execution or EXECUTION
    if _role(owner.account, own, owner.region) is None:
        said = "role with trust relationship to CloudFormation service."
        raise FailedError(f"Account {owner.account} should have '{own}' {said}")
    role = _role(account, there, owner.region)
    if role is None or not _trusts(role, owner.account):
        said = f"role with trust relationship to Role '{own}'."
        raise FailedError(f"Account {account} should have '{there}' {said}")


def owner_of(account: str, region: str, call_as: str) -> str:
    """The account to which a service-managed stack set belongs.

    Raises:
        ValidationError: when StackSets have no access, or this account may not act for the others.
    """
    manager = _manager(account, region)
    if manager is None or not _activated(manager, region):
        raise ValidationError(NO_ACCESS)
    if call_as == "DELEGATED_ADMIN":
        admins = _organization(manager, region).admins
        if account not in [each.account.id for each in admins if PRINCIPAL in each.services]:
            said = "Account used is not a delegated administrator"
            raise ValidationError(said)
    elif manager != account:
        said = "You must be the management account or delegated admin account of an organization"
        raise ValidationError(f"{said} before operating a SERVICE_MANAGED stack set")
    return manager


def accounts_of(owner: StackSet, units: Iterable[str]) -> dict[str, str]:
    """Active accounts of these units, each with the unit that was named.

    Raises:
        ValidationError: for a unit that the organization does not have.
    """
    organization = _organization(owner.account, owner.region)
    known = {each.id for each in organization.ou}
    found: dict[str, str] = {}
    for unit in units:
        if unit not in known:
            raise ValidationError(f"No Organizational Unit found for {unit}")
        below = set(_below(organization, unit))
        for account in organization.accounts:
            active = account.status == "ACTIVE" and account.id != owner.account
            if active and account.parent_id in below:
                found.setdefault(account.id, unit)
    return found


def activate(account: str, region: str) -> None:
    """ActivateOrganizationsAccess.

    Raises:
        ValidationError: for an account that manages no organization.
    """
    if _manager(account, region) != account:
        said = "This operation can only be called by the management account of an organization"
        raise ValidationError(said)
    _organization(account, region).enable_aws_service_access(ServicePrincipal=PRINCIPAL)


def access(account: str, region: str) -> str:
    """DescribeOrganizationsAccess, its Status."""
    manager = _manager(account, region)
    return "ENABLED" if manager and _activated(manager, region) else "DISABLED"


def _role(account: str, name: str, region: str) -> Any:
    from moto.iam.exceptions import NotFoundException
    from moto.iam.models import iam_backends

    try:
        return iam_backends[account][get_partition(region)].get_role(name)
    except NotFoundException:
        return None


def _trusts(role: Any, account: str) -> bool:
    """The role's trust policy names the account, or somebody in it."""
    policy = json.loads(role.assume_role_policy_document or "{}")
    statements = policy.get("Statement") or []
    listed = statements if isinstance(statements, list) else [statements]
    principals = [each.get("Principal") for each in listed if each.get("Effect") == "Allow"]
    return any(account in json.dumps(each) for each in principals)


def _organization(account: str, region: str) -> Any:
    return organizations_backends[account][get_partition(region)]


def _manager(account: str, region: str) -> str | None:
    if _organization(account, region).org is not None:
        return account
    return next(iter(organizations_backends.master_accounts.get(account, ())), None)


def _activated(manager: str, region: str) -> bool:
    services = _organization(manager, region).services
    return PRINCIPAL in [each["ServicePrincipal"] for each in services]


def _below(organization: Any, unit: str) -> Iterator[str]:
    yield unit
    for each in organization.ou:
        if each.id != unit and getattr(each, "parent_id", None) == unit:
            yield from _below(organization, each.id)
