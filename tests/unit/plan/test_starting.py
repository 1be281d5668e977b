"""What is to be done with a stack in each of its states."""

from __future__ import annotations

import pytest
from botocore.loaders import Loader

from generator.plan.starting import ABSENT, STARTS, UNKNOWN, Act, start

STATES = Loader().load_service_model("cloudformation", "service-2")["shapes"]["StackStatus"]["enum"]


def test_every_state_of_the_service_has_an_answer() -> None:
    assert set(STATES) == set(STARTS)
    assert 23 == len(STATES)


def test_an_absent_stack_is_created() -> None:
    assert ABSENT is start(None)
    assert ABSENT.plannable
    assert ABSENT.creates


def test_a_state_of_tomorrow_is_explained_not_guessed() -> None:
    assert UNKNOWN is start("UPSIDE_DOWN")
    assert not UNKNOWN.plannable


@pytest.mark.parametrize("status", STATES)
def test_what_runs_is_watched(status: str) -> None:
    """Exactly what AWS calls in progress is watched, but for an empty stack under review."""
    runs = status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS"

    assert runs == (start(status).act is Act.WATCH)


@pytest.mark.parametrize("status", STATES)
def test_every_sentence_goes_on_from_the_stack_s_name(status: str) -> None:
    """It begins with a verb, has no full stop, and what is next can be filled in."""
    begin = start(status)
    told = begin.next.format(stack="web", place=" --region eu-west-1", payload="web.yaml")

    assert begin.said.split()[0] in ("is", "was", "could")
    assert not begin.said.endswith(".")
    assert "{" not in told
    assert begin.act is Act.UPDATE or told


@pytest.mark.parametrize(
    ("status", "act"),
    [
        ("CREATE_COMPLETE", Act.UPDATE),
        ("UPDATE_COMPLETE", Act.UPDATE),
        ("UPDATE_ROLLBACK_COMPLETE", Act.UPDATE),
        ("IMPORT_COMPLETE", Act.UPDATE),
        ("IMPORT_ROLLBACK_COMPLETE", Act.UPDATE),
        ("REVIEW_IN_PROGRESS", Act.CREATE_ON_SHELL),
        ("DELETE_COMPLETE", Act.CREATE),
        ("ROLLBACK_COMPLETE", Act.DELETE_FIRST),
        ("ROLLBACK_FAILED", Act.DELETE_FIRST),
        ("DELETE_FAILED", Act.DELETE_FIRST),
        ("CREATE_FAILED", Act.RETRY_OR_ROLL_BACK),
        ("UPDATE_FAILED", Act.RETRY_OR_ROLL_BACK),
        ("UPDATE_ROLLBACK_FAILED", Act.CONTINUE_ROLLBACK),
        ("IMPORT_ROLLBACK_FAILED", Act.EXPLAIN),
    ],
)
def test_what_rests_has_its_own_answer(status: str, act: Act) -> None:
    assert act is start(status).act


def test_trouble_is_what_somebody_has_to_end() -> None:
    assert {
        "CREATE_FAILED",
        "UPDATE_FAILED",
        "ROLLBACK_FAILED",
        "ROLLBACK_COMPLETE",
        "DELETE_FAILED",
        "UPDATE_ROLLBACK_FAILED",
        "IMPORT_ROLLBACK_FAILED",
    } == {status for status in STATES if start(status).in_trouble}
