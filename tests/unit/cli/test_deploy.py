"""`amifactory deploy` and `destroy` on the local AWS, as their users see them."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from generator.cli.door import run
from generator.errors import Exit
from generator.localaws.door import local_aws
from tests.fakes.builds import FakeBuilds, build, pipeline

WEB = """\
factory:
  name: web
amis:
  - imageName: Web Server
    sourceImage: ami-0123456789abcdef0
"""
COMPLETE = """\
Stack web (eu-west-1, 123456789012, emulated) is created, in N s
  LogBucketName         {bucket}
  WebServerPipelineArn  arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-web-server
  next:
    amifactory build 'Web Server' --follow  # build it now
"""
FAILED = """\
error: the stack web could not be created (eu-west-1, 123456789012, emulated) after N s
  failed  WebServerRecipe (AWS::ImageBuilder::ImageRecipe)
  cause   ami-0123456789abcdef0 does not exist
  from    web.yaml:4
  then    N more resources were cancelled; the stack is in ROLLBACK_COMPLETE
  hint: an AMI belongs to one region: check sourceImage and the region; the next run deletes \
what is left of the stack first
"""
DELETED = """\
Stack web (eu-west-1, 123456789012, emulated) is deleted, in N s
  stays, since it may hold what you need; delete it yourself when you do not:
    LogBucket  AWS::S3::Bucket  {bucket}
"""


class Terminal(io.TextIOWrapper):
    """Somebody who types."""

    def isatty(self) -> bool:
        """As a terminal does."""
        return True


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AMIFACTORY_POLL", "0.002")


@pytest.fixture
def aws(here):
    """An AWS whose time flies, and a payload."""
    (here / "web.yaml").write_text(WEB)
    with local_aws(speed=5000) as found:
        found.seed_ami("ami-0123456789abcdef0")
        yield found


@pytest.fixture
def typing(capsys, monkeypatch):
    """Run one command with somebody at the keyboard."""

    def call(*arguments: str, types: str = ""):
        monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(types.encode())))
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def timeless(text: str) -> str:
    """The text without how long and how much at a time, which only the local AWS's authors know."""
    text = re.sub(r"\b[0-9]+ (s|more)\b", r"N \1", text)
    return re.sub(r"\b[0-9]+:[0-9]{2}  ", "N:NN  ", text)


def stacks(aws) -> list[tuple[str, str]]:
    found = aws.client("cloudformation").describe_stacks()["Stacks"]
    return [(each["StackName"], each["StackStatus"]) for each in found]


def bucket(aws) -> str:
    names = [each["Name"] for each in aws.client("s3").list_buckets()["Buckets"]]
    return next(name for name in names if name.startswith("web-logbucket"))


def test_a_stack_is_created_told_and_deleted(amifactory, aws) -> None:
    """Its whole life: what it gives, that nothing changes, protection, and what stays."""
    said = amifactory("deploy", "web.yaml", "--yes")

    assert Exit.DONE == said.code
    assert COMPLETE.format(bucket=bucket(aws)) == timeless(said.out)
    assert "Stack web (eu-west-1, 123456789012, emulated) to be created" in said.err
    assert "web: creating 10 resources\nweb  0:00  create in progress\n" in said.err
    assert timeless(said.err).endswith("web  N:NN  create complete\n")
    assert [("web", "CREATE_COMPLETE")] == stacks(aws)

    said = amifactory("deploy", "web.yaml", "--yes")
    assert (Exit.DONE, "") == (said.code, said.err)
    assert said.out.startswith(
        "Stack web (eu-west-1, 123456789012, emulated) is up to date: nothing changes\n"
    )

    said = amifactory("destroy", "web", "--yes")
    assert (Exit.USAGE, "") == (said.code, said.out)
    assert "is protected against deletion" in said.err

    left = bucket(aws)
    said = amifactory("destroy", "web.yaml", "--yes", "--unprotect")
    assert (Exit.DONE, DELETED.format(bucket=left)) == (said.code, timeless(said.out))
    assert [] == stacks(aws)

    said = amifactory("destroy", "web", "--yes")
    assert Exit.DONE == said.code
    assert said.out.endswith("is not there: nothing to delete\n")


def test_a_failure_is_told_by_its_cause_and_the_line(amifactory, aws) -> None:
    aws.faults.resource("WebServerRecipe", reason="ami-0123456789abcdef0 does not exist")

    said = amifactory("deploy", "web.yaml", "--yes")

    assert (Exit.FAILED, "") == (said.code, said.out)
    assert FAILED == timeless(said.err[said.err.index("error:") :])
    assert [("web", "ROLLBACK_COMPLETE")] == stacks(aws)
    assert [] == aws.client("s3").list_buckets()["Buckets"]

    assert Exit.DONE == amifactory("deploy", "web.yaml", "--yes").code
    assert [("web", "CREATE_COMPLETE")] == stacks(aws)


def test_programs_read_one_document(amifactory, aws, here) -> None:
    said = amifactory("deploy", "web.yaml", "--yes", "--format", "json").json

    stack = said["stacks"][0]
    assert (1, []) == (said["schemaVersion"], said["findings"])
    assert ("web", "created", "CREATE_COMPLETE", True) == (
        stack["name"],
        stack["result"],
        stack["status"],
        stack["emulated"],
    )
    assert bucket(aws) == stack["outputs"]["LogBucketName"]

    aws.faults.resource("ApiRecipe", reason="no")
    more = f"{WEB}  - imageName: api\n    sourceImage: ami-0123456789abcdef0\n"
    (here / "web.yaml").write_text(more)
    failed = amifactory("deploy", "web.yaml", "--yes", "--format", "json")
    assert Exit.FAILED == failed.code
    assert ("no", "ApiRecipe", "web.yaml:6") == tuple(
        failed.json["stacks"][0]["failure"][key] for key in ("reason", "logicalId", "place")
    )


def test_a_no_leaves_nothing_behind(typing, aws) -> None:
    code, out, err = typing("deploy", "web.yaml", types="n\n")

    assert (Exit.INTERRUPTED, "") == (code, out)
    assert "Deploy web? [y/N]: " in err
    assert err.endswith(": nothing was changed, as you said no\n")
    assert [] == stacks(aws)


def test_a_yes_at_the_keyboard_deploys(typing, aws) -> None:
    code, _, _ = typing("deploy", "web.yaml", types="y\n")

    assert Exit.DONE == code
    assert [("web", "CREATE_COMPLETE")] == stacks(aws)


def test_a_stack_whose_image_is_being_built_is_not_deleted(amifactory, aws, monkeypatch) -> None:
    """The build would fail for want of what goes with the stack."""
    builds = FakeBuilds(pipeline("web-web-server", image="Web Server"))
    builds.has(build(status="BUILDING", name="web-web-server"))
    monkeypatch.setattr("generator.aws.builds.connect", lambda *_: builds)
    assert Exit.DONE == amifactory("deploy", "web.yaml", "--yes").code

    said = amifactory("destroy", "web", "--yes", "--unprotect")

    assert (Exit.USAGE, "") == (said.code, said.out)
    assert "error: the stack web is needed: web-web-server 1.0.0/1 is under way (bui" in said.err
    assert "`amifactory cancel web/web-server`" in said.err
    assert [("web", "CREATE_COMPLETE")] == stacks(aws)


@pytest.mark.usefixtures("aws")
def test_a_stack_goes_when_its_builds_have_ended(amifactory, monkeypatch) -> None:
    builds = FakeBuilds(pipeline("web-web-server"), pipeline("web-other"))
    builds.has(build(status="CANCELLED", name="web-web-server"))
    builds.has(build(status="BUILDING", name="web-other"))
    monkeypatch.setattr("generator.aws.builds.connect", lambda *_: builds)
    assert Exit.DONE == amifactory("deploy", "web.yaml", "--yes").code

    assert Exit.DONE == amifactory("destroy", "web", "--yes", "--unprotect").code


@pytest.mark.usefixtures("aws")
def test_another_payload_of_the_same_factory_is_noticed(amifactory, here) -> None:
    """It would take the place of what the first one made."""
    assert Exit.DONE == amifactory("deploy", "web.yaml", "--yes").code
    (here / "other.yaml").write_text(WEB.replace("Web Server", "Other"))

    for command in (("plan",), ("deploy", "--yes")):
        said = amifactory(command[0], "other.yaml", *command[1:])
        assert "web: was deployed from web.yaml, and this is other.yaml" in said.err


@pytest.mark.usefixtures("aws")
def test_who_receives_copies_needs_a_role_and_that_is_said(amifactory, here) -> None:
    (here / "web.yaml").write_text(f'{WEB}    copyToAccounts: ["111122223333"]\n')

    for command in (("plan",), ("deploy", "--yes")):
        said = amifactory(command[0], "web.yaml", *command[1:])
        assert (
            "note: web.yaml copies AMIs to 111122223333, which needs a role for that: "
            "`amifactory deploy web.yaml --destinations` makes it\n"
        ) in said.err


def test_an_end_of_input_is_an_interruption(typing, aws) -> None:
    code, _, err = typing("deploy", "web.yaml")

    assert Exit.INTERRUPTED == code
    assert err.endswith("interrupted; nothing was changed\n")
    assert [] == stacks(aws)


def test_programs_are_told_of_an_interruption(typing, aws) -> None:
    code, out, _ = typing("deploy", "web.yaml", "--format", "json")

    assert (Exit.INTERRUPTED, True, []) == (
        code,
        *map(json.loads(out).get, ("interrupted", "underWay")),
    )
    assert [] == stacks(aws)


def test_a_stack_of_others_is_not_taken_over(amifactory, aws) -> None:
    template = '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'
    aws.client("cloudformation").create_stack(StackName="web", TemplateBody=template)
    aws.clock.advance(60)

    said = amifactory("deploy", "web.yaml", "--yes")

    assert (Exit.USAGE, "") == (said.code, said.out)
    assert (
        "error: the stack web is there already and was not made by amifactory; deploying would "
        "replace what is in it (eu-west-1, 123456789012, emulated)\n"
        "  hint: choose another name with --stack-name, or let deploy take it over with "
        "--allow-replace\n"
    ) == said.err


@pytest.mark.parametrize("command", ["deploy", "destroy"])
def test_where_nobody_can_answer_nothing_is_asked(amifactory, aws, command: str) -> None:
    said = amifactory(command, "web.yaml")

    assert (Exit.USAGE, "") == (said.code, said.out)
    assert "standard input is no terminal; add --yes" in said.err
    assert [] == stacks(aws)


def test_a_stack_goes_when_its_name_is_typed(typing, aws) -> None:
    typing("deploy", "web.yaml", "--no-protect", types="y\n")

    code, _, err = typing("destroy", "web", types="wab\n")
    assert Exit.INTERRUPTED == code
    assert "Type web to delete it: " in err
    assert [("web", "CREATE_COMPLETE")] == stacks(aws)

    code, _, _ = typing("destroy", "web", types="web\n")
    assert Exit.DONE == code
    assert [] == stacks(aws)


def test_stacks_of_others_are_not_deleted(amifactory, aws) -> None:
    template = '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'
    aws.client("cloudformation").create_stack(StackName="theirs", TemplateBody=template)
    aws.clock.advance(60)

    said = amifactory("destroy", "theirs", "--yes")

    assert Exit.USAGE == said.code
    assert "was not made by amifactory" in said.err
    assert [("theirs", "CREATE_COMPLETE")] == stacks(aws)


def test_a_large_template_goes_to_a_bucket_that_is_made(amifactory, aws, here) -> None:
    images = "".join(
        f"  - imageName: image-{number}\n    sourceImage: ami-0123456789abcdef0\n"
        for number in range(20)
    )
    (here / "many.yaml").write_text(f"amis:\n{images}")

    said = amifactory("deploy", "many.yaml", "--yes", "--no-wait")

    assert Exit.DONE == said.code
    name = "amifactory-templates-123456789012-eu-west-1"
    assert f"made the bucket {name} for templates over 51,200 bytes" in said.err
    keys = [each["Key"] for each in aws.client("s3").list_objects_v2(Bucket=name)["Contents"]]
    assert [True] == [key.startswith("templates/many/") for key in keys]
    assert "amifactory status many --watch" in said.out


def test_a_bucket_that_is_not_there_is_said(amifactory, aws, here) -> None:
    images = "".join(
        f"  - imageName: image-{number}\n    sourceImage: ami-0123456789abcdef0\n"
        for number in range(20)
    )
    (here / "many.yaml").write_text(f"amis:\n{images}")

    said = amifactory("deploy", "many.yaml", "--yes", "--bucket", "nowhere")

    assert Exit.MACHINE == said.code
    assert "error: many: there is no bucket nowhere" in said.err
    assert [] == stacks(aws)


def test_findings_stop_it_before_aws_is_asked(amifactory, aws, here) -> None:
    (here / "faulty.yaml").write_text(WEB.replace("ami-0123456789abcdef0", "ami-01"))

    said = amifactory("deploy", "faulty.yaml", "web.yaml", "--yes")

    assert Exit.FINDINGS == said.code
    assert [] == stacks(aws)


def test_several_stacks_are_deployed_and_told_in_order(amifactory, aws, here) -> None:
    (here / "api.yaml").write_text(WEB.replace("name: web", "name: api").replace("Web Server", "b"))

    said = amifactory("deploy", "web.yaml", "api.yaml", "--yes", "--tag", "team=images")

    assert Exit.DONE == said.code
    assert ["Stack web", "Stack api"] == [
        line[:9] for line in said.out.splitlines() if line.startswith("Stack")
    ]
    found = aws.client("cloudformation").describe_stacks()["Stacks"]
    assert {"images"} == {
        tag["Value"] for each in found for tag in each["Tags"] if tag["Key"] == "team"
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--express", "--keep-failed"), "--express does not go with --keep-failed"),
        (("--role-arn", "deployer"), "is no ARN of a role"),
        (("--notification-arn", "topic"), "is no ARN of a topic"),
        (("--tag", "team"), "is no KEY=VALUE"),
        (("--tag", "aws:team=x"), "are not for users"),
        (("--tag", "team="), "is no KEY=VALUE"),
        ([word for n in range(50) for word in ("--tag", f"t{n}=x")], "50 at most"),
        (("--bucket", "s3://mine"), "give it without s3://"),
    ],
)
def test_options_that_make_no_sense_are_refused(amifactory, here, options, said: str) -> None:
    (here / "web.yaml").write_text(WEB)

    answer = amifactory("deploy", "web.yaml", "--yes", *options)

    assert Exit.USAGE == answer.code
    assert said in answer.err


def test_a_payload_belongs_to_its_region(amifactory, here) -> None:
    (here / "web.yaml").write_text(WEB.replace("name: web", "region: eu-central-1"))

    answer = amifactory("deploy", "web.yaml", "--yes", "--region", "eu-west-1")

    assert Exit.USAGE == answer.code
    assert "web.yaml belongs to eu-central-1 (factory.region)" in answer.err


def test_an_interruption_says_what_is_over_by_then(typing, aws, monkeypatch) -> None:
    """The stack is there: only what guards it is missing."""

    def protect(*_given, **_how):
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.aws.stacks.CloudFormationStacks.protect", protect)

    code, _, err = typing("deploy", "web.yaml", "--yes")

    assert Exit.INTERRUPTED == code
    assert err.endswith("interrupted; by then: web (create complete)\n")
    assert [("web", "CREATE_COMPLETE")] == stacks(aws)
