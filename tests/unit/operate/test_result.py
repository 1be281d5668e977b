"""What a build came to."""

from __future__ import annotations

import pytest

from generator.operate.causes import CAUSES, hint_for
from generator.operate.follow import Look, Run
from generator.operate.result import LAST_LINES, breakdown, success
from generator.ports.builds import Failure, Parameter
from tests.fakes.builds import (
    ACCOUNT,
    FakeAmis,
    Regions,
    ami,
    at,
    build,
    facts,
    line,
    step,
    workflow,
)


def test_every_ami_is_told_with_what_ec2_knows_of_it() -> None:
    made = build(amis=(ami("ami-2", "us-east-1"), ami("ami-1", "eu-west-1")))
    regions = Regions(
        eu_west_1=FakeAmis(facts("ami-1", shared=("111122223333",))),
        us_east_1=FakeAmis(facts("ami-2", "us-east-1")),
    )

    assert [("ami-1", ("111122223333",)), ("ami-2", ())] == [
        (one.ami.id, one.facts.shared) for one in success(made, regions, "eu-west-1", ACCOUNT).made
    ]


def test_a_region_that_cannot_be_asked_is_told_in_its_place() -> None:
    made = build(amis=(ami("ami-1"), ami("ami-2", "us-east-1")))
    regions = Regions(eu_west_1=FakeAmis(facts("ami-1")))

    assert [("ami-1", ""), ("ami-2", "us-east-1 does not answer")] == [
        (one.ami.id, one.unknown) for one in success(made, regions, "eu-west-1", ACCOUNT).made
    ]


def test_a_copy_of_another_account_is_not_asked_about() -> None:
    made = build(amis=(ami("ami-9", account="444455556666"),))
    found = success(made, Regions(eu_west_1=FakeAmis()), "eu-west-1", ACCOUNT)

    assert "444455556666 owns it, and alone can tell who may launch it" == found.made[0].unknown


def test_an_ami_that_is_gone_is_told() -> None:
    found = success(build(amis=(ami(),)), Regions(eu_west_1=FakeAmis()), "eu-west-1", ACCOUNT)

    assert "EC2 does not have it any more" == found.made[0].unknown


def test_parameters_count_only_when_they_hold_the_ami() -> None:
    wanted = tuple(Parameter("eu-west-1", name) for name in ("mine", "older", "missing"))
    made = build(amis=(ami(),), parameters=(*wanted, Parameter("eu-west-1", "theirs", "4444")))
    regions = Regions(eu_west_1=FakeAmis(facts(), mine="ami-1", older="ami-0"))
    found = success(made, regions, "eu-west-1", ACCOUNT)

    assert ("mine",) == found.made[0].parameters
    assert [("older", "holds ami-0"), ("missing", "does not exist")] == [
        (one.name, why) for one, why in found.stale
    ]


FAILED = step("Apply", "FAILED", ended=at(100), message="document failed")
LOOK = Look(
    build(
        status="FAILED",
        reason="workflow failed",
        failure=Failure("BUILDING", "wf-BUILD", "Apply", message="exit status 7"),
    ),
    (Run(workflow("FAILED"), (step("Launch", "COMPLETED"), FAILED)),),
)


def test_a_failure_is_told_by_phase_step_and_its_own_message() -> None:
    found = breakdown(LOOK, ())

    assert ("build", "build-image", FAILED, "exit status 7") == (
        found.phase,
        found.workflow,
        found.step,
        found.why,
    )


def test_the_last_lines_are_those_before_the_step_had_ended() -> None:
    log = [line(number, f"line {number}") for number in range(80, 101)]
    late = [line(99, "   "), line(200, "cleaning up")]
    found = breakdown(LOOK, [*log, *late])

    assert LAST_LINES == len(found.lines)
    assert "line 100" == found.lines[-1].text


def test_without_any_step_the_log_s_own_end_is_shown() -> None:
    found = breakdown(Look(build(status="FAILED", reason="who knows")), [line(1, "hm")])

    assert ("", None, "who knows", "hm") == (
        found.workflow,
        found.step,
        found.why,
        found.lines[0].text,
    )


def test_the_log_gives_a_hint_when_the_message_gives_none() -> None:
    mute = Look(build(status="FAILED", reason="it failed"))

    assert "the disk is full" in breakdown(mute, [line(1, "No space left on device")]).hint


def test_a_cancelled_build_needs_no_hint() -> None:
    cancelled = Look(build(status="CANCELLED", reason="timed out waiting"))

    assert not breakdown(cancelled, ()).hint


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (
            "SSM execution 'x' failed with status = 'TimedOut' in state = 'BUILDING'",
            "Systems Manager did not hear",
        ),
        ("failed with status = 'TimedOut': 'SSM Agent verification failed'", "Systems Manager"),
        ("Step AssertInventoryCollection failed", "an inventory association"),
        (
            "An error occurred (AccessDenied) when calling GetObject: s3://bucket/setup.sh",
            "may not read that object",
        ),
        (
            "role/X is not authorized to perform: ssm:PutParameter on resource: parameter/golden",
            "allow ssm:PutParameter to the role",
        ),
        (
            "Unable to assume role EC2ImageBuilderDistributionCrossAccountRole in 444455556666",
            "`amifactory deploy PAYLOAD --destinations`, and then `amifactory retry NAME`",
        ),
        ("Snapshots encrypted with the default key cannot be shared", "check that the KMS key"),
        ("Command execution has resulted in an error: exit status 127", "a command ended with 127"),
        ("bootstrap script ended with exit code 3", "a command ended with 3"),
        ("No default VPC for this user", "no default VPC"),
        ("the bootstrap script is not the one that was approved:", "bootstrapUrl has changed"),
        ("InsufficientInstanceCapacity", "offer more types"),
        ("curl: (6) Could not resolve host: example.com", "no way to that host"),
        ("bash: /tmp/x.sh: Permission denied", "mounts /tmp without execution"),
        ("step exceeded its timeout: timed out after 7200 seconds", "longer than it may"),
        ("something else", ""),
    ],
)
def test_known_causes_have_a_hint(said: str, hint: str) -> None:
    assert (hint in hint_for(said), bool(hint)) == (True, bool(hint_for(said)))


def test_every_hint_can_be_written() -> None:
    """Groups that a hint names are in its pattern."""
    for cause in CAUSES:
        assert cause.hint.format(**dict.fromkeys(cause.pattern.groupindex, "x"))
