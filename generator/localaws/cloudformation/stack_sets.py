"""Stack sets by plain Python calls, with the fields of the API; operations go on by the clock.

Every function takes the account and region of the request. Errors are raised before anything
happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation import engine, names
from generator.localaws.cloudformation.bodies import body
from generator.localaws.cloudformation.exceptions import NotEmulatedError, ValidationError
from generator.localaws.cloudformation.stack_set import (
    SELF_MANAGED,
    SERVICE_MANAGED,
    Operation,
    StackSet,
    new_id,
    stack_sets,
)
from generator.localaws.cloudformation.stack_sets_access import owner_of
from generator.localaws.cloudformation.stack_sets_errors import (
    BusyError,
    NameTakenError,
    OperationNotFoundError,
    StackSetNotEmptyError,
    StackSetNotFoundError,
)
from generator.localaws.cloudformation.versions import Wanted, version_of
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "StackSets: one operation at a time, ids that make a request safe to repeat, status of"
        " stacks and results of operations; without drift, import, concurrent operations"
        " (ManagedExecution) and automatic deployment to accounts that join a unit later",
        "CloudFormation API Reference, CreateStackSet and following; texts of errors unverified",
    ),
)

Asked = Mapping[str, Any]


def find(account: str, region: str, asked: Asked) -> StackSet:
    """The active stack set that a request names, by name or id.

    Raises:
        StackSetNotFoundError: when there is none.
    """
    name = asked["StackSetName"]
    home = account
    if asked.get("CallAs") == "DELEGATED_ADMIN":
        home = owner_of(account, region, "DELEGATED_ADMIN")
    for each in stack_sets(home, region).values():
        if each.status == "ACTIVE" and name in (each.name, each.id, each.arn):
            return each
    raise StackSetNotFoundError(name)


def listed(account: str, region: str, asked: Asked) -> list[StackSet]:
    """ListStackSets."""
    home = account
    if asked.get("CallAs") == "DELEGATED_ADMIN":
        home = owner_of(account, region, "DELEGATED_ADMIN")
    wanted = asked.get("Status")
    return [each for each in stack_sets(home, region).values() if wanted in (None, each.status)]


def create(account: str, region: str, asked: Asked) -> StackSet:
    """CreateStackSet; with the same token the one that is there."""
    _refuse(asked, "StackId", "ManagedExecution")
    name = asked["StackSetName"]
    if not names.STACK_NAME.fullmatch(name):
        said = "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        raise ValidationError(f"Value '{name}' at 'stackSetName' failed: {said}")
    managed = asked.get("PermissionModel") or SELF_MANAGED
    home = account
    if managed == SERVICE_MANAGED:
        home = owner_of(account, region, asked.get("CallAs", "SELF"))
        if not asked.get("AutoDeployment"):
            raise ValidationError("You must provide AutoDeployment for a SERVICE_MANAGED stack set")
    elif asked.get("AutoDeployment"):
        raise ValidationError("AutoDeployment is not supported for SELF_MANAGED stack sets")
    kept = stack_sets(home, region)
    for each in kept.values():
        if each.status == "ACTIVE" and each.name == name:
            if asked.get("ClientRequestToken") == each.token != "":
                return each
            raise NameTakenError(f"The specified StackSet already exists: {name}")
    made = _new(home, region, name, managed)
    made.token = asked.get("ClientRequestToken", "")
    _settle(made, asked)
    kept[made.id] = made
    return made


def change(owner: StackSet, asked: Asked) -> bool:
    """Give a stack set what UpdateStackSet asks for; whether its stacks are outdated now."""
    _refuse(asked, "ManagedExecution")
    managed = asked.get("PermissionModel") or owner.managed
    if managed != owner.managed and owner.instances:
        said = "PermissionModel cannot be changed while the stack set has stack instances"
        raise ValidationError(said)
    before = (owner.text, dict(owner.parameters))
    _settle(owner, asked)
    owner.managed = managed
    return before != (owner.text, owner.parameters)


def delete(account: str, region: str, asked: Asked) -> None:
    """DeleteStackSet; one that is not there is as good."""
    try:
        owner = find(account, region, asked)
    except StackSetNotFoundError:
        return
    idle(owner)
    if owner.instances:
        raise StackSetNotEmptyError("StackSet is not empty")
    owner.status = "DELETED"


def operation(owner: StackSet, asked: Asked) -> Operation:
    """The operation that a request names.

    Raises:
        OperationNotFoundError: when there is none.
    """
    id_ = asked["OperationId"]
    if id_ not in owner.operations:
        raise OperationNotFoundError(f"Operation {id_} not found")
    return owner.operations[id_]


def idle(owner: StackSet) -> None:
    """Nothing happens to the stack set.

    Raises:
        BusyError: when something does.
    """
    if owner.running:
        said = "Another Operation on StackSet {} is in progress: {}"
        raise BusyError(said.format(owner.arn, owner.running.id))


def pairs(listed: Any, key: str, value: str) -> dict[str, str]:
    """A list of keys and values as a mapping."""
    return {each[key]: each.get(value, "") for each in listed or ()}


def _new(account: str, region: str, name: str, managed: str) -> StackSet:
    id_ = new_id(name)
    partition = get_partition(region)
    arn = f"arn:{partition}:cloudformation:{region}:{account}:stackset/{id_}"
    return StackSet(account, region, name, id_, arn, "", managed)


def _settle(owner: StackSet, asked: Asked) -> None:
    """Take over what is asked for, once its template and parameters are known to be good."""
    text = owner.text
    if not asked.get("UsePreviousTemplate"):
        text = body(
            asked.get("TemplateBody", ""), asked.get("TemplateURL", ""), owner.account, owner.region
        )
    parameters = owner.parameters
    if asked.get("Parameters") is not None:
        given = pairs(asked["Parameters"], "ParameterKey", "ParameterValue")
        kept = [p["ParameterKey"] for p in asked["Parameters"] if p.get("UsePreviousValue")]
        parameters = given | {key: owner.parameters[key] for key in kept if key in owner.parameters}
    capabilities = tuple(asked.get("Capabilities") or owner.capabilities)
    probe = engine.new_stack(owner.account, owner.region, f"StackSet-{owner.name}"[:128])
    version_of(probe, Wanted(text=text, parameters=parameters, capabilities=capabilities))
    owner.text, owner.parameters, owner.capabilities = text, dict(parameters), capabilities
    owner.description = asked.get("Description", owner.description)
    owner.automatic = asked.get("AutoDeployment") or owner.automatic
    owner.administration = asked.get("AdministrationRoleARN", owner.administration)
    owner.execution = asked.get("ExecutionRoleName", owner.execution)
    if asked.get("Tags") is not None:
        owner.tags = pairs(asked["Tags"], "Key", "Value")


def _refuse(asked: Asked, *fields: str) -> None:
    for field in fields:
        value = asked.get(field)
        if value and value != {"Active": False}:
            raise NotEmulatedError(f"{field} of stack sets")
