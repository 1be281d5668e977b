"""Builds whose component documents run for real, by whatever is brought for it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.localaws import rehearsing
from generator.localaws.rehearsing import Fault, Part, Verdict


@pytest.fixture
def brought():
    """Brings a rehearsal that gives these verdicts; remembers what it was asked to run."""
    asked: list[list[Part]] = []

    def bring(**verdicts: Verdict) -> list[list[Part]]:
        def rehearse(parts: Any) -> Any:
            asked.append(list(parts))
            return verdicts

        rehearsing.bring(rehearse)
        return asked

    yield bring
    rehearsing.bring(None)


def test_a_build_says_what_its_documents_said(factory: Any, brought: Any) -> None:
    """Both stages are rehearsed at once, and each is told in its own."""
    asked = brought(build=Verdict(("built it",)), test=Verdict(("tested it",)))
    component = factory.component()

    log = factory.log(factory.built(factory.pipeline(factory.recipe(component))))

    assert "[emulated] built it" in log
    assert log.index("[emulated] built it") < log.index("[emulated] tested it")
    assert [["hello/1.0.0/1"]] == [[part.name for part in parts] for parts in asked]
    assert "phases" in asked[0][0].text
    assert not [line for line in log if "not run" in line]


def test_a_document_that_fails_fails_the_build(factory: Any, brought: Any) -> None:
    """With its own words, and where Image Builder says which step it was."""
    fault = Fault("hello/1.0.0/1", "build", "Say", "ExecuteBash", "exit code 7")
    brought(build=Verdict(("cannot do it",), fault))
    pipeline = factory.pipeline(factory.recipe(factory.component()))

    image = factory.built(pipeline)

    assert "FAILED" == image["state"]["status"]
    failed = image["state"]["failureContext"]["componentFailure"]
    assert ("build", "Say", "exit code 7") == (
        failed["phaseName"],
        failed["stepName"],
        failed["errorMessage"],
    )
