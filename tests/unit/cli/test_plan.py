"""`amifactory plan`: payloads beside what AWS has, told in words and in JSON."""

from __future__ import annotations

import pytest

from generator.cli import targets
from generator.errors import DeniedError, Exit
from generator.ports.place import Place
from tests.fakes.stacks import FakeStacks
from tests.fakes.store import FakeStore

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
"""
NOT_THERE = """\
Stack web (eu-west-1, 123456789012) would be created

Images
  +   Webserver  new image  imageName (web.yaml:4)
  +   api        new image  imageName (web.yaml:8)

Resources
  +   shared     Bucket, BucketPolicy, Role, InstanceProfile, InfrastructureConfiguration
  +   Webserver  Component, ImageRecipe, DistributionConfiguration, 2 LogGroup, ImagePipeline
  +   api        ImageRecipe, DistributionConfiguration, 2 LogGroup, ImagePipeline

Plan: 16 to add
"""
NEW_SCRIPT = """\
Stack web (eu-west-1, 123456789012) would be updated

Images
  ~   Webserver  new recipe, next build differs  bootstrapUrl (web.yaml:6)
  =   api        nothing

Resources
  -/+ WebserverBootstrap (AWS::ImageBuilder::Component)  replaced, since Data changes  web.yaml:6
        ~   Data
                            umask 077
        -                   url=https://example.com/web-1.sh
        +                   url=https://example.com/web-2.sh
                            folder=/var/lib/amifactory-bootstrap
  -/+ WebserverRecipe (AWS::ImageBuilder::ImageRecipe)  replaced, since Components changes  \
web.yaml:4
        ~   Components  known after deployment
  ~   WebserverPipeline (AWS::ImageBuilder::ImagePipeline)  web.yaml:4
        ~   ImageRecipeArn  known after deployment

Plan: 2 to replace, 1 to change
"""
RENAMED = """\
Stack web (eu-west-1, 123456789012) would be updated

Images
  =   Webserver  nothing
  +   service    new image                              imageName (web.yaml:8)
  -   api        image goes; AMIs that were built stay

Stack
  +   output ServicePipelineArn
  -   output ApiPipelineArn

Resources
  +   ServiceRecipe (AWS::ImageBuilder::ImageRecipe)  web.yaml:8
  +   ServiceDistribution (AWS::ImageBuilder::DistributionConfiguration)  web.yaml:8
  +   ServiceImageLogs (AWS::Logs::LogGroup)  web.yaml:8
  +   ServicePipelineLogs (AWS::Logs::LogGroup)  web.yaml:8
  +   ServicePipeline (AWS::ImageBuilder::ImagePipeline)  web.yaml:8
  -   ApiRecipe (AWS::ImageBuilder::ImageRecipe)  removed
  -   ApiDistribution (AWS::ImageBuilder::DistributionConfiguration)  removed
  -   ApiImageLogs (AWS::Logs::LogGroup)  removed
  -   ApiPipelineLogs (AWS::Logs::LogGroup)  removed
  -   ApiPipeline (AWS::ImageBuilder::ImagePipeline)  removed

Needs --allow-replace
  !   ApiImageLogs apiimagelogs-1 (AWS::Logs::LogGroup); lost: the logs in it
  !   ApiPipelineLogs apipipelinelogs-1 (AWS::Logs::LogGroup); lost: the logs in it

Plan: 5 to add, 5 to remove
"""

pytestmark = pytest.mark.usefixtures("account", "web", "payloads")


@pytest.fixture
def account(monkeypatch):
    """CloudFormation in memory, where every command looks; remembers the regions."""
    stacks = FakeStacks()
    stacks.waits = 0
    stacks.regions = []

    def place(region: str | None, profile: str | None) -> Place:
        return Place("123456789012", region or "eu-west-1", "aws", profile=profile or "")

    def connect(region: str | None, profile: str | None) -> FakeStacks:  # noqa: ARG001  # as aws/ has it
        stacks.regions.append(region)
        return stacks

    monkeypatch.setattr("generator.aws.identity.place", place)
    monkeypatch.setattr("generator.aws.stacks.connect", connect)
    monkeypatch.setenv("AMIFACTORY_POLL", "0.001")
    return stacks


@pytest.fixture
def web(here):
    (here / "web.yaml").write_text(WEB)
    return here / "web.yaml"


@pytest.fixture
def deployed(account, web):
    """The stack is there, as web.yaml has it; then the payload changes."""
    target = targets.of(("web.yaml",))[0][0]
    account.add("web", target.template, tags=target.tags, parameters={
        "SubnetId": "default-vpc", "SecurityGroupIds": "sg-00000000"
    })  # fmt: skip

    def change(old: str, new: str) -> None:
        web.write_text(web.read_text().replace(old, new))

    return change


def test_a_new_stack_is_planned_without_a_write(account, amifactory) -> None:
    said = amifactory("plan", "web.yaml")

    assert Exit.DONE == said.code
    assert NOT_THERE == said.out
    assert "hint: this is a plan; to do it, run `amifactory deploy web.yaml`\n" == said.err
    assert [] == account.writes


@pytest.mark.usefixtures("deployed")
def test_nothing_changes_and_nothing_is_asked_for(account, amifactory) -> None:
    said = amifactory("plan", "web.yaml", "--exit-code")

    assert Exit.DONE == said.code
    assert "Stack web (eu-west-1, 123456789012) is up to date: nothing changes\n" == said.out
    assert "" == said.err
    assert [] == account.writes


def test_a_new_script_as_a_user_reads_it(deployed, amifactory) -> None:
    deployed("web-1.sh", "web-2.sh")
    said = amifactory("plan", "web.yaml", "--exit-code")

    assert Exit.CHANGES == said.code
    assert NEW_SCRIPT == said.out
    assert (
        "web: asking CloudFormation what would change\n"
        "hint: this is a plan; to do it, run `amifactory deploy web.yaml`\n"
    ) == said.err


def test_a_renamed_image_as_a_user_reads_it(deployed, amifactory) -> None:
    deployed("imageName: api", "imageName: service")
    said = amifactory("plan", "web.yaml")

    assert Exit.DONE == said.code
    assert RENAMED == said.out


def test_the_change_set_goes_again(account, deployed, amifactory) -> None:
    deployed("web-1.sh", "web-2.sh")
    amifactory("plan", "web.yaml")

    assert ["prepare", "discard"] == [method for method, _ in account.writes]
    assert () == account.change_sets("web")


@pytest.mark.parametrize(
    ("stop", "code"),
    [(KeyboardInterrupt(), Exit.INTERRUPTED), (DeniedError("cannot look: no"), Exit.MACHINE)],
)
def test_the_change_set_goes_also_when_the_plan_does_not_end(
    account, deployed, amifactory, stop, code
) -> None:
    """Interrupted, or refused, while it waits for AWS."""
    look = account.change_set

    def once(_arn: str) -> None:
        account.change_set = look
        raise stop

    account.change_set = once
    deployed("web-1.sh", "web-2.sh")
    said = amifactory("plan", "web.yaml")

    assert code == said.code
    assert () == account.change_sets("web")
    assert "CREATE_COMPLETE" == account.find("web").status


def test_what_aws_refuses_is_told_and_cleared_away(account, deployed, amifactory) -> None:
    account.refuses = "Parameters: [SubnetId] must have values"
    deployed("web-1.sh", "web-2.sh")
    said = amifactory("plan", "web.yaml")

    assert Exit.FAILED == said.code
    assert "AWS refuses the changes of the stack web" in said.err
    assert () == account.change_sets("web")


@pytest.mark.parametrize(
    ("status", "told", "code"),
    [
        ("UPDATE_IN_PROGRESS", "is being updated", Exit.FAILED),
        ("UPDATE_FAILED", "could not be updated; it is half changed", Exit.FAILED),
        ("UPDATE_ROLLBACK_FAILED", "--stack-name web --region eu-west-1`", Exit.FAILED),
        ("ROLLBACK_COMPLETE", "It would be deleted, then created:", Exit.DONE),
        ("REVIEW_IN_PROGRESS", "would be created", Exit.DONE),
    ],
)
def test_a_stack_in_the_way_is_told_with_what_to_do(
    account, amifactory, status, told, code
) -> None:
    account.add("web", status=status, tags={"amifactory:factory": "web"})
    said = amifactory("plan", "web.yaml")

    assert code == said.code
    assert told in said.out
    assert [] == account.writes


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "ROLLBACK_COMPLETE"])
@pytest.mark.parametrize(
    ("tags", "whose"),
    [
        ({}, "was not made by amifactory"),
        ({"amifactory:factory": "other"}, "belongs to the factory other"),
    ],
    ids=["nobody", "other"],
)
def test_somebody_else_s_stack_is_left_alone(account, amifactory, tags, whose, status) -> None:
    """As `deploy` leaves it alone, and in the same words."""
    template = {"Resources": {"Site": {"Type": "AWS::S3::Bucket"}}}
    account.add("web", template, status, tags=tags)

    said = amifactory("plan", "web.yaml")

    assert Exit.USAGE == said.code
    assert f"the stack web is there already and {whose}; " in said.err
    assert [] == account.writes


def test_json_is_for_programs(deployed, amifactory) -> None:
    deployed("web-1.sh", "web-2.sh")
    said = amifactory("plan", "web.yaml", "--format", "json", "--exit-code")
    (stack,) = said.json["stacks"]
    (component,) = (each for each in stack["resources"] if each["forcedBy"] == ["Data"])

    assert Exit.CHANGES == said.code
    assert 1 == said.json["schemaVersion"]
    assert said.json["changes"]
    assert [] == said.json["findings"]
    assert ("web", "update", "CREATE_COMPLETE") == (
        stack["name"],
        stack["action"],
        stack["status"],
    )
    assert {
        "name": "Webserver",
        "impact": "recipe",
        "words": "new recipe, next build differs",
        "certain": True,
        "causes": [{"key": "Webserver.bootstrapUrl", "place": "web.yaml:6"}],
    } == stack["images"][0]
    assert ("replace", "web.yaml:6") == (component["action"], component["place"])
    assert "web-2.sh" in component["differences"][0]["after"]


def test_json_stays_json_when_aws_refuses(account, amifactory) -> None:
    account.raises["find"] = DeniedError("cannot look at the stack web: no", "ask")
    said = amifactory("plan", "web.yaml", "--format", "json")

    assert Exit.MACHINE == said.code
    assert "cannot look at the stack web: no" == said.json["error"]["message"]


def test_secrets_are_masked(deployed, amifactory) -> None:
    """A password in a URL is an error of the payload; a description can still hold a token."""
    deployed(
        "    sourceImage: ami-0123456789abcdef1",
        "    sourceImage: ami-0123456789abcdef1\n    description: ghp_abcdefghijklmnopqrstuvwxyz",
    )
    suppress = ("--suppress", "AF501=only a test")
    text = amifactory("plan", "web.yaml", *suppress)
    programs = amifactory("plan", "web.yaml", "--format", "json", *suppress)

    assert "bcdefghijklmnop" not in text.out + text.err + programs.out + programs.err


@pytest.mark.usefixtures("deployed")
def test_several_payloads_are_several_stacks(account, here, amifactory) -> None:
    (here / "shop.yaml").write_text(WEB.replace("name: web", "name: shop\n  region: eu-west-3"))
    said = amifactory("plan", "web.yaml", "shop.yaml")

    assert "Stack web (eu-west-1, 123456789012) is up to date: nothing changes\n\n" in said.out
    assert "Stack shop (eu-west-3, 123456789012) would be created\n" in said.out
    assert said.out.endswith("\n\n2 stacks: 1 to create, 1 up to date\n")
    assert ["eu-west-1", "eu-west-3"] == account.regions


def test_a_large_template_goes_through_a_bucket(account, deployed, amifactory, monkeypatch) -> None:
    class ByUrl(dict[str, str]):
        """What CloudFormation reads at a URL."""

        def __missing__(self, url: str) -> str:
            return store.objects["/".join(url.split("/")[3:])].decode()

    store = FakeStore()
    account.templates = ByUrl()
    monkeypatch.setattr("generator.deploy.draft.INLINE", 1000)
    monkeypatch.setattr("generator.aws.template_bucket.connect", lambda _place: (store, False))
    deployed("web-1.sh", "web-2.sh")

    assert Exit.DONE == amifactory("plan", "web.yaml").code
    assert ["prepare", "discard"] == [method for method, _ in account.writes]


def test_the_classic_engine_is_one_stack(amifactory) -> None:
    said = amifactory("plan", "web.yaml", "--engine", "classic")

    assert Exit.DONE == said.code
    assert said.out.startswith("Stack ami-factory (eu-west-1, 123456789012) would be created\n")
    assert ", 2 Function, " in said.out
    assert "--engine classic`" in said.err


def test_findings_stop_a_plan(account, amifactory) -> None:
    said = amifactory("plan", "faulty.yaml")

    assert Exit.FINDINGS == said.code
    assert "faulty.yaml:3" in said.out
    assert [] == account.regions


def test_warnings_stand_beside_the_plan(amifactory) -> None:
    said = amifactory("plan", "doubtful.yaml")

    assert Exit.DONE == said.code
    assert "AF320" in said.err
    assert said.out.startswith("Stack doubtful ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("web.yaml", "shop.yaml", "--stack-name", "x"), "--stack-name names one stack"),
        (("web.yaml", "--stack-name", "9x"), "is no name for a stack"),
        (("web.yaml", "--parameter", "SubnetId"), "is no KEY=VALUE"),
        (("web.yaml", "--parameter", "Subnet=1"), 'did you mean "SubnetId"?'),
        (("web.yaml", "--parameter", "A=1", "--parameter", "A=2"), "A is given twice"),
        (("shop.yaml", "--region", "eu-west-1"), "shop.yaml belongs to eu-west-3"),
    ],
)
def test_a_wrong_command_line_is_told(account, here, amifactory, arguments, told) -> None:
    (here / "shop.yaml").write_text(WEB.replace("name: web", "name: shop\n  region: eu-west-3"))
    said = amifactory("plan", *arguments)

    assert Exit.USAGE == said.code
    assert told in said.err
    assert [] == account.writes
