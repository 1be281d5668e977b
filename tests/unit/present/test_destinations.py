"""Destination accounts in words: what is planned, how far it is, what failed and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.deploy.destinations import SELF_MANAGED, SERVICE_MANAGED, Plan, Wanted
from generator.ports.stack_sets import Instance, Operation, StackSetOrder, Targets
from generator.ports.stacks import Body
from generator.present.destinations import (
    closing_line,
    ended_line,
    failure_lines,
    plan_lines,
    progress_line,
)

HERE, ONE, TWO = "123456789012", "111122223333", "444455556666"
ORDER = StackSetOrder("set", "", Body("A"), {"SourceAccountId": HERE}, SELF_MANAGED, ())
WANTED = Wanted(ORDER, Targets(accounts=(ONE, TWO), regions=("eu-west-1",)))
BY_UNITS = replace(WANTED, order=replace(ORDER, managed=SERVICE_MANAGED))


@pytest.mark.parametrize(
    ("wanted", "plan", "lines"),
    [
        (
            WANTED,
            Plan(create=True, add=(WANTED.targets,)),
            (
                "+ the StackSet itself: its access to accounts is a role that each of them has",
                f"  its accounts let {HERE} copy AMIs into them",
                f"+ {ONE}",
                f"+ {TWO}",
            ),
        ),
        (
            WANTED,
            Plan(there=1, update=("its tags",), stuck=(Instance(ONE, "r", "INOPERABLE"),)),
            (
                "~ update 1 account: its tags",
                (
                    f"note: AWS cannot change the stack in {ONE} any more: take the account out of "
                    "the StackSet with its stack retained, then delete the stack there"
                ),
            ),
        ),
        (
            BY_UNITS,
            Plan(add=(Targets(units=("ou-a",)),), extra=("ou-b",)),
            ("+ ou-a", "note: ou-b has it and was not asked for; --remove takes it out"),
        ),
        (
            replace(WANTED, remove=True),
            Plan(remove=(Targets(accounts=(ONE,)),), extra=(ONE,)),
            (f"- {ONE}",),
        ),
    ],
)
def test_a_plan(wanted: Wanted, plan: Plan, lines: tuple[str, ...]) -> None:
    assert lines == plan_lines(wanted, plan)


def test_progress_counts_accounts() -> None:
    done, bad = Instance(ONE, "r", "SUCCEEDED"), Instance(TWO, "r", "FAILED")

    assert "adding: waiting for AWS to begin" == progress_line(Operation("1", "CREATE", "RUNNING"))
    assert "removing: 1/2 accounts, 1 failed" == progress_line(
        Operation("1", "DELETE", "RUNNING", instances=(done, bad))
    )


@pytest.mark.parametrize(
    ("instance", "line"),
    [
        (Instance(ONE, "r", "SUCCEEDED"), f"{ONE} updated"),
        (Instance(ONE, "r", "FAILED", "told at the end"), f"{ONE} FAILED"),
        (Instance(ONE, "r", "CANCELLED", "st\x1bopped"), f"{ONE} cancelled: st<U+001B>opped"),
    ],
)
def test_what_became_of_an_account(instance: Instance, line: str) -> None:
    assert line == ended_line(instance, "UPDATE")


def test_a_reason_is_told_once_for_all_its_accounts() -> None:
    broken = tuple(Instance(account, "r", "FAILED", "no such thing") for account in (ONE, TWO))
    operation = Operation("1", "CREATE", "SUCCEEDED", "", 2, broken)

    assert (f"error: {ONE}, {TWO}: no such thing",) == failure_lines((operation,), HERE)


def test_an_operation_that_somebody_stopped_is_told() -> None:
    assert ("error: somebody stopped the operation; run the same command again",) == failure_lines(
        (Operation("1", "CREATE", "STOPPED"),), HERE
    )


def test_nothing_to_change_says_how_many_are_ready() -> None:
    assert "nothing to change: 1 account can receive copies" == closing_line(Plan(settled=(ONE,)))
    assert "done: the accounts can receive copies" == closing_line(Plan(create=True))
