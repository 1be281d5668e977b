"""What a build came to, and the images there are, as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.operate.listing import Inventory, Line, Row
from generator.operate.result import Breakdown, Made, Success
from generator.ports.builds import Failure, Parameter
from generator.present.amis import inventory_lines
from generator.present.results import breakdown_lines, success_lines
from tests.fakes.builds import ami, at, build, facts, line, pipeline, step

HERE = Made(ami("ami-1"), facts("ami-1", shared=("111122223333",)), parameters=("/web/ami",))
THERE = Made(ami("ami-2", "us-east-1"), facts("ami-2", "us-east-1", shared=("111122223333",)))


def test_a_good_build_ends_with_its_amis_who_may_launch_them_and_how() -> None:
    assert [
        "web-server 1.0.0/1 is available, after 31 min",
        "  eu-west-1  123456789012  ami-1  Server ami-1",
        "  us-east-1  123456789012  ami-2  Server ami-2",
        "",
        "Who may launch it: 123456789012 (this account), 111122223333",
        "Parameter /web/ami holds it in eu-west-1",
        "Use it:",
        (
            "  aws ec2 run-instances --region eu-west-1 --image-id resolve:ssm:/web/ami "
            "--instance-type t3.micro"
        ),
        "  in CloudFormation: ImageId: '{{resolve:ssm:/web/ami}}'",
    ] == list(success_lines(Success(build(), (HERE, THERE), seconds=1860)))


def test_differences_between_regions_are_told() -> None:
    public = Made(ami("ami-2", "us-east-1"), facts("ami-2", "us-east-1", public=True))
    blind = Made(ami("ami-3", "us-west-2"), unknown="it does not answer")
    said = list(success_lines(Success(build(), (HERE, public, blind))))

    assert [
        "Who may launch it:",
        "  eu-west-1  ami-1  123456789012 (this account), 111122223333",
        "  us-east-1  ami-2  everyone",
        "  us-west-2  ami-3  not known: it does not answer",
    ] == said[5:9]


def test_without_a_parameter_the_ami_itself_is_launched_on_its_architecture() -> None:
    arm = Made(ami("ami-1"), facts("ami-1", architecture="arm64"))

    assert (
        "  aws ec2 run-instances --region eu-west-1 --image-id ami-1 --instance-type t4g.micro"
        == list(success_lines(Success(build(), (arm,))))[-1]
    )


def test_a_parameter_that_does_not_hold_it_is_noted() -> None:
    stale = ((Parameter("eu-west-1", "/web/ami"), "does not exist"),)

    assert "note: parameter /web/ami in eu-west-1 does not exist" in list(
        success_lines(Success(build(), (THERE,), stale))
    )


def test_a_build_without_amis_says_so() -> None:
    assert "  it made no AMI" == list(success_lines(Success(build(), ())))[-1]


BROKEN = Breakdown(
    build(status="FAILED"),
    "build",
    "build-image",
    step("Apply", "FAILED"),
    Failure(
        "BUILDING",
        component="arn:aws:imagebuilder:eu-west-1:123456789012:component/web-setup/1.0.0/2",
        phase="build",
        component_step="Install",
        action="ExecuteBash",
    ),
    "exit status 7",
    (line(1, "E: no such package"),),
    "look",
    375,
)


def test_a_failed_build_ends_with_where_why_the_log_and_what_to_type() -> None:
    assert [
        "error: web-server 1.0.0/1 has failed in its build phase after 6 min 15 s",
        "  step       Apply (Apply) of build-image",
        "  component  web-setup 1.0.0/2, phase build, step Install (ExecuteBash)",
        "  why        exit status 7",
        "  last lines of its log:",
        "    | E: no such package",
        "  hint: look",
        "  amifactory logs web  # all",
        "  amifactory x         # more",
    ] == list(
        breakdown_lines(BROKEN, [("amifactory logs web", "# all"), ("amifactory x", "# more")])
    )


def test_a_failed_distribution_is_told_by_region_and_account() -> None:
    failure = Failure("DISTRIBUTING", regions=(("us-east-1/444455556666", "no role"),))
    broken = Breakdown(build(status="FAILED"), "distribution", failure=failure, why="no role")

    assert ["  us-east-1/444455556666  no role"] == list(breakdown_lines(broken, [("a", "b")]))[1:2]


def test_what_a_cancelled_build_left_is_told() -> None:
    cancelled = Breakdown(build(status="CANCELLED", amis=(ami(),)), "")
    said = list(breakdown_lines(cancelled, [("a", "b")]))

    assert [
        "error: web-server 1.0.0/1 was cancelled",
        "  left  ami-1 in eu-west-1: cancelling removes nothing",
    ] == said[:2]


def test_text_of_others_cannot_move_the_cursor() -> None:
    said = list(breakdown_lines(replace(BROKEN, why="\x1b[2Jgone"), [("a", "b")]))

    assert "  why        <U+001B>[2Jgone" in said


NOW = at(3 * 86400)


def command(*words: str) -> str:
    return " ".join(("amifactory", *words, "--region", "eu-west-1"))


def listed(*rows: Row, line_: Line | None = None) -> list[str]:
    return list(inventory_lines(Inventory(rows, (line_,) if line_ else ()), NOW, command))


def row(**more) -> Row:
    return Row("web", "Server", "image-builder", facts(**more), "1.0.0/1", "ssm:/base")


def test_an_image_is_a_table_of_its_amis() -> None:
    organization = "arn:aws:organizations::111122223333:organization/o-abc"
    rows = (
        replace(row(shared=("1" * 12, "2" * 12, organization), instances=2), parameters=("/ami",)),
        row(id_="ami-2", encrypted=True, deprecated=at(0), instances=0, public=True),
        row(id_="ami-3", state="disabled", last_launched=at(0), shared=(organization,)),
        replace(row(id_="ami-4", owner="4" * 12), foreign=True, version=""),
    )

    assert [
        "web/Server (image-builder, from ssm:/base)",
        "  region     AMI    version  age     shared with                         in use",
        (
            "  eu-west-1  ami-1  1.0.0/1  3 days  2 accounts, 1 organization or unit  2 instances"
            "          /ami"
        ),
        (
            "  eu-west-1  ami-2  1.0.0/1  3 days  everyone                            no"
            "                   deprecated, encrypted"
        ),
        (
            "  eu-west-1  ami-3  1.0.0/1  3 days  o-abc                               "
            "launched 3 days ago  disabled"
        ),
        "  eu-west-1  ami-4  -        3 days  copy of 444444444444",
    ] == listed(*rows)


def test_what_was_launched_just_now_is_said_so() -> None:
    assert listed(row(last_launched=NOW))[-1].endswith("launched just now")


@pytest.mark.parametrize(
    ("status", "said"),
    [("FAILED", "of a failed build"), ("CANCELLED", "of a cancelled build")],
)
def test_an_ami_of_a_build_that_went_wrong_says_so(status: str, said: str) -> None:
    assert listed(replace(row(encrypted=True), ruined=status))[-1].endswith(f"{said}, encrypted")


def test_builds_without_an_ami_are_told_below() -> None:
    failed = tuple(
        build(f"1.0.{number}/1", "FAILED", reason="why\nindeed") for number in (9, 8, 7, 6)
    )
    running = (build("1.1.0/1", "TESTING", created=at(3 * 86400 - 61)),)

    assert [
        "  1.1.0/1 is testing, since 1 min",
        "  1.0.9/1 failed 3 days ago: why<U+000A>indeed",
        "  1.0.8/1 failed 3 days ago: why<U+000A>indeed",
        "  1.0.7/1 failed 3 days ago: why<U+000A>indeed",
    ] == listed(row(), line_=Line(pipeline(), running, failed))[3:]


def test_an_image_that_was_never_built_says_how() -> None:
    assert [
        "web/Server (image-builder)",
        "  not built yet: `amifactory build web/server --region eu-west-1` builds it",
    ] == listed(line_=Line(pipeline()))


def test_a_region_that_was_not_seen_is_noted() -> None:
    assert ["note: us-east-1 could not be asked: denied"] == list(
        inventory_lines(Inventory((), (), (("us-east-1", "denied"),)), NOW, command)
    )
