"""Every state in which a stack can be found has its action."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.deploy.outcome import BlockedError, BusyError, DeclinedError, RefusedError, Result
from generator.plan.starting import STARTS
from generator.ports.stacks import ChangeSet
from tests.unit.deploy.conftest import template, wanted

ONE = template("First")
TWO = template("First", "Second")
OWN = "AWS::CloudFormation::Stack"

CREATE = ["prepare", "execute", "protect", "set_policy"]
ACTIONS = {
    None: (Result.CREATED, CREATE, 1),
    "REVIEW_IN_PROGRESS": (Result.CREATED, CREATE, 1),
    "CREATE_COMPLETE": (Result.UPDATED, CREATE, 1),
    "UPDATE_COMPLETE": (Result.UPDATED, CREATE, 1),
    "UPDATE_ROLLBACK_COMPLETE": (Result.UPDATED, CREATE, 1),
    "IMPORT_COMPLETE": (Result.UPDATED, CREATE, 1),
    "IMPORT_ROLLBACK_COMPLETE": (Result.UPDATED, CREATE, 1),
    "ROLLBACK_COMPLETE": (Result.CREATED, ["delete", *CREATE], 2),
    "ROLLBACK_FAILED": (Result.CREATED, ["delete", *CREATE], 2),
    "DELETE_FAILED": (Result.CREATED, ["delete", *CREATE], 2),
    "CREATE_FAILED": (Result.CREATED, ["rollback", "delete", *CREATE], 2),
    "UPDATE_FAILED": (Result.UPDATED, ["rollback", *CREATE], 2),
    "UPDATE_ROLLBACK_FAILED": (BlockedError, [], 0),
    "IMPORT_ROLLBACK_FAILED": (BlockedError, [], 0),
    "SOMETHING_NEW": (BlockedError, [], 0),
}
"""Status -> how it ends, what is written, how often the user is asked."""

GOES_ON = {
    "CREATE_IN_PROGRESS": ("CREATE_COMPLETE", Result.UPDATED),
    "ROLLBACK_IN_PROGRESS": ("ROLLBACK_COMPLETE", Result.CREATED),
    "DELETE_IN_PROGRESS": ("DELETE_COMPLETE", Result.CREATED),
    "UPDATE_IN_PROGRESS": ("UPDATE_COMPLETE", Result.UPDATED),
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": ("UPDATE_COMPLETE", Result.UPDATED),
    "UPDATE_ROLLBACK_IN_PROGRESS": ("UPDATE_ROLLBACK_COMPLETE", Result.UPDATED),
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": ("UPDATE_ROLLBACK_COMPLETE", Result.UPDATED),
    "IMPORT_IN_PROGRESS": ("IMPORT_COMPLETE", Result.UPDATED),
    "IMPORT_ROLLBACK_IN_PROGRESS": ("IMPORT_ROLLBACK_COMPLETE", Result.UPDATED),
}
"""What runs -> how it ends, and how the deployment ends then."""


def test_every_state_is_here() -> None:
    """DELETE_COMPLETE is that of a stack which is not found by its name any more."""
    assert {*ACTIONS, *GOES_ON, "DELETE_COMPLETE"} - {None, "SOMETHING_NEW"} == set(STARTS)


@pytest.mark.parametrize("status", ACTIONS)
def test_a_stack_in_any_state_has_its_action(scene, status: str | None) -> None:
    result, writes, asked = ACTIONS[status]
    if status:
        scene.have({} if status == "REVIEW_IN_PROGRESS" else ONE, status)

    outcome = scene.deploy(wanted(TWO))

    assert result == (type(outcome.error) if outcome.error else outcome.result)
    assert writes == scene.writes()
    assert asked == len(scene.asked)


@pytest.mark.parametrize("status", GOES_ON)
def test_what_runs_is_waited_for(scene, status: str) -> None:
    """Then it is our turn, on the stack as that left it."""
    end, result = GOES_ON[status]
    scene.have(ONE, status)
    scene.stacks.held["web"].queue.append(("web", OWN, end, ""))

    assert result == scene.deploy(wanted(TWO)).result
    assert [f"{STARTS[status].said}; waiting for it to end"] == scene.said()[:1]


@pytest.mark.parametrize("status", GOES_ON)
def test_what_runs_is_not_waited_for_when_nobody_is_to_wait(scene, status: str) -> None:
    scene.have(ONE, status)

    outcome = scene.deploy(wanted(TWO), wait=False)

    assert BusyError is type(outcome.error)
    assert [] == scene.writes()


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "CREATE_FAILED", "UPDATE_FAILED"])
def test_nothing_is_deleted_or_rolled_back_unasked(scene, status: str) -> None:
    scene.have(ONE, status)
    scene.agrees = False

    outcome = scene.deploy(wanted(TWO))

    assert DeclinedError is type(outcome.error)
    assert [] == scene.writes()


def test_what_failed_is_gone_on_with_when_rollback_stays_off(scene) -> None:
    scene.have(ONE, "UPDATE_FAILED")

    outcome = scene.deploy(wanted(TWO), keep_failed=True)

    assert Result.UPDATED == outcome.result
    assert CREATE == scene.writes()


def test_a_failed_creation_that_is_protected_is_not_deleted(scene) -> None:
    scene.have(ONE, "ROLLBACK_COMPLETE", protected=True)

    outcome = scene.deploy(wanted(TWO))

    assert RefusedError is type(outcome.error)
    assert "run `amifactory destroy web --unprotect`" == outcome.error.hint
    assert [] == scene.writes()


def _waits(scene: Any, name: str) -> None:
    stack = scene.stacks.find("web")
    arn = f"arn:aws:cloudformation:eu-west-1:123456789012:changeSet/{name}/9"
    made = ChangeSet(arn, name, "CREATE_COMPLETE", execution="AVAILABLE")
    scene.stacks.held["web"].change_sets[arn] = (made, None)
    scene.stacks._pending[arn] = 0  # noqa: SLF001  # a fake's
    assert stack is not None


def test_what_a_killed_run_left_is_cleared_away(scene) -> None:
    scene.have(ONE)
    _waits(scene, "amifactory-0123abcd")
    _waits(scene, "amifactory-plan-0123abcd")

    scene.deploy(wanted(TWO))

    assert ["discard", "discard", *CREATE] == scene.writes()


def test_change_sets_of_others_are_left_alone(scene) -> None:
    """Also the empty stack that they hang on, when our change does not come to be."""
    scene.have({}, "REVIEW_IN_PROGRESS")
    _waits(scene, "by-hand")
    scene.agrees = False

    outcome = scene.deploy(wanted(ONE))

    assert Result.DROPPED == outcome.result
    assert ["prepare", "discard"] == scene.writes()
    assert ["by-hand"] == [each.name for each in scene.stacks.change_sets("web")]
    assert "REVIEW_IN_PROGRESS" == replace(scene.stacks.find("web")).status


@pytest.mark.parametrize("tags", [{}, {"amifactory:factory": "other"}])
def test_a_stack_of_somebody_else_is_left_alone(scene, tags: dict[str, str]) -> None:
    """Its name is taken; our template would remove what it holds."""
    scene.stacks.add("web", ONE, tags=tags)

    outcome = scene.deploy(wanted(TWO))

    assert RefusedError is type(outcome.error)
    assert [] == scene.writes()
    assert Result.UPDATED == scene.deploy(wanted(TWO), allow_replace=True).result
