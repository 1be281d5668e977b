"""A world in memory: stacks, a user who agrees, and time that does not pass."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from generator.deploy import many
from generator.deploy.outcome import Outcome
from generator.deploy.together import Stop
from generator.deploy.wish import Wish
from generator.deploy.world import Happened, News, Said, World
from generator.plan.target import Target, target
from generator.ports.place import Place
from tests.fakes.stacks import FakeStacks

PLACE = Place("123456789012", "eu-west-1", "aws", emulated=True)


def template(*names: str, **resources: Any) -> dict[str, Any]:
    """A template of topics, and of whatever else is given."""
    topics = {name: {"Type": "AWS::SNS::Topic", "Properties": {"Tags": []}} for name in names}
    known = {
        name: {**each, "Metadata": {"AmiFactory": {"From": name}}}
        for name, each in {**topics, **resources}.items()
    }
    lines = {name: line for line, name in enumerate(known, 3)}
    return {
        "Metadata": {"AmiFactory": {"Payload": "web.yaml", "Lines": lines}},
        "Resources": known,
        "Outputs": {"TopicArn": {"Value": {"Ref": next(iter(known))}}},
    }


def wanted(values: dict[str, Any], name: str = "web", **more: Any) -> Target:
    return target(name, json.dumps(values), values, factory=name, file="web.yaml", **more)


@dataclass
class Scene:
    """A world, what was told in it and what was asked."""

    stacks: Any = field(default_factory=FakeStacks)
    agrees: bool = True
    news: list[News] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    uploaded: list[tuple[str, bytes]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    numbers: Any = field(default_factory=count)
    others: dict[str, Any] = field(default_factory=dict)
    """Stacks by name for those that run at a time: the fake is for one thread."""

    def world(self, name: str = "") -> World:
        """The world of one stack."""
        return World(
            place=PLACE,
            stacks=self.others.get(name, self.stacks),
            upload=self._upload,
            ask=self._ask,
            review=lambda _draft: None,
            tell=self.news.append,
            sleep=self.slept.append,
            token=lambda: f"{next(self.numbers):08}",
        )

    def have(self, template: dict[str, Any], status: str = "CREATE_COMPLETE", **more: Any) -> None:
        """Have a stack of the factory web."""
        self.stacks.add("web", template, status, tags={"amifactory:factory": "web"}, **more)

    def deploy(self, *targets: Target, **wish: Any) -> Outcome:
        """How it ended for the first."""
        return self.deploy_all(*targets, **wish)[0]

    def deploy_all(self, *targets: Target, **wish: Any) -> tuple[Outcome, ...]:
        """How it ended for each."""

        def agree(drafts):
            return self._ask(f"deploy {', '.join(draft.target.name for draft in drafts)}")

        return many.deploy(
            targets, Wish(**wish), lambda target: self.world(target.name), agree, Stop()
        )

    def writes(self) -> list[str]:
        """What was written since the last look."""
        found = [method for method, _ in self.stacks.writes]
        self.stacks.writes.clear()
        return found

    def said(self) -> list[str]:
        """The sentences."""
        return [each.text for each in self.news if isinstance(each, Said)]

    def events(self) -> list[tuple[str, str]]:
        """(logical id, status) of all that happened."""
        return [
            (each.event.logical_id, each.event.status)
            for each in self.news
            if isinstance(each, Happened)
        ]

    def _ask(self, question: str) -> bool:
        self.asked.append(question)
        return self.agrees

    def _upload(self, name: str, data: bytes) -> str:
        self.uploaded.append((name, data))
        url = f"https://bucket.s3.eu-west-1.amazonaws.com/{len(self.uploaded)}.yaml"
        self.stacks.templates[url] = data.decode()
        return url


@pytest.fixture
def scene() -> Scene:
    return Scene()
