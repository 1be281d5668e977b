"""What is to be done so that accounts can receive copies: a plan, made of values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.deploy.outcome import RefusedError
from generator.ports.stack_sets import Instance, StackSet, StackSetOrder, Targets

NAME = "amifactory-destination-account"
"""Of the StackSet."""
SELF_MANAGED, SERVICE_MANAGED = "SELF_MANAGED", "SERVICE_MANAGED"
MOST_UNITS = 50
"""Organizational units of one operation (CreateStackInstances)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Accounts or organizational units that are to have the template."""

    order: StackSetOrder
    targets: Targets
    """Its one region is where new stacks go: their role is global, and cannot be made twice."""
    remove: bool = False
    """Take out what is there and not asked for."""
    change_source: bool = False
    """Another account may become the one that everybody trusts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in this order."""

    replace: bool = False
    """The StackSet that is there has no stacks, and AWS gives access in another way: it goes."""
    create: bool = False
    there: int = 0
    """Stacks that it has."""
    update: tuple[str, ...] = ()
    """Why; empty when all is as it should be."""
    add: tuple[Targets, ...] = ()
    again: tuple[str, ...] = ()
    """Accounts among them whose stack failed before."""
    remove: tuple[Targets, ...] = ()
    extra: tuple[str, ...] = ()
    """Accounts or units that are there and not asked for."""
    stuck: tuple[Instance, ...] = ()
    """Stacks that AWS will not touch any more."""
    settled: tuple[str, ...] = ()
    """Accounts that have the template."""

    @property
    def empty(self) -> bool:
        """Nothing is to be done."""
        return not (self.create or self.update or self.add or self.remove)


def plan(wanted: Wanted, found: StackSet | None, instances: tuple[Instance, ...]) -> Plan:
    """What brings the StackSet from what it is to what is wanted.

    Raises:
        RefusedError: for a StackSet of the other kind, or one that trusts another account.
    """
    other = found is not None and found.managed != wanted.order.managed and not instances
    if found is None or other:
        return Plan(replace=other, create=True, add=_parts(wanted.targets))
    _possible(wanted, found)
    why = tuple(_differences(wanted.order, found))
    if found.managed == SERVICE_MANAGED:
        return _of_units(wanted, found, instances, why)
    return _of_accounts(wanted, instances, why)


def _of_accounts(wanted: Wanted, instances: tuple[Instance, ...], why: tuple[str, ...]) -> Plan:
    asked = wanted.targets.accounts
    there = {each.account for each in instances}
    failed = [each for each in instances if each.account in asked and each.status == "OUTDATED"]
    again = [] if why else failed  # an update tries them again as well
    missing = [account for account in asked if account not in there]
    home = _home(instances, wanted)
    add = [(home, account) for account in missing]
    add += [(each.region, each.account) for each in again]
    extra = [each for each in instances if each.account not in asked]
    out = _by_region((each.region, each.account) for each in extra) if wanted.remove else ()
    return Plan(
        there=len(instances),
        update=why,
        add=_by_region(add),
        again=tuple(sorted(each.account for each in again)),
        remove=out,
        extra=tuple(sorted({each.account for each in extra})),
        stuck=tuple(each for each in instances if each.status == "INOPERABLE"),
        settled=_settled(each for each in instances if each.account in asked),
    )


def _of_units(
    wanted: Wanted, found: StackSet, instances: tuple[Instance, ...], why: tuple[str, ...]
) -> Plan:
    asked = wanted.targets.units
    again = [] if why else [each for each in instances if each.status == "OUTDATED"]
    failed = {each.unit for each in again}
    add = tuple(unit for unit in asked if unit not in found.units or unit in failed)
    extra = tuple(unit for unit in found.units if unit not in asked)
    home = (_home(instances, wanted),)
    return Plan(
        there=len(instances),
        update=why,
        add=_parts(Targets(units=add, regions=home)),
        again=tuple(sorted(each.account for each in again if each.unit in asked)),
        remove=_parts(Targets(units=extra, regions=home)) if wanted.remove else (),
        extra=extra,
        stuck=tuple(each for each in instances if each.status == "INOPERABLE"),
        settled=_settled(instances),
    )


def _possible(wanted: Wanted, found: StackSet) -> None:
    if found.managed != wanted.order.managed:
        kinds = {SELF_MANAGED: "self-managed", SERVICE_MANAGED: "service-managed"}
        way = (
            "leave --organizational-unit out and name accounts"
            if found.managed == SELF_MANAGED
            else "name its units with --organizational-unit"
        )
        raise RefusedError(
            f"the StackSet {found.name} is {kinds.get(found.managed, found.managed)}, and AWS "
            "does not change that while it has stacks",
            f"{way}, or first take its stacks out: "
            f"aws cloudformation delete-stack-instances --stack-set-name {found.name}",
        )
    for name, value in wanted.order.parameters.items():
        before = found.parameters.get(name, value)
        if before != value and not wanted.change_source:
            raise RefusedError(
                f"the StackSet {found.name} lets account {before} copy its AMIs, not {value}: "
                f"copies of {before} would stop",
                f"add --source-account {before}, or --allow-replace when {value} takes its place",
            )


def _differences(order: StackSetOrder, found: StackSet) -> Iterable[str]:
    if found.template.strip() != order.body.text.strip():
        yield "the template is another one"
    for name, value in order.parameters.items():
        before = found.parameters.get(name, "")
        if before != value:
            yield f"{name}: {before or 'nothing'} becomes {value}"
    if any(found.tags.get(key) != value for key, value in order.tags.items()):
        yield "its tags"


def _home(instances: tuple[Instance, ...], wanted: Wanted) -> str:
    """Where the other stacks are, so that all stay together."""
    counted = Counter(each.region for each in instances)
    return min(counted, key=lambda r: (-counted[r], r), default=wanted.targets.regions[0])


def _by_region(pairs: Iterable[tuple[str, str]]) -> tuple[Targets, ...]:
    grouped: dict[str, list[str]] = {}
    for region, account in pairs:
        grouped.setdefault(region, []).append(account)
    return tuple(
        Targets(accounts=tuple(sorted(grouped[region])), regions=(region,))
        for region in sorted(grouped)
    )


def _parts(targets: Targets) -> tuple[Targets, ...]:
    """As many operations as AWS wants, each with few enough units."""
    if targets.accounts:
        return (targets,)
    units = targets.units
    return tuple(
        Targets(units=units[at : at + MOST_UNITS], regions=targets.regions)
        for at in range(0, len(units), MOST_UNITS)
    )


def _settled(instances: Iterable[Instance]) -> tuple[str, ...]:
    return tuple(sorted({each.account for each in instances if each.status == "CURRENT"}))
