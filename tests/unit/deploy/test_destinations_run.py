"""Destination accounts, carried out: in order, to the end, and again after a kill."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import count

import pytest

from generator.deploy.destinations import NAME, SELF_MANAGED, Wanted, plan
from generator.deploy.destinations_run import (
    Created,
    Outside,
    Progress,
    Waiting,
    failed,
    failures,
    look,
    run,
)
from generator.errors import NoCredentialsError, RemoteError
from generator.ports.stack_sets import (
    Instance,
    Operation,
    StackSetOrder,
    StackSets,
    Targets,
)
from generator.ports.stacks import Body
from tests.fakes.stack_sets import FakeStackSets

ONE, TWO = "111122223333", "444455556666"
ORDER = StackSetOrder(NAME, "", Body("A"), {"SourceAccountId": "123456789012"}, SELF_MANAGED, ())
WANTED = Wanted(ORDER, Targets(accounts=(ONE, TWO), regions=("eu-west-1",)))


class Outer:
    """The world outside, with what was told and how often it was waited."""

    def __init__(self, sets: FakeStackSets) -> None:
        self.sets: StackSets = sets
        self.news: list[object] = []
        self.waits = 0
        self._tokens = count(1)
        self.outside = Outside(sets, self.news.append, self._sleep, self._token)

    def _sleep(self, _seconds: float) -> None:
        self.waits += 1

    def _token(self) -> str:
        return f"token{next(self._tokens)}"

    def deploy(self, wanted: Wanted = WANTED) -> tuple[Operation, ...]:
        """Look, plan and run."""
        found, instances = look(self.outside, NAME)
        return run(self.outside, wanted, plan(wanted, found, instances))


@pytest.fixture
def sets() -> FakeStackSets:
    return FakeStackSets()


def test_from_nothing(sets) -> None:
    outer = Outer(sets)

    operations = outer.deploy()

    assert [("create", NAME, "token1"), ("add", "token2", ONE, TWO)] == sets.calls
    assert not failed(operations)
    assert [Created(NAME)] == outer.news[:1]
    assert ["RUNNING", "SUCCEEDED"] == [
        each.operation.status for each in outer.news if isinstance(each, Progress)
    ]


def test_the_same_again_does_nothing(sets) -> None:
    Outer(sets).deploy()
    done = list(sets.calls)

    assert () == Outer(sets).deploy()
    assert done == sets.calls


def test_one_step_after_the_other(sets) -> None:
    Outer(sets).deploy(replace(WANTED, targets=Targets(accounts=(ONE,), regions=("eu-west-1",))))
    sets.calls.clear()
    wanted = replace(
        WANTED,
        order=replace(ORDER, body=Body("B")),
        targets=Targets(accounts=(TWO,), regions=("eu-west-1",)),
        remove=True,
    )

    Outer(sets).deploy(wanted)

    assert ["update", "add", "remove"] == [call[0] for call in sets.calls]
    assert [TWO] == [each.account for each in sets.instances(NAME)]


def test_one_account_that_fails_keeps_the_others_from_nothing() -> None:
    """An operation that tolerates failures ends as SUCCEEDED."""
    sets = FakeStackSets(failing=[(ONE, "no role")])

    operations = Outer(sets).deploy()

    assert ["SUCCEEDED"] == [each.status for each in operations]
    assert failed(operations)
    assert [Instance(ONE, "eu-west-1", "FAILED", "no role")] == list(failures(operations))


def test_what_failed_is_tried_again() -> None:
    sets = FakeStackSets(failing=[(ONE, "no role")])
    Outer(sets).deploy()
    sets.failing.clear()
    sets.calls.clear()

    assert not failed(Outer(sets).deploy())
    assert ["add"] == [call[0] for call in sets.calls]


def test_what_was_cancelled_because_of_others_is_no_cause() -> None:
    cancelled = Instance(TWO, "r", "FAILED", "Cancelled since failure tolerance has exceeded")
    broken = Instance(ONE, "r", "FAILED", "no role")
    operation = Operation("1", "CREATE", "FAILED", "", 2, (cancelled, broken))

    assert (broken,) == failures((operation,))


@pytest.mark.parametrize("steps", range(1, 7))
def test_a_run_that_is_killed_anywhere_can_be_repeated(steps: int) -> None:
    """Killed at every call in turn; the next run ends where one run would have."""
    sets = FakeStackSets()
    outer = Outer(sets)
    calls = iter(range(steps))

    def told(news: object) -> None:
        outer.news.append(news)
        if next(calls, None) is None:
            raise KeyboardInterrupt

    outer.outside = replace(outer.outside, tell=told)
    with contextlib.suppress(KeyboardInterrupt):
        outer.deploy()
    again = Outer(sets)

    again.deploy()

    assert {ONE: "CURRENT", TWO: "CURRENT"} == {
        each.account: each.status for each in sets.instances(NAME)
    }
    assert 1 == [call[0] for call in sets.calls].count("create")
    assert 1 == [call[0] for call in sets.calls].count("add")


def test_an_operation_under_way_is_waited_for(sets) -> None:
    outer = Outer(sets)
    outer.deploy()
    sets.update(ORDER, "theirs")

    look(outer.outside, NAME)

    assert Waiting("theirs") in outer.news


def test_others_in_the_way_are_waited_for(sets) -> None:
    sets.busy = 3
    outer = Outer(sets)

    assert not failed(outer.deploy())
    assert ["token2"] * 4 == [call[1] for call in sets.calls if call[0] == "add"]


def test_others_that_never_end_are_told(sets) -> None:
    sets.busy = 99

    with pytest.raises(RemoteError, match="others keep changing the StackSet"):
        Outer(sets).deploy()


def test_aws_that_stops_answering_says_how_to_go_on(sets) -> None:
    sets.errors["operation"] = NoCredentialsError("cannot follow: expired", "sign in")

    with pytest.raises(NoCredentialsError) as caught:
        Outer(sets).deploy()

    assert "sign in; what began goes on in AWS" in caught.value.hint
