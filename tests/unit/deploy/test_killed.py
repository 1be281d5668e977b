"""A run that is killed anywhere can be repeated to the same end, and leaves nothing behind.

On the local AWS, with the real adapter: every call to the port is once the last one, both before
it has its effect and after.
"""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest

from generator.aws.stacks import CloudFormationStacks
from generator.deploy import many, removal
from generator.deploy.guard import POLICY
from generator.deploy.outcome import Result
from generator.deploy.together import Stop
from generator.deploy.wish import Removal, Wish
from generator.deploy.world import World
from generator.errors import DeniedError, NoAnswerError
from generator.localaws.door import local_aws
from generator.plan.target import Target, target
from generator.ports.place import Place

PLACE = Place("123456789012", "eu-west-1", "aws", emulated=True)
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "one"}}
ONE = {"Resources": {"First": TOPIC}}
TWO = {
    "Resources": {
        "First": {**TOPIC, "Properties": {"DisplayName": "two"}},
        "Second": {"Type": "AWS::SNS::Topic", "DependsOn": "First"},
    }
}


class Killed(BaseException):
    """The end of the program."""


class Mortal:
    """A port that dies at its n-th call, for good or for once."""

    def __init__(self, stacks: Any, last: int | None, *, after: bool, death: type = Killed) -> None:
        self._stacks, self._last, self._after, self._death = stacks, last, after, death
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._stacks, name)

        def call(*args: Any, **more: Any) -> Any:
            self.calls += 1
            if self._last is None or self.calls < self._last:
                return method(*args, **more)
            if self.calls > self._last:
                if self._death is Killed:
                    raise Killed
                return method(*args, **more)
            if self._after:
                method(*args, **more)
            raise self._death("the answer is lost")

        return call


@pytest.fixture
def aws():
    with local_aws() as found:
        yield found


class Run:
    """Runs of the tool against one AWS."""

    def __init__(self, aws: Any) -> None:
        self.aws = aws
        self.client = aws.client("cloudformation")
        self._numbers = count()

    def world(self, stacks: Any) -> World:
        """A world whose time is the AWS's."""
        return World(
            place=PLACE,
            stacks=stacks,
            upload=lambda _name, _data: "",
            ask=lambda _question: True,
            review=lambda _draft: None,
            tell=lambda _news: None,
            sleep=self.aws.clock.advance,
            token=lambda: f"{next(self._numbers):08}",
            poll=60,
        )

    def deploy(self, wanted: Target, last: int | None = None, **how: Any) -> Any:
        """Deploy; `last` is the call that is the last one."""
        stacks = Mortal(CloudFormationStacks(self.client), last, **{"after": False, **how})
        self.calls = stacks
        world = self.world(stacks)
        return many.deploy([wanted], Wish(), lambda _: world, lambda _: True, Stop())[0]

    def destroy(self, name: str, last: int | None = None, **how: Any) -> Any:
        """Destroy, likewise."""
        stacks = Mortal(CloudFormationStacks(self.client), last, **{"after": False, **how})
        self.calls = stacks
        world = self.world(stacks)
        stack = stacks.find(name)
        return stack and removal.destroy(stack, Removal(unprotect=True), world)

    def there(self) -> list[tuple[str, str]]:
        """(name, status) of every stack."""
        stacks = self.client.describe_stacks()["Stacks"]
        return [(each["StackName"], each["StackStatus"]) for each in stacks]

    def change_sets(self) -> list[str]:
        """Change sets that somebody could still execute."""
        return [
            each["ChangeSetName"]
            for stack, _ in self.there()
            for each in self.client.list_change_sets(StackName=stack)["Summaries"]
            if each["ExecutionStatus"] in ("AVAILABLE", "UNAVAILABLE")
        ]

    def topics(self) -> list[str]:
        """Topics that exist."""
        return [each["TopicArn"] for each in self.aws.client("sns").list_topics()["Topics"]]


def wanted(values: dict[str, Any], name: str = "web") -> Target:
    return target(name, json.dumps(values), values, factory=name, file="web.yaml")


def every_death(act: Any) -> None:
    """Let `act` die at its first call, at its second, and so on; then let it live."""
    for last in count(1):
        try:
            act(last)
        except Killed:
            continue
        return


def test_a_creation_that_dies_again_and_again_gets_there(aws) -> None:
    """Each run dies one call later than the one before, on what that one left."""
    run = Run(aws)

    every_death(lambda last: run.deploy(wanted(ONE), last, after=True))

    assert Result.UNCHANGED == run.deploy(wanted(ONE)).result
    assert [("web", "CREATE_COMPLETE")] == run.there()
    assert [] == run.change_sets()
    assert 1 == len(run.topics())
    stack = CloudFormationStacks(run.client).find("web")
    assert stack.protected
    assert POLICY == CloudFormationStacks(run.client).policy(stack.arn)


def test_one_death_anywhere_is_mended_by_the_next_run(aws) -> None:
    """Creation, update and deletion, each killed once after every call and then run again.

    Killed before a call is killed after the one before it, as far as AWS knows.
    """
    run = Run(aws)

    for last in count(1):
        name, died = f"web{last}", []
        for act in (
            lambda at, name=name: run.deploy(wanted(ONE, name), at, after=True),
            lambda at, name=name: run.deploy(wanted(TWO, name), at, after=True),
            lambda at, name=name: run.destroy(name, at, after=True),
        ):
            try:
                act(last)
            except Killed:
                died.append(act)
            act(None)
            assert [] == run.change_sets()
        assert [] == run.there()
        assert [] == run.topics()
        if not died:
            break


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_interruption_before_it_begins_leaves_nothing(aws, after: bool) -> None:
    """Ctrl-C at every call: no shell and no change set; or the deployment goes on in AWS."""
    run = Run(aws)

    for last in count(1):
        name = f"web{last}"
        try:
            run.deploy(wanted(ONE, name), last, after=after, death=KeyboardInterrupt)
        except KeyboardInterrupt:
            assert [] == run.change_sets()
            assert "REVIEW_IN_PROGRESS" not in dict(run.there()).values()
            continue
        break
    aws.clock.advance(600)

    assert {"CREATE_COMPLETE"} == set(dict(run.there()).values())


@pytest.mark.parametrize(
    ("death", "after"), [(NoAnswerError, True), (DeniedError, False)], ids=["lost", "denied"]
)
def test_an_error_leaves_nothing_that_stands_in_the_way(aws, death: type, after: bool) -> None:
    """Once at every call: it is told, and the next run gets there."""
    run = Run(aws)

    for last in count(1):
        name = f"web{last}"
        outcome = run.deploy(wanted(ONE, name), last, after=after, death=death)
        assert [] == run.change_sets()
        if outcome.result is not Result.FAILED:
            assert Result.CREATED == outcome.result
            if run.calls.calls < last:
                break
        again = run.deploy(wanted(ONE, name))
        assert again.result in (Result.CREATED, Result.UNCHANGED)
        assert "CREATE_COMPLETE" == dict(run.there())[name]
