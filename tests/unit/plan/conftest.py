"""Targets from small payloads, and what CloudFormation in memory says of a change between two."""

from __future__ import annotations

import pytest

from generator.cli import targets
from generator.plan.orders import plan_order
from generator.plan.parameters import defaults
from generator.plan.review import review
from generator.ports.stacks import Body
from tests.fakes.stacks import FakeStacks

WEB = """\
factory:
  name: web
amis:
  - imageName: Webserver
    sourceImage: ami-0123456789abcdef0
    bootstrapUrl: https://example.com/web-1.sh
    bootstrapSha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  - imageName: api
    sourceImage: ami-0123456789abcdef1
    components:
      - {name: docker}
"""


@pytest.fixture
def target_of(tmp_path, monkeypatch):
    """The target of a payload's text, in web.yaml of the current folder."""
    monkeypatch.chdir(tmp_path)

    def make(text: str = WEB, **how):
        (tmp_path / "web.yaml").write_text(text)
        found, report, _ = targets.of(("web.yaml",), **how)

        assert [] == [finding.message for finding in report.findings if report.failed]

        return found[0]

    return make


@pytest.fixture
def reviewed(target_of):
    """The review of a change from WEB to another text."""

    def make(text: str, before: str = WEB):
        stacks = FakeStacks()
        first = target_of(before)
        stack = stacks.add(
            "web", first.template, tags=first.tags, parameters=defaults(first.template)
        )
        second = target_of(text)
        stacks.waits = 0
        arn = stacks.prepare(plan_order(second, stack, "1234", Body(second.text), ()))
        return review(second, stacks.change_set(arn), first.template, stack)

    return make
