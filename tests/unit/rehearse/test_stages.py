"""Phases, stages and the order of documents.

Image Builder User Guide, "Manage components" (stages), "Use component documents in AWSTOE"
(phases run in the order of the document), "awstoe run command" (documents in their order).
"""

from __future__ import annotations

from generator.rehearse.events import DocumentBegan, PhaseBegan, StageBegan
from generator.rehearse.model import Status
from tests.unit.rehearse.conftest import use

ALL = """
schemaVersion: 1.0
phases:
  - name: test
    steps: [{name: T, action: ExecuteBash, inputs: {commands: [NAME test]}}]
  - name: validate
    steps: [{name: V, action: ExecuteBash, inputs: {commands: [NAME validate]}}]
  - name: other
    steps: [{name: O, action: ExecuteBash, inputs: {commands: [NAME other]}}]
  - name: build
    steps: [{name: B, action: ExecuteBash, inputs: {commands: [NAME build]}}]
"""


def document(name: str, text: str = ALL):
    return use(text.replace("NAME", name), name=name)


def test_documents_in_order_phases_in_the_order_of_each(rehearsed) -> None:
    """A document's own order of phases counts, and the next one begins when it has ended."""
    done = rehearsed([document("one"), document("two")])

    assert [
        *("one validate\n", "one build\n", "two validate\n", "two build\n"),
        *("one test\n", "two test\n"),
    ] == done.scripts
    assert Status.SUCCESS is done.result.status


def test_test_phases_run_on_a_new_machine_made_of_the_built_one(rehearsed) -> None:
    done = rehearsed(ALL)

    build, test = done.machines.made
    assert (build, None) == (test.came_from, build.came_from)
    assert ["NAME test\n"] == test.scripts


def test_without_test_phases_there_is_one_machine(steps) -> None:
    done = steps("- {name: A, action: ExecuteBash, inputs: {commands: [a]}}")

    assert 1 == len(done.machines.made)


def test_a_document_of_tests_alone_runs_on_a_fresh_machine(rehearsed) -> None:
    text = ALL.replace("name: validate", "name: more").replace("name: build", "name: last")

    done = rehearsed(text)

    assert [None] == [machine.came_from for machine in done.machines.made]
    assert ["test"] == [stage.name for stage in done.result.stages]


def test_a_failed_build_stage_is_not_tested(rehearsed) -> None:
    done = rehearsed([document("one"), document("two")], script=lambda text: int("build" in text))

    assert ["one validate\n", "one build\n"] == done.scripts
    assert Status.FAILED is done.result.status


def test_a_document_that_went_on_after_a_failure_still_fails_the_stage(rehearsed) -> None:
    """Continue goes on with the next document, and the tests do not run."""
    text = ALL.replace("name: B,", "name: B, onFailure: Continue,")

    done = rehearsed(
        [document("one", text), document("two")], script=lambda text: int("one build" in text)
    )

    assert ["one validate\n", "one build\n", "two validate\n", "two build\n"] == done.scripts
    assert Status.FAILED is done.result.status


def test_container_host_tests_are_left_out(rehearsed) -> None:
    done = rehearsed(ALL.replace("name: test", "name: container-host-test"))

    assert ["NAME validate\n", "NAME build\n"] == done.scripts


def test_events_tell_stages_documents_and_phases(rehearsed) -> None:
    done = rehearsed(ALL)

    told = [
        event.stage if isinstance(event, StageBegan) else getattr(event, "phase", "document")
        for event in done.events
        if isinstance(event, StageBegan | DocumentBegan | PhaseBegan)
    ]
    assert ["build", "document", "validate", "build", "test", "document", "test"] == told
