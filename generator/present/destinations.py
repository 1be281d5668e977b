"""Destination accounts for people and programs: what is planned, how far it is, what failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.deploy.destinations import SERVICE_MANAGED, Plan, Wanted
from generator.deploy.destinations_causes import advice
from generator.deploy.destinations_run import failures
from generator.ports.stack_sets import Instance, Operation, Targets
from generator.present.foreign import harmless

_ACTIONS = {"CREATE": "adding", "UPDATE": "updating", "DELETE": "removing"}
_DONE = {"CREATE": "added", "UPDATE": "updated", "DELETE": "removed"}


def plan_lines(wanted: Wanted, plan: Plan) -> tuple[str, ...]:
    """What is going to happen, a line each."""
    return tuple(map(harmless, (*_planned(wanted, plan), *_left(wanted, plan))))


def _planned(wanted: Wanted, plan: Plan) -> Iterator[str]:
    if plan.replace:
        yield "- the StackSet that is there, which has no stacks and another kind of access"
    if plan.create:
        kind = (
            "AWS Organizations gives it access to accounts, also to those that join later"
            if wanted.order.managed == SERVICE_MANAGED
            else "its access to accounts is a role that each of them has"
        )
        yield f"+ the StackSet itself: {kind}"
        source = ", ".join(wanted.order.parameters.values())
        yield f"  its accounts let {source} copy AMIs into them"
    if plan.update:
        several = f"{plan.there} account{'' if plan.there == 1 else 's'}"
        yield f"~ update {several}: {', '.join(plan.update)}"
    for targets in plan.add:
        for name in _names(targets):
            said = ", which failed before" if name in plan.again else ""
            yield f"+ {name}{said}"
    for targets in plan.remove:
        yield from (f"- {name}" for name in _names(targets))


def _left(wanted: Wanted, plan: Plan) -> Iterator[str]:
    if not wanted.remove:
        for name in plan.extra:
            yield f"note: {name} has it and was not asked for; --remove takes it out"
    for each in plan.stuck:
        yield (
            f"note: AWS cannot change the stack in {each.account} any more: take the account out "
            "of the StackSet with its stack retained, then delete the stack there"
        )


def progress_line(operation: Operation) -> str:
    """How far an operation is, in one line."""
    done = sum(each.status == "SUCCEEDED" for each in operation.instances)
    bad = sum(each.status in ("FAILED", "CANCELLED") for each in operation.instances)
    whole = len(operation.instances)
    doing = _ACTIONS.get(operation.action, operation.action.lower())
    counted = f"{done}/{whole} accounts" if whole else "waiting for AWS to begin"
    return f"{doing}: {counted}" + (f", {bad} failed" if bad else "")


def ended_line(instance: Instance, action: str) -> str:
    """What became of one account; why it failed is told at the end, once for all."""
    match instance.status:
        case "SUCCEEDED":
            said = _DONE.get(action, "done")
        case "FAILED":
            said = "FAILED"
        case _:
            said = f"{instance.status.lower()}{f': {instance.reason}' if instance.reason else ''}"
    return harmless(f"{instance.account} {said}")


def failure_lines(operations: tuple[Operation, ...], here: str) -> tuple[str, ...]:
    """What failed, each reason once, with what to do; `here` is the account in use."""
    lines: list[str] = []
    by_reason: dict[str, list[str]] = {}
    for each in failures(operations):
        by_reason.setdefault(each.reason or "AWS gives no reason", []).append(each.account)
    for reason, accounts in by_reason.items():
        lines.append(harmless(f"error: {', '.join(accounts)}: {reason}"))
        said = advice(reason, here).splitlines()
        lines += [f"  hint: {line}" if at == 0 else f"    {line}" for at, line in enumerate(said)]
    for operation in operations:
        if operation.status == "STOPPED":
            lines.append("error: somebody stopped the operation; run the same command again")
        elif operation.reason and operation.failed:
            lines.append(harmless(f"note: {operation.reason}"))
    return tuple(lines)


def closing_line(plan: Plan) -> str:
    """How it ended well."""
    if plan.empty:
        whole = len(plan.settled)
        return f"nothing to change: {whole} account{'' if whole == 1 else 's'} can receive copies"
    return "done: the accounts can receive copies"


def as_json(
    wanted: Wanted, plan: Plan, operations: tuple[Operation, ...], here: str
) -> Mapping[str, Any]:
    """The same for programs."""
    return {
        "stackSet": wanted.order.name,
        "managed": wanted.order.managed,
        "plan": {
            "replace": plan.replace,
            "create": plan.create,
            "update": list(plan.update),
            "add": [name for each in plan.add for name in _names(each)],
            "remove": [name for each in plan.remove for name in _names(each)],
            "notAskedFor": list(plan.extra),
            "inoperable": [each.account for each in plan.stuck],
            "current": list(plan.settled),
        },
        "operations": [_operation(each, here) for each in operations],
    }


def _operation(operation: Operation, here: str) -> dict[str, Any]:
    return {
        "id": operation.id,
        "action": operation.action,
        "status": operation.status,
        "failed": operation.failed,
        "accounts": [
            {
                "account": each.account,
                "region": each.region,
                "organizationalUnit": each.unit or None,
                "status": each.status,
                "reason": each.reason,
                "hint": advice(each.reason, here) if each.status == "FAILED" else "",
            }
            for each in operation.instances
        ],
    }


def _names(targets: Targets) -> tuple[str, ...]:
    return targets.accounts or targets.units
