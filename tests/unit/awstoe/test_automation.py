"""Automation documents.

From the Systems Manager User Guide, "Systems Manager Automation actions reference".
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.awstoe.automation.check import check

OURS = Path(__file__).parents[3] / "generator" / "classic" / "documents"
RUNBOOK = """\
schemaVersion: '0.3'
assumeRole: '{{ Role }}'
parameters:
  Role: {type: String}
  Image: {type: String, default: '{{ ssm:/golden/base }}'}
mainSteps:
  - name: launch
    action: aws:runInstances
    inputs:
      ImageId: '{{ Image }}'
      MetadataOptions: {HttpTokens: required}
  - name: look
    action: aws:executeAwsApi
    onFailure: step:terminate
    inputs: {Service: ec2, Api: DescribeInstances, InstanceIds: ['{{ launch.InstanceIds }}']}
    outputs: [{Name: Zone, Selector: $.Zone, Type: String}]
  - name: choose
    action: aws:branch
    onFailure: step:terminate
    inputs:
      Choices: [{NextStep: bake, Variable: '{{ look.Zone }}', StringEquals: a}]
      Default: terminate
  - name: bake
    action: aws:createImage
    onFailure: step:terminate
    onCancel: step:terminate
    inputs:
      InstanceId: '{{ launch.InstanceIds }}'
      ImageName: web {{ global:DATE_TIME }} {{ automation:EXECUTION_ID }}
  - name: terminate
    action: aws:changeInstanceState
    isEnd: true
    inputs: {InstanceIds: ['{{ launch.InstanceIds }}'], DesiredState: terminated}
outputs: [bake.ImageId]
"""


def found(text: str) -> list[str]:
    _, findings = check("runbook.yaml", text.encode())
    return [
        f"{each.location.span.line} {each.code} {each.message}"
        for each in findings
        if each.location
    ]


def test_a_sound_runbook() -> None:
    assert [] == found(RUNBOOK)


@pytest.mark.parametrize("name", ["linux", "windows"])
def test_our_own_have_nothing_to_tell(name: str) -> None:
    assert [] == found((OURS / f"{name}.yaml").read_text())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("'0.3'", "'2.2'", ["1 AF781 schemaVersion is not 0.3"]),
        ("mainSteps", "steps", ['6 AF781 an Automation document has no key "steps"',
                                "1 AF781 mainSteps is not a list of steps"]),
        ("name: launch", "name: launch-it",
         ['7 AF781 "launch-it" is no name for a step',
          *(f'{line} AF784 {{{{ launch.InstanceIds }}}}: there is no step "launch"'
            for line in (15, 28, 33))]),
        ("name: choose", "name: look", ['17 AF781 step "look" is given twice']),
        ("aws:createImage", "aws:makeImage", ['24 AF782 there is no action "aws:makeImage"']),
        ("ImageName:", "Name:", ["24 AF782 aws:createImage needs ImageName",
                                 '29 AF782 aws:createImage has no key "Name"']),
        ("onFailure: step:terminate\n    inputs: {Service", "inputs: {Service",
         ['12 AF785 when step "look" fails, the instance stays']),
        ("step:terminate", "step:end", ['14 AF783 there is no step "end"']),
        ("step:terminate", "Stop", ['14 AF783 onFailure is "Stop"']),
        ("onCancel: step:terminate", "onCancel: step:launch",
         ['26 AF783 a cancelled step cannot go to "launch", which is aws:runInstances']),
        ("Default: terminate", "Default: end", ['22 AF783 there is no step "end"']),
        ("{{ Image }}", "{{ Base }}", ['10 AF784 {{ Base }}: there is no parameter "Base"']),
        ("{{ Image }}", "{{ ssm:base }}",
         ["10 AF784 {{ ssm:base }}: cannot stand in an input"]),
        ("global:DATE_TIME", "global:TIME",
         ['29 AF784 {{ global:TIME }}: there is no "global:TIME"']),
        ("{{ look.Zone }}", "{{ look.Area }}",
         ['21 AF784 {{ look.Area }}: "look" gives no "Area"']),
        ("Role: {type: String}", "Role: {type: Strng}",
         ['4 AF781 there is no parameter type "Strng"']),
        ("Role: {type: String}", "Role: {}", ['4 AF781 parameter "Role" has no type']),
        ("Role: {type: String}", "Role: {type: 'AWS::IAM::Role::Arn'}", []),
        ("isEnd: true", "isEnd: maybe", ['32 AF781 isEnd is "maybe", not true or false']),
        ("StringEquals: a", "StringEqual: a",
         ['21 AF782 a choice of aws:branch has no key "StringEqual"']),
        ("Variable: '{{ look.Zone }}', StringEquals: a",
         "And: [{Variable: '{{ look.Zone }}', Contain: a}]",
         ['21 AF782 a choice of aws:branch has no key "Contain"']),
        ("outputs: [bake", "outputs: [bak",
         ['34 AF784 output bak.ImageId: there is no step "bak"']),
        ("outputs: [bake.ImageId", "outputs: [bake.Image",
         ['34 AF784 output bake.Image: "bake" gives no "Image"']),
        ("MetadataOptions: {HttpTokens: required}", "InstanceType: m6i.large",
         ["8 AF787 the instance may answer without a token"]),
    ],
)  # fmt: skip
def test_mistakes(old: str, new: str, expected: list[str]) -> None:
    assert old in RUNBOOK
    assert sorted(expected) == sorted(found(RUNBOOK.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("action", "inputs", "settings", "expected"),
    [
        ("aws:executeScript", "{Runtime: python3.8}", "",
         ['3 AF782 Runtime "python3.8" is none of today\'s']),
        ("aws:executeScript", "{Runtime: python3.11}", "timeoutSeconds: 900, ",
         ["3 AF786 aws:executeScript is ended after 600 seconds, not 900"]),
        ("aws:invokeLambdaFunction", "{FunctionName: f}", "timeoutSeconds: 301, ",
         ["3 AF786 aws:invokeLambdaFunction is ended after 300 seconds, not 301"]),
        ("aws:sleep", "{Duration: PT5M}", "timeoutSeconds: soon, ",
         ['3 AF781 timeoutSeconds is "soon", not a number']),
        ("aws:sleep", "{Duration: 5m}", "", ['3 AF782 Duration "5m" is no ISO 8601 duration']),
        ("aws:sleep", "{Duration: P1DT2H30M}", "", []),
        ("aws:sleep", "{Duration: PT}", "", ['3 AF782 Duration "PT" is no ISO 8601 duration']),
        ("aws:executeScript",
         "{Runtime: python3.11, Handler: run, Script: 'def rum(events, context): return 1'}", "",
         ['3 AF782 the script has no function "run"']),
        ("aws:executeScript",
         "{Runtime: python3.11, Handler: run, Script: 'def run(events, context): return 1'}", "",
         []),
        ("aws:executeScript",
         "{Runtime: python3.11, Handler: run, Script: 'from tool import run'}", "", []),
        ("aws:createStack", "{Anything: goes}", "", []),
    ],
)  # fmt: skip
def test_single_steps(action: str, inputs: str, settings: str, expected: list[str]) -> None:
    text = (
        "schemaVersion: '0.3'\nmainSteps:\n"
        f"  - {{name: one, action: {action}, {settings}inputs: {inputs}}}\n"
    )

    assert expected == found(text)
