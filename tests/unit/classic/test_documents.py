"""The runbooks as text: what Automation would refuse, and what would leave something behind."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.localaws.automation.document import InvalidDocumentError
from generator.localaws.automation.execution import Execution, load
from generator.localaws.automation.values import REFERENCE, InvalidParametersError, references
from tests.fakes.build_account import BuildAccount

_FOLDER = Path(__file__).parents[3] / "generator" / "classic" / "documents"
_TEXTS = {name: (_FOLDER / f"{name}.yaml").read_text("utf-8") for name in ("linux", "windows")}
_TREES: dict[str, Any] = {name: yaml.safe_load(text) for name, text in _TEXTS.items()}
_LARGEST = 64 * 1024
"""Bytes of a document (Systems Manager service quotas)."""

_BEFORE_LAUNCH = "describeSource"
_LAUNCH = "launchInstance"
_LAST_RESORT = ["findLostInstance", "chooseLostInstance", "terminateLostInstance"]
_IN_SCRIPTS = {"BootstrapUrl", "BootstrapSha256", "AuthorizedKey"}
"""Parameters whose values reach a shell."""

both = pytest.mark.parametrize("document", ["linux", "windows"])


def _steps(document: str) -> dict[str, Any]:
    return {step["name"]: step for step in _TREES[document]["mainSteps"]}


def _commands(document: str) -> dict[str, str]:
    """The script of each step that brings its own."""
    found = {
        name: step["inputs"]["Parameters"].get("commands")
        for name, step in _steps(document).items()
        if step["action"] == "aws:runCommand" and "Parameters" in step["inputs"]
    }
    return {name: "\n".join(lines) for name, lines in found.items() if lines}


# Automation's own rules


@both
def test_automation_takes_it(document: str):
    """Names, types, actions, APIs with their members, outputs on every way: see localaws/."""
    assert list(_steps(document)) == list(load(_TEXTS[document]).steps)


@both
def test_it_is_small_enough_and_plain_yaml(document: str):
    """Anchors and tags would have to be resolved by whoever puts the text into a template."""
    assert len(_TEXTS[document].encode()) < _LARGEST
    tokens = {type(token).__name__ for token in yaml.scan(_TEXTS[document])}
    assert not tokens & {"AnchorToken", "AliasToken", "TagToken"}


@both
def test_every_part_says_what_it_does(document: str):
    tree = _TREES[document]
    assert tree["description"].startswith("## Bakes an AMI from a ")
    for step in tree["mainSteps"]:
        assert re.fullmatch(r"[A-Z].+\.", step["description"]), step["name"]


# Nothing is left behind


@both
def test_whatever_happens_to_a_step_the_instance_is_terminated(document: str):
    names = list(_steps(document))
    after_launch = names[names.index(_LAUNCH) + 1 : names.index("terminateInstance")]
    ends = {
        name: (step["onFailure"], step["onCancel"])
        for name, step in _steps(document).items()
        if name in after_launch
    }
    assert dict.fromkeys(after_launch, ("step:terminateInstance",) * 2) == ends


@both
def test_a_launch_without_an_answer_leads_to_a_search_by_tag(document: str):
    steps = _steps(document)
    assert "step:findLostInstance" == steps[_LAUNCH]["onFailure"]
    assert "step:findLostInstance" == steps[_LAUNCH]["onCancel"]
    assert "step:findLostInstance" == steps["terminateInstance"]["onCancel"]
    assert _LAST_RESORT == list(steps)[-3:]
    (tagged,) = steps["findLostInstance"]["inputs"]["Filters"]
    assert {
        "Name": "tag:amifactory:execution",
        "Values": ["{{ automation:EXECUTION_ID }}"],
    } == tagged


@both
def test_every_step_says_how_long_it_may_take_and_that_it_counts(document: str):
    for step in _TREES[document]["mainSteps"]:
        assert {"timeoutSeconds", "onFailure", "onCancel"} <= set(step), step["name"]
        assert step["isCritical"] is True


@both
def test_a_command_ends_before_its_step(document: str):
    """Else a script would still run when the step has timed out; a reboot comes on top."""
    for step in _TREES[document]["mainSteps"]:
        if step["action"] == "aws:runCommand":
            allowed = step["inputs"].get("Parameters", {}).get("executionTimeout", "0")
            assert int(allowed) + 300 <= step["timeoutSeconds"], step["name"]


@both
def test_the_search_comes_after_the_end_of_a_good_build(document: str):
    steps = _steps(document)
    assert ["terminateInstance", *_LAST_RESORT[1:]] == [
        name for name, step in steps.items() if step.get("isEnd")
    ]


# What both have in common


def test_both_end_in_the_same_way():
    linux, windows = (list(_steps(document).values()) for document in ("linux", "windows"))
    start = next(n for n, step in enumerate(linux) if step["name"] == "stopInstance")
    assert linux[start:] == windows[-len(linux[start:]) :]


def test_both_take_what_build_ami_gives():
    """Only Linux images have an account for the key."""
    linux, windows = (list(_TREES[document]["parameters"]) for document in ("linux", "windows"))
    assert [name for name in linux if name != "AuthorizedKey"] == windows


def test_both_updates_run_the_same_script():
    scripts = _commands("linux")
    assert scripts["updateBefore"] == scripts["updateAfter"]


# Parameters


@both
def test_a_parameter_is_described_and_narrow(document: str):
    for name, parameter in _TREES[document]["parameters"].items():
        word = "(Optional)" if "default" in parameter else "(Required)"
        assert parameter["description"].startswith(f"{word} "), name
        assert parameter["description"].endswith("."), name
        if parameter["type"] != "MapList" and "allowedValues" not in parameter:
            assert re.fullmatch(r"\^.+\$", parameter["allowedPattern"]), name


@both
def test_a_parameter_is_used(document: str):
    tree = _TREES[document]
    used = {*references(tree["mainSteps"]), *references(tree["assumeRole"])}
    assert set(tree["parameters"]) <= used


@both
def test_only_narrow_values_reach_a_shell_and_only_in_single_quotes(document: str):
    for name, script in _commands(document).items():
        assert set(references(script)) <= _IN_SCRIPTS, name
        for line in script.splitlines():
            if "{{" in line:
                assert re.fullmatch(r"\$?[a-z]+( = |=)'\{\{ [A-Za-z0-9]+ \}\}'", line.strip())


def _accepts(parameter: str, value: str) -> bool:
    """As the laxest reader would: anywhere in the value, and with a line feed after the end."""
    pattern = _TREES["linux"]["parameters"][parameter]["allowedPattern"]
    return re.search(pattern, value) is not None


_GOOD = {
    "AutomationAssumeRole": [
        "arn:aws:iam::123456789012:role/factory-Automation",
        "arn:aws-us-gov:iam::012345678901:role/path/to/role",
    ],
    "SourceAmiId": ["ami-0de53d8956e8dcf80", "ami-1a2b3c4d"],
    "FactoryName": ["amifactory", "AmiFactory-2"],
    "ImageName": ["Webserver", "Web Server_2-x"],
    "AmiName": ["Web Server 2026-11-22T18-00-00Z-1a2b"],
    "Description": ["A web server, made from 'base' & \"more\"", "Für Gäste"],
    "InstanceType": ["m6i.large", "u-6tb1.112xlarge", "m7g.metal", "c7i.metal-24xl"],
    "LaunchTemplateId": ["lt-0123456789abcdef0"],
    "KmsKeyId": [
        "alias/aws/ebs",
        "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        "arn:aws:kms:eu-west-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef",
        "arn:aws-cn:kms:cn-north-1:123456789012:alias/images",
    ],
    "BootstrapUrl": [
        "",
        "https://raw.githubusercontent.com/bryanlabs/aws-amifactory/master/bootstrap/webserver.sh",
        "https://example.com:8443/a%20b/c.sh?version=2&x=(1)",
        "s3://my-bucket/bootstrap/web.sh",
    ],
    "BootstrapSha256": ["", "0123456789abcdef" * 4],
    "Accounts": ["012345678901"],
    "OrganizationArns": ["arn:aws:organizations::111122223333:organization/o-abcdefghij"],
    "OrganizationalUnitArns": [
        "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-cdefgh34"
    ],
    "AuthorizedKey": [
        "",
        f"ssh-ed25519 {'A' * 68} admin@example.com",
        f"ssh-rsa {'A' * 372}==",
        f"sk-ssh-ed25519@openssh.com {'A' * 100}",
    ],
    "RotateFunctionName": ["factory-RotateAmi-1A2B3C"],
}
_BAD = {
    "SourceAmiId": ["ssm:/aws/service/x", "ami-XYZ", "resolve:ssm:x"],
    "BootstrapUrl": [
        "http://example.com/a.sh",
        "file:///etc/passwd",
        "https://user:password@example.com/a.sh",
        "https://example.com/a.sh#fragment",
        "https://example.com/a.sh?x='y'",
        "https://example.com",
        "s3://bucket",
        "-o/etc/passwd",
    ],
    "BootstrapSha256": ["0" * 63, "0" * 65, "A" * 64],
    "AuthorizedKey": [
        'command="sh" ssh-ed25519 ' + "A" * 68,
        "ssh-dss " + "A" * 100,
        f"ssh-ed25519 {'A' * 68} two words",
    ],
    "Accounts": ["12345678901", "all"],
    "KmsKeyId": ["11111111-2222-3333-4444-555555555555", "alias/other"],
}
_HOSTILE = (
    *("'", '"', "`id`", "$(id)", "${IFS}", "$x", "{{ AuthorizedKey }}", "{{ssm:secret}}", "\\"),
    *("\nrm -rf /", "\r", "\t", "\0", "<", ">", "|", "^", "\u2018", "\u2019", "\u2028"),
)
"""What means something to bash, PowerShell or Automation."""


@pytest.mark.parametrize("parameter", [*_GOOD])
def test_good_values_are_taken(parameter: str):
    assert [] == [value for value in _GOOD[parameter] if not _accepts(parameter, value)]


@pytest.mark.parametrize("parameter", [*_BAD])
def test_wrong_values_are_refused(parameter: str):
    assert [] == [value for value in _BAD[parameter] if _accepts(parameter, value)]


@pytest.mark.parametrize("parameter", sorted(_IN_SCRIPTS))
@pytest.mark.parametrize("hostile", _HOSTILE)
def test_what_means_something_to_a_shell_is_refused_anywhere(parameter: str, hostile: str):
    for good in filter(None, _GOOD[parameter]):
        for spoilt in (hostile, hostile + good, good[:12] + hostile + good[12:]):
            assert not _accepts(parameter, spoilt)
        assert not _accepts(parameter, f"{good}{hostile}x")


@pytest.mark.parametrize("parameter", [name for name in _GOOD if name not in _IN_SCRIPTS])
@pytest.mark.parametrize("hostile", ["{{ Accounts }}", "{{", "\0", "\nx"])
def test_nothing_can_be_substituted_twice(parameter: str, hostile: str):
    good = _GOOD[parameter][0]
    assert not _accepts(parameter, good[:1] + hostile + good[1:])


def test_a_new_parameter_has_to_be_tried_here():
    patterned = {
        name
        for name, parameter in _TREES["linux"]["parameters"].items()
        if "allowedPattern" in parameter
    }
    assert set(_GOOD) == patterned


# What is not known is refused


Change = Callable[[Any], object]


def _step(tree: Any, name: str) -> Any:
    return next(step for step in tree["mainSteps"] if step["name"] == name)


def _inputs(tree: Any, name: str) -> Any:
    return _step(tree, name)["inputs"]


_MISTAKES: dict[str, tuple[Change, str]] = {
    "a schema version": (lambda t: t.update(schemaVersion="2.2"), "schemaVersion is '2.2'"),
    "a top-level property": (lambda t: t.update(variables={}), "variables is not known"),
    "a step property": (
        lambda t: _step(t, "createImage").update(onfailure="Abort"),
        "onfailure is not known",
    ),
    "a property's type": (
        lambda t: _step(t, "createImage").update(timeoutSeconds="60"),
        "timeoutSeconds is a str",
    ),
    "a missing property": (lambda t: _step(t, "createImage").pop("action"), "action is missing"),
    "a hyphen": (lambda t: _step(t, "describeSource").update(name="a-b"), "letters, digits and _"),
    "a name used twice": (
        lambda t: _step(t, "checkImage").update(name="createImage"),
        "the name is used twice",
    ),
    "a variable step": (
        lambda t: _step(t, "checkImage").update(onFailure="step:{{ ImageName }}"),
        "outside of inputs",
    ),
    "a target": (
        lambda t: _step(t, "checkImage").update(onFailure="step:nowhere"),
        "leads to nowhere, which does not exist",
    ),
    "going on after a failure": (
        lambda t: _step(t, "checkImage").update(onFailure="Continue"),
        "onFailure is Continue",
    ),
    "a follower": (
        lambda t: _step(t, "checkImage").update(nextStep="nowhere"),
        "nextStep nowhere does not exist",
    ),
    "a way back": (
        lambda t: _step(t, "checkImage").update(nextStep="createImage"),
        "leads back to createImage",
    ),
    "a branch to nowhere": (
        lambda t: _inputs(t, "chooseUpdateBefore").update(Default="nowhere"),
        "leads to nowhere, which does not exist",
    ),
    "an operator": (
        lambda t: _inputs(t, "chooseLostInstance")["Choices"][0].update(Matches="i-"),
        "a choice has Matches, StartsWith, Variable",
    ),
    "an action": (
        lambda t: _step(t, "createImage").update(action="aws:createImage"),
        "action aws:createImage is not known",
    ),
    "an input": (
        lambda t: _inputs(t, "stopInstance").update(Forced=False),
        "Forced is not known",
    ),
    "a missing input": (
        lambda t: _inputs(t, "stopInstance").pop("InstanceIds"),
        "InstanceIds is missing",
    ),
    "a state": (
        lambda t: _inputs(t, "stopInstance").update(DesiredState="hibernated"),
        "desired state hibernated is not known",
    ),
    "a service": (lambda t: _inputs(t, "createImage").update(Service="ec3"), "AWS has no ec3"),
    "an API": (
        lambda t: _inputs(t, "createImage").update(Api="MakeImage"),
        "AWS has no ec2 MakeImage",
    ),
    "a member of an API": (
        lambda t: _inputs(t, "createImage").update(ImageName="x"),
        "CreateImage takes no ImageName",
    ),
    "a member deep in an API": (
        lambda t: _inputs(t, "launchInstance")["BlockDeviceMappings"][0]["Ebs"].update(Size=8),
        "BlockDeviceMappings[0].Ebs takes no Size",
    ),
    "a missing member": (
        lambda t: _inputs(t, "createImage").pop("InstanceId"),
        "CreateImage lacks InstanceId",
    ),
    "a member's type": (
        lambda t: _inputs(t, "createImage").update(NoReboot="true"),
        "CreateImage.NoReboot is a str, not a boolean",
    ),
    "a selector": (
        lambda t: _step(t, "createImage")["outputs"][0].update(Selector="$.Image.Id"),
        "finds nothing in an answer of CreateImage",
    ),
    "a selector's grammar": (
        lambda t: _step(t, "createImage")["outputs"][0].update(Selector="$.Images[*]"),
        "selector $.Images[*] is not understood",
    ),
    "an output's type": (
        lambda t: _step(t, "createImage")["outputs"][0].update(Type="StringList"),
        "selector $.ImageId does not find a StringList",
    ),
    "outputs of an action that has its own": (
        lambda t: _step(t, "stopInstance").update(
            outputs=[{"Name": "A", "Selector": "$.A", "Type": "String"}]
        ),
        "aws:changeInstanceState takes no outputs",
    ),
    "a command document": (
        lambda t: _inputs(t, "cleanUp").update(DocumentName="AWS-RunSaltState"),
        "command document AWS-RunSaltState is not known",
    ),
    "a command's parameter": (
        lambda t: _inputs(t, "cleanUp")["Parameters"].update(command="x"),
        "command is not known",
    ),
    "a runtime": (
        lambda t: _inputs(t, "rotateImages").update(Runtime="python3.8"),
        "runtime python3.8 is not known",
    ),
    "a reference in a script": (
        lambda t: _inputs(t, "rotateImages").update(Script="'{{ ImageName }}'"),
        "the script has references",
    ),
    "a parameter": (
        lambda t: _inputs(t, "createImage").update(Name="{{ Nam }}"),
        "Nam is not there on every way",
    ),
    "a variable": (
        lambda t: _inputs(t, "createImage").update(Name="{{ global:DATE }}"),
        "variable global:DATE is not known",
    ),
    "half a reference": (
        lambda t: _inputs(t, "createImage").update(Name="{{ ImageName }"),
        "malformed reference",
    ),
    "an output of no step": (
        lambda t: _inputs(t, "createImage").update(Name="{{ describeSource.Name }}"),
        "describeSource.Name is not there on every way",
    ),
    "an output of a later step": (
        lambda t: _inputs(t, "stopInstance").update(InstanceIds=["{{ createImage.ImageId }}"]),
        "createImage.ImageId is not there on every way",
    ),
    "an output of a step that may be skipped": (
        lambda t: _inputs(t, "createImage").update(Name="{{ updateBefore.Output }}"),
        "updateBefore.Output is not there on every way",
    ),
    "an output of a step that failed": (
        lambda t: _step(t, "launchInstance").update(onFailure="step:terminateInstance"),
        "launchInstance.InstanceId is not there on every way",
    ),
    "an output of the runbook": (
        lambda t: t.update(outputs=["createImage.Id"]),
        "output createImage.Id does not exist",
    ),
    "a role": (
        lambda t: t.update(assumeRole="{{ Role }}"),
        "assumeRole {{ Role }} is no parameter",
    ),
    "a parameter's type": (
        lambda t: t["parameters"]["ImageName"].update(type="Integer"),
        "type Integer is not known",
    ),
    "a default's type": (
        lambda t: t["parameters"]["Accounts"].update(default=""),
        "its default is a str",
    ),
    "a default that the pattern refuses": (
        lambda t: t["parameters"]["KmsKeyId"].update(default="none"),
        "its default does not match its own pattern",
    ),
    "a parameter's property": (
        lambda t: t["parameters"]["ImageName"].update(pattern="x"),
        "pattern is not known",
    ),
}


@pytest.mark.parametrize("mistake", [*_MISTAKES])
def test_a_runbook_with_a_mistake_is_refused(mistake: str):
    tree = copy.deepcopy(_TREES["linux"])
    change, expected = _MISTAKES[mistake]
    change(tree)

    with pytest.raises(InvalidDocumentError) as refused:
        load(tree)
    assert [] != [said for said in refused.value.problems if expected in said], refused.value


def test_a_step_that_no_way_leads_to_is_refused():
    tree = copy.deepcopy(_TREES["linux"])
    _step(tree, "stopInstance")["isEnd"] = True

    with pytest.raises(InvalidDocumentError, match="step createImage: no way leads to it"):
        load(tree)


@pytest.mark.parametrize("action", ["aws:createTags", "aws:runInstances", "aws:sleep"])
def test_a_cancel_may_not_lead_to_some_actions(action: str):
    tree = copy.deepcopy(_TREES["linux"])
    _step(tree, "terminateInstance")["action"] = action

    with pytest.raises(InvalidDocumentError, match=f"onCancel may not lead to {action}"):
        load(tree)


def _given(**changes: list[str]) -> dict[str, list[str]]:
    required = {
        name: _GOOD[name][:1]
        for name, parameter in _TREES["linux"]["parameters"].items()
        if "default" not in parameter
    }
    return {**required, **changes}


def _refusals() -> Iterator[tuple[dict[str, list[str]], str]]:
    yield _given(Nam=["x"]), "the runbook has no parameter Nam"
    yield _given(ImageName=["a'b"]), "ImageName does not match"
    yield _given(ImageName=["Web\n"]), "ImageName does not match"
    yield _given(ImageName=["a", "b"]), "ImageName has 2 values"
    yield _given(BootstrapUrl=[""]), "BootstrapUrl has a value of 0 characters"
    yield _given(AuthorizedKey=[f"ssh-rsa {'A' * 712}"]), "AuthorizedKey has a value of 720"
    yield _given(UpdateOs=["always"]), "UpdateOs is none of before, after, both, never"
    yield _given(Accounts=["012345678901"] * 51), "Accounts has 51 values"
    yield _given(Accounts=["012345678901", "*"]), "Accounts does not match"
    yield {name: value for name, value in _given().items() if name != "AmiName"}, "is required"


@pytest.mark.parametrize(("given", "expected"), [*_refusals()])
def test_parameters_are_checked_before_anything_starts(given, expected: str):
    account = BuildAccount(ec2=None)
    with pytest.raises(InvalidParametersError, match=expected):
        Execution(load(_TEXTS["linux"]), given, account, "execution")
    assert [] == account.calls


def test_a_reference_is_what_the_user_guide_says():
    """With or without spaces; steps, outputs, parameters and variables."""
    for text in ("{{ImageName}}", "{{ createImage.ImageId }}", "{{automation:EXECUTION_ID}}"):
        assert REFERENCE.fullmatch(text)
