"""Workflow documents.

From the Image Builder User Guide, "Create a YAML workflow document", "Supported step actions
for your workflow document" and "Use conditional statements in workflow documents".
"""

from __future__ import annotations

import pytest

from generator.awstoe.workflows.actions import ACTIONS
from generator.awstoe.workflows.check import check

BUILD = """\
name: build-web
schemaVersion: 1.0
parameters:
  - {name: wait, type: boolean, default: false}
steps:
  - name: Launch
    action: LaunchInstance
    inputs: {waitFor: ssmAgent}
  - name: Components
    action: ExecuteComponents
    onFailure: Abort
    timeoutSeconds: 3600
    inputs:
      instanceId.$: $.stepOutputs.Launch.instanceId
  - name: Clean
    action: SanitizeInstance
    if:
      and:
        - {stringEquals: Linux, value: $.imagebuilder.platform}
        - not: {booleanEquals: true, value: $.parameters.wait}
    inputs:
      instanceId.$: $.stepOutputs.Launch.instanceId
  - name: Image
    action: CreateImage
    inputs:
      instanceId.$: $.stepOutputs.Launch.instanceId
outputs:
  - {name: ImageId, value: $.stepOutputs.Image.imageId}
"""


def found(text: str, stage: str = "BUILD") -> list[str]:
    checked = check("flow.yaml", text.encode(), stage)
    return [
        f"{each.location.span.line} {each.code} {each.message}"
        for each in checked.findings
        if each.location
    ]


def test_a_sound_workflow() -> None:
    assert [] == found(BUILD)


def test_what_others_ask_about_it() -> None:
    workflow = check("flow.yaml", BUILD.encode()).workflow

    assert workflow is not None
    assert [("wait", "false")] == [(each.name, each.default) for each in workflow.parameters]
    assert ("ImageId",) == workflow.outputs


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("schemaVersion: 1.0", "schemaVersion: 2", ["2 AF751 schemaVersion is not 1.0"]),
        ("name: build-web", "nam: build-web", ['1 AF751 a workflow has no key "nam"']),
        ("type: boolean", "type: bool",
         ['4 AF751 parameter "wait" has no type of string, integer, boolean, stringList']),
        ("name: Launch\n", "name: La\n",
         ['6 AF751 "La" is no name for a step',
          *(f'{line} AF755 $.stepOutputs.Launch.instanceId: no earlier step is named "Launch"'
            for line in (14, 22, 26))]),
        ("name: Clean", "name: Components", ['15 AF751 "Components" is given twice in steps']),
        ("action: LaunchInstance", "action: StartInstance",
         ['7 AF752 there is no step action "StartInstance"']),
        ("waitFor: ssmAgent", "waitsFor: ssmAgent",
         ["7 AF753 LaunchInstance needs waitFor",
          '8 AF753 LaunchInstance has no input "waitsFor"']),
        ("instanceId.$: $.stepOutputs.Launch.instanceId\\n  - name: Clean",
         "instanceId: $.stepOutputs.Launch.instanceId\\n  - name: Clean",
         ['14 AF753 "instanceId" is a JSONPath, and would be taken as a text']),
        ("timeoutSeconds: 3600", "timeoutSeconds: 86401",
         ["12 AF754 ExecuteComponents may run 86400 seconds at most, not 86401"]),
        ("timeoutSeconds: 3600", "timeoutSeconds: 0",
         ['12 AF754 timeoutSeconds is "0", not a number of seconds']),
        ("onFailure: Abort", "onFailure: Ignore",
         ['11 AF751 onFailure is "Ignore", not Abort or Continue']),
        ("$.imagebuilder.platform", "$.imagebuilder.platfrom",
         ['19 AF755 $.imagebuilder.platfrom: the service has no variable "platfrom"']),
        ("$.parameters.wait", "$.parameters.waits",
         ['20 AF755 $.parameters.waits: there is no parameter "waits"']),
        ("Image.imageId", "Image.imageID",
         ['28 AF755 $.stepOutputs.Image.imageID: CreateImage gives no "imageID"']),
        ("$.stepOutputs.Image.imageId", "$.stepOutput.Image.imageId",
         ['28 AF755 $.stepOutput.Image.imageId: there is no "stepOutput"']),
        ("stringEquals: Linux", "stringLessThan: Linux",
         ['19 AF756 "stringLessThan" is no operator of workflows']),
        ("{booleanEquals: true, value: $.parameters.wait}", "{booleanEquals: true}",
         ["20 AF756 booleanEquals needs value"]),
        ("name: ImageId", "name: Image",
         ["6 AF757 a build workflow needs an output named ImageId"]),
        ("action: SanitizeInstance", "action: WaitForSSMAgent",
         ["6 AF759 the image is made from an instance that was not cleaned"]),
    ],
)  # fmt: skip
def test_mistakes(old: str, new: str, expected: list[str]) -> None:
    old, new = old.replace("\\n", "\n"), new.replace("\\n", "\n")
    assert old in BUILD
    assert expected == found(BUILD.replace(old, new, 1))


def test_actions_belong_to_stages() -> None:
    text = BUILD.replace("action: SanitizeInstance", "action: CollectImageScanFindings")

    assert (
        "16 AF752 CollectImageScanFindings belongs to TEST workflows, this one is BUILD"
        in found(text)
    )


def test_images_and_containers_are_not_distributed_together() -> None:
    text = (
        "schemaVersion: 1.0\nsteps:\n"
        "  - {name: Amis, action: DistributeImage}\n"
        "  - {name: Boxes, action: DistributeContainerImage, inputs: {instanceId: i-1}}\n"
    )

    assert ["3 AF758 a workflow distributes AMIs or containers, not both"] == found(
        text, "DISTRIBUTION"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n", "1 AF751 the document is not a mapping"),
        ("schemaVersion: 1.0\nsteps: []\n", "2 AF751 steps is not a list of steps"),
        (
            "schemaVersion: 1.0\nsteps:\n"
            + "".join(f"  - {{name: Step{n}, action: WaitForAction}}\n" for n in range(16)),
            "3 AF751 16 steps are more than 15",
        ),
        (f"schemaVersion: 1.0\n{'#' * 16_000}\n", "1 AF751 a workflow document has at most"),
    ],
)
def test_the_frame(text: str, expected: str) -> None:
    assert [line for line in found(text, "TEST") if line.startswith(expected)]


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda each: each.name)
def test_every_action_with_what_it_needs(action) -> None:
    inputs = ", ".join(f"{name}: x" for name in action.required)
    text = (
        f"schemaVersion: 1.0\nsteps:\n  - {{name: One, action: {action.name}, "
        f"timeoutSeconds: {action.longest}, inputs: {{{inputs}}}}}\n"
    )
    stage = next(each for each in action.stages if each != "BUILD" or len(action.stages) == 1)

    assert [] == [line for line in found(text, stage) if "AF759" not in line]
    missing = text.replace(f"{{{inputs}}}", "{}")
    assert len(action.required) == len([x for x in found(missing, stage) if " needs " in x])
