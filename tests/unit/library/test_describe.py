from __future__ import annotations

import pytest

from generator.library import DocumentFacts, Parameter, describe
from generator.library.describe import WorkflowFacts, outline, outline_workflow

_GOOD = """\
name: web
description: Serves pages.
schemaVersion: 1.0
parameters:
  - Port:
      type: string
      default: 080
phases:
  - name: test
    steps:
      - name: Ask
        action: ExecuteBash
        inputs: {commands: ["ss -lt | grep {{ Port }}"]}
"""


def test_the_facts_of_a_document():
    """Values stay as they are written: 080 is no number."""
    assert describe(_GOOD) == DocumentFacts(
        name="web",
        description="Serves pages.",
        parameters=(Parameter("Port", "080", ""),),
        phases=("test",),
    )


@pytest.mark.parametrize(
    ("phases", "expected"), [(("test",), True), (("build", "test"), False), (("build",), False)]
)
def test_only_a_test_phase_alone_makes_a_test(phases: tuple[str, ...], expected: bool):
    facts = DocumentFacts(name="", description="", parameters=(), phases=phases)
    assert expected is facts.is_test


def test_name_description_and_parameters_may_be_left_out():
    document = "schemaVersion: '1.0'\nphases: [{name: build, steps: [{name: A, action: Reboot}]}]\n"
    assert describe(document) == DocumentFacts(
        name="", description="", parameters=(), phases=("build",)
    )


def test_a_broken_document_has_no_facts():
    """What is wrong is told by awstoe, at line and column."""
    found = describe("schemaVersion: 3\nname: {}\nphases: []\n")
    assert not isinstance(found, DocumentFacts)
    assert [1, 2, 3] == [each.location.span.line for each in found if each.location]


def test_the_facts_of_a_workflow():
    document = (
        "schemaVersion: 1.0\n"
        "parameters: [{name: topic, type: string, default: none}, {name: wait, type: boolean}]\n"
        "steps: [{name: Wait, action: WaitForAction}]\n"
        "outputs: [{name: Answer, value: $.stepOutputs.Wait.reason}]\n"
    )
    assert outline_workflow(document) == WorkflowFacts(
        (Parameter("topic", "none", ""), Parameter("wait", None, "")), ("Answer",)
    )
    assert outline_workflow("- no workflow") is None


def test_what_can_be_understood_of_a_document_with_mistakes():
    facts = outline(_GOOD.replace("ExecuteBash", "ExecuteBsh"))
    assert facts is not None
    assert facts.parameters == (Parameter("Port", "080", ""),)
    assert outline("- no document") is None
