"""The plan for accounts that receive copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.deploy.destinations import (
    NAME,
    SELF_MANAGED,
    SERVICE_MANAGED,
    Plan,
    Wanted,
    plan,
)
from generator.deploy.outcome import RefusedError
from generator.ports.stack_sets import Instance, StackSet, StackSetOrder, Targets
from generator.ports.stacks import Body

HERE = "123456789012"
ONE, TWO, THREE = "111122223333", "444455556666", "777788889999"
ORDER = StackSetOrder(
    name=NAME,
    description="",
    body=Body("Resources: {}\n"),
    parameters={"SourceAccountId": HERE},
    managed=SELF_MANAGED,
    capabilities=("CAPABILITY_NAMED_IAM",),
    tags={"amifactory:stack-set": NAME},
)
WANTED = Wanted(ORDER, Targets(accounts=(ONE, TWO), regions=("eu-west-1",)))
FOUND = StackSet(
    name=NAME,
    arn="",
    status="ACTIVE",
    managed=SELF_MANAGED,
    template="Resources: {}\n",
    parameters={"SourceAccountId": HERE},
    tags={"amifactory:stack-set": NAME},
)
BY_UNITS = replace(
    WANTED,
    order=replace(ORDER, managed=SERVICE_MANAGED),
    targets=Targets(units=("ou-a", "ou-b"), regions=("eu-west-1",)),
)
OF_UNITS = replace(FOUND, managed=SERVICE_MANAGED, units=("ou-a",))


def instance(account: str, status: str = "CURRENT", region: str = "eu-west-1", unit: str = ""):
    return Instance(account, region, status, "", unit)


def test_nothing_is_there() -> None:
    assert Plan(create=True, add=(WANTED.targets,)) == plan(WANTED, None, ())


def test_everything_is_there() -> None:
    made = plan(WANTED, FOUND, (instance(ONE), instance(TWO)))

    assert made.empty
    assert (ONE, TWO) == made.settled


def test_an_account_is_missing() -> None:
    made = plan(WANTED, FOUND, (instance(ONE),))

    assert (Targets(accounts=(TWO,), regions=("eu-west-1",)),) == made.add
    assert () == made.update


def test_new_stacks_go_where_the_others_are() -> None:
    """The role is global: one region holds all of its stacks."""
    made = plan(WANTED, FOUND, (instance(ONE, region="us-east-1"),))

    assert (Targets(accounts=(TWO,), regions=("us-east-1",)),) == made.add


def test_an_account_that_failed_is_tried_again_where_it_is() -> None:
    there = (instance(ONE), instance(TWO, "OUTDATED", "us-east-1"))

    made = plan(WANTED, FOUND, there)

    assert (Targets(accounts=(TWO,), regions=("us-east-1",)),) == made.add
    assert (TWO,) == made.again


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (replace(FOUND, template="Resources: {A: {}}\n"), ("the template is another one",)),
        (replace(FOUND, tags={}), ("its tags",)),
        (replace(FOUND, template="Resources: {}"), ()),
    ],
)
def test_what_differs_is_an_update(found: StackSet, why: tuple[str, ...]) -> None:
    """Which tries those that failed again as well."""
    made = plan(WANTED, found, (instance(ONE), instance(TWO)))

    assert why == made.update


def test_an_update_needs_no_second_attempt() -> None:
    there = (instance(ONE), instance(TWO, "OUTDATED"))

    made = plan(WANTED, replace(FOUND, template="A: {}"), there)

    assert ((), ()) == (made.add, made.again)


def test_accounts_that_are_not_asked_for_stay() -> None:
    made = plan(WANTED, FOUND, (instance(ONE), instance(TWO), instance(THREE)))

    assert made.empty
    assert (THREE,) == made.extra


def test_accounts_go_when_that_is_asked_for() -> None:
    there = (instance(ONE), instance(TWO), instance(THREE, region="us-east-1"))

    made = plan(replace(WANTED, remove=True), FOUND, there)

    assert (Targets(accounts=(THREE,), regions=("us-east-1",)),) == made.remove


def test_a_stack_that_aws_gave_up_on_is_told() -> None:
    made = plan(WANTED, FOUND, (instance(ONE), instance(TWO, "INOPERABLE")))

    assert [TWO] == [each.account for each in made.stuck]


def test_another_source_account_has_to_be_asked_for() -> None:
    """One account builds for a destination; the other one's copies would stop."""
    other = replace(FOUND, parameters={"SourceAccountId": THREE})

    with pytest.raises(RefusedError, match=f"lets account {THREE} copy its AMIs, not {HERE}"):
        plan(WANTED, other, (instance(ONE), instance(TWO)))
    made = plan(replace(WANTED, change_source=True), other, (instance(ONE), instance(TWO)))
    assert (f"SourceAccountId: {THREE} becomes {HERE}",) == made.update


def test_the_kind_of_access_does_not_change_under_stacks() -> None:
    with pytest.raises(RefusedError, match="is self-managed"):
        plan(BY_UNITS, FOUND, (instance(ONE),))
    with pytest.raises(RefusedError, match="is service-managed"):
        plan(WANTED, OF_UNITS, (instance(ONE, unit="ou-a"),))


def test_a_stack_set_without_stacks_gives_way() -> None:
    made = plan(BY_UNITS, FOUND, ())

    assert (True, True, (BY_UNITS.targets,)) == (made.replace, made.create, made.add)


def test_units() -> None:
    made = plan(BY_UNITS, OF_UNITS, (instance(ONE, unit="ou-a"),))

    assert (Targets(units=("ou-b",), regions=("eu-west-1",)),) == made.add


def test_a_unit_with_a_stack_that_failed_is_tried_again() -> None:
    there = (instance(ONE, "OUTDATED", unit="ou-a"), instance(TWO, unit="ou-b"))

    made = plan(BY_UNITS, replace(OF_UNITS, units=("ou-a", "ou-b")), there)

    assert (Targets(units=("ou-a",), regions=("eu-west-1",)),) == made.add
    assert (ONE,) == made.again


def test_units_that_are_not_asked_for() -> None:
    found = replace(OF_UNITS, units=("ou-a", "ou-b", "ou-c"))

    assert ("ou-c",) == plan(BY_UNITS, found, ()).extra
    assert (Targets(units=("ou-c",), regions=("eu-west-1",)),) == plan(
        replace(BY_UNITS, remove=True), found, ()
    ).remove


def test_many_units_are_several_operations() -> None:
    """AWS takes 50 of them at a time."""
    units = tuple(f"ou-{number}" for number in range(120))
    made = plan(replace(BY_UNITS, targets=replace(BY_UNITS.targets, units=units)), None, ())

    assert [50, 50, 20] == [len(each.units) for each in made.add]
