"""Which stacks of a stack set an operation is about, and its start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.localaws.cloudformation import names, stack_sets
from generator.localaws.cloudformation.exceptions import NotEmulatedError, ValidationError
from generator.localaws.cloudformation.stack_set import (
    SERVICE_MANAGED,
    Instance,
    Operation,
    Place,
    Preferences,
    Result,
    StackSet,
)
from generator.localaws.cloudformation.stack_sets_access import accounts_of
from generator.localaws.cloudformation.stack_sets_errors import (
    InstanceNotFoundError,
    OperationIdTakenError,
)
from generator.localaws.cloudformation.stack_sets_run import StackSetRun

Asked = Mapping[str, Any]


def add(owner: StackSet, asked: Asked) -> Operation:
    """CreateStackInstances; those that are there and outdated are tried again."""
    was = repeated(owner, asked, "CREATE")
    if was is not None:
        return was
    found = places(owner, asked)
    overrides = stack_sets.pairs(asked.get("ParameterOverrides"), "ParameterKey", "ParameterValue")
    for place, unit in found.items():
        owner.instances.setdefault(place, Instance(*place, unit, overrides=overrides))
    for unit in (asked.get("DeploymentTargets") or {}).get("OrganizationalUnitIds") or ():
        if unit not in owner.units:
            owner.units.append(unit)
    outdated = [place for place in found if owner.instances[place].status != "CURRENT"]
    return start(owner, "CREATE", asked, outdated)


def update(owner: StackSet, asked: Asked) -> Operation:
    """UpdateStackSet: all its stacks, or those that are named; all are outdated first."""
    was = repeated(owner, asked, "UPDATE")
    if was is not None:
        return was
    named = bool(asked.get("Accounts") or asked.get("DeploymentTargets"))
    chosen = list(_existing(owner, places(owner, asked))) if named else list(owner.instances)
    if stack_sets.change(owner, asked):
        for each in owner.instances.values():
            if each.status == "CURRENT":
                each.status = "OUTDATED"
    able = [place for place in chosen if owner.instances[place].status != "INOPERABLE"]
    return start(owner, "UPDATE", asked, able)


def update_instances(owner: StackSet, asked: Asked) -> Operation:
    """UpdateStackInstances: other values of parameters for some stacks."""
    was = repeated(owner, asked, "UPDATE")
    if was is not None:
        return was
    chosen = list(_existing(owner, places(owner, asked)))
    for place in chosen:
        owner.instances[place].overrides = stack_sets.pairs(
            asked.get("ParameterOverrides"), "ParameterKey", "ParameterValue"
        )
    return start(owner, "UPDATE", asked, chosen)


def remove(owner: StackSet, asked: Asked) -> Operation:
    """DeleteStackInstances; those that are not there are left out."""
    was = repeated(owner, asked, "DELETE")
    if was is not None:
        return was
    chosen = [place for place in places(owner, asked) if place in owner.instances]
    return start(owner, "DELETE", asked, chosen)


def stop(operation: Operation) -> None:
    """StopStackSetOperation."""
    if operation.status == "RUNNING":
        operation.run.stop()


def repeated(owner: StackSet, asked: Asked, action: str) -> Operation | None:
    """The operation that a request with this id began before.

    Raises:
        OperationIdTakenError: when that was another request.
        BusyError: when another operation is under way.
    """
    was = owner.operations.get(asked.get("OperationId", ""))
    if was is not None and was.action != action:
        raise OperationIdTakenError(f"Operation {was.id} already exists")
    if was is None:
        stack_sets.idle(owner)
    return was


def start(owner: StackSet, action: str, asked: Asked, chosen: Iterable[Place]) -> Operation:
    """Begin an operation."""
    operation = Operation(
        id=asked.get("OperationId") or names.token(),
        action=action,
        preferences=preferences(asked.get("OperationPreferences") or {}),
        retain=bool(asked.get("RetainStacks")),
        targets=asked.get("DeploymentTargets") or {},
        results={place: Result(*place, owner.instances[place].unit) for place in chosen},
    )
    owner.operations[operation.id] = operation
    operation.run = StackSetRun(owner, operation)
    operation.run.start()
    return operation


def places(owner: StackSet, asked: Asked) -> dict[Place, str]:
    """Accounts and regions of a request, each with its unit.

    Raises:
        ValidationError: when the stack set is not of the kind for these targets.
    """
    accounts = _accounts(owner, asked)
    regions = asked.get("Regions") or ()
    if not regions:
        raise ValidationError("You must specify at least one region")
    return {(account, region): unit for account, unit in accounts.items() for region in regions}


def preferences(told: Mapping[str, Any]) -> Preferences:
    """OperationPreferences."""
    return Preferences(
        parallel=told.get("RegionConcurrencyType") == "PARALLEL",
        order=tuple(told.get("RegionOrder") or ()),
        tolerance=told.get("FailureToleranceCount"),
        tolerance_percent=told.get("FailureTolerancePercentage") or 0,
        at_once=told.get("MaxConcurrentCount"),
        at_once_percent=told.get("MaxConcurrentPercentage") or 0,
        told=told,
    )


def _accounts(owner: StackSet, asked: Asked) -> dict[str, str]:
    targets = asked.get("DeploymentTargets") or {}
    if targets.get("AccountsUrl"):
        raise NotEmulatedError("AccountsUrl of DeploymentTargets")
    if owner.managed != SERVICE_MANAGED:
        if targets.get("OrganizationalUnitIds"):
            raise ValidationError(
                "StackSets with SELF_MANAGED permission model can only have Accounts"
            )
        return _valid(asked.get("Accounts") or targets.get("Accounts") or ())
    if asked.get("Accounts"):
        said = "StackSets with SERVICE_MANAGED permission model can only have DeploymentTargets"
        raise ValidationError(said)
    found = accounts_of(owner, targets.get("OrganizationalUnitIds") or ())
    named = _valid(targets.get("Accounts") or ())
    match targets.get("AccountFilterType", "NONE"):
        case "INTERSECTION":
            return {account: unit for account, unit in found.items() if account in named}
        case "DIFFERENCE":
            return {account: unit for account, unit in found.items() if account not in named}
        case "UNION":
            return named | found
        case _:
            return found or named


def _valid(accounts: Iterable[str]) -> dict[str, str]:
    for account in accounts:
        if not re.fullmatch(r"[0-9]{12}", account):
            raise ValidationError(f"Value '{account}' at 'accounts' failed: pattern ^[0-9]{{12}}$")
    return dict.fromkeys(accounts, "")


def _existing(owner: StackSet, found: Iterable[Place]) -> Iterable[Place]:
    for place in found:
        if place not in owner.instances:
            account, region = place
            said = f"Stack instance not found for account {account} in {region}"
            raise InstanceNotFoundError(said)
        yield place
