"""The commands about builds, through the door, on the local AWS."""

from __future__ import annotations

import pytest

from generator.cli import reaching
from generator.errors import Exit
from generator.localaws.door import local_aws
from tests.fakes.local_factory import (
    FRIEND,
    PARAMETER,
    SimulatedTime,
    make_factory,
    make_role,
)

ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:image/web-server/1.0.0/1"


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AMIFACTORY_POLL", "200")
    with local_aws() as emulated:
        make_factory(emulated)
        yield emulated


@pytest.fixture
def time(aws, monkeypatch):
    simulated = SimulatedTime(aws)
    monkeypatch.setattr(reaching, "time", simulated)
    return simulated


@pytest.mark.usefixtures("time")
def test_an_image_is_built_listed_and_distributed_again(amifactory, aws, here) -> None:
    """From a pipeline to AMIs in every region, without a word of AWS's own."""
    built = amifactory("build", "Server", "--follow")

    assert Exit.DONE == built.code, built.err
    assert "web-server 1.0.0/1 is available" in built.out
    assert f"Who may launch it: 123456789012 (this account), {FRIEND}" in built.out
    assert f"Parameter {PARAMETER} holds it in eu-west-1, eu-central-1" in built.out
    assert "build-image > ApplyBuildComponents completed after" in built.err

    listed = amifactory("images", "web/server", "--format", "json").json
    assert [("eu-west-1", "1.0.0/1"), ("eu-central-1", "1.0.0/1")] == [
        (image["region"], image["version"]) for image in listed["images"]
    ]
    assert [[PARAMETER]] * 2 == [image["parameters"] for image in listed["images"]]

    assert Exit.DONE == amifactory("logs", "server", "--output", "build.log").code
    assert "Workflow build-image" in (here / "build.log").read_text()

    role = make_role(aws, "distributor", "imagebuilder.amazonaws.com")
    again = amifactory("redistribute", "server", "--role", role, "--follow", "--format", "json")
    assert (Exit.DONE, ["eu-west-1", "eu-central-1"]) == (
        again.code,
        [each["region"] for each in again.json["amis"]],
    )


@pytest.mark.usefixtures("time")
def test_a_build_that_fails_in_distribution_is_told_and_retried(amifactory, aws) -> None:
    aws.faults.build(
        state="DISTRIBUTING", message="AccessDenied: s3 bucket example", log=("uploading", "denied")
    )
    failed = amifactory("build", "web/server", "--follow")

    assert Exit.FAILED == failed.code
    assert "has failed in its distribution phase" in failed.err
    assert "denied" in failed.err
    assert "hint: the build instances may not read that object" in failed.err
    assert "amifactory retry web/server --follow" in failed.err

    assert "1.0.0/1 failed" in amifactory("images").out

    retried = amifactory("retry", "server", "--follow")
    assert (Exit.DONE, True) == (retried.code, "1.0.0/1 is available" in retried.out)
    assert Exit.MACHINE == amifactory("retry", "server").code


@pytest.mark.usefixtures("time")
def test_a_component_that_fails_is_named_with_its_step(amifactory, aws) -> None:
    aws.faults.build(message="exit status 7", log=("E: no such package",))
    failed = amifactory("build", "server", "--follow")

    assert Exit.FAILED == failed.code
    assert "component  web-setup 1.0.0/1, phase build, step Install (ExecuteBash)" in failed.err
    assert "E: no such package" in failed.err
    assert "hint: a command ended with 7" in failed.err

    refused = amifactory("retry", "server")
    assert Exit.FAILED == refused.code
    assert "`amifactory build web/server --follow` starts anew" in refused.err


def test_a_build_goes_on_after_ctrl_c_and_is_cancelled_from_outside(amifactory, aws, time) -> None:
    time.interrupted_after = 1
    watched = amifactory("build", "server", "--follow")

    assert (Exit.INTERRUPTED, "") == (watched.code, watched.out)
    assert "interrupted; web-server 1.0.0/1 goes on" in watched.err
    assert f"amifactory build {ARN} --follow" in watched.err

    time.interrupted_after = None
    busy = amifactory("build", "server")
    assert (Exit.MACHINE, True) == (busy.code, "is under way already" in busy.err)

    assert Exit.DONE == amifactory("cancel", "server").code
    aws.clock.advance(600)
    ended = amifactory("build", ARN, "--follow")
    assert (Exit.FAILED, True) == (ended.code, "web-server 1.0.0/1 was cancelled" in ended.err)
    assert Exit.MACHINE == amifactory("cancel", "server").code


@pytest.mark.usefixtures("aws")
def test_mistakes_are_answered_with_the_way_out(amifactory) -> None:
    unknown = amifactory("build", "srver")
    assert (Exit.MACHINE, True) == (unknown.code, "did you mean web/server?" in unknown.err)

    elsewhere = amifactory("logs", ARN, "--region", "us-east-1")
    assert (Exit.USAGE, True) == (elsewhere.code, "this build is in eu-west-1" in elsewhere.err)

    untagged = amifactory("build", "server", "--tag", "Ticket")
    assert (Exit.USAGE, True) == (untagged.code, "write KEY=VALUE" in untagged.err)

    mixed = amifactory("logs", "server", "--follow", "--output", "x")
    assert Exit.USAGE == mixed.code

    one = amifactory("build", ARN)
    assert Exit.MACHINE == one.code

    assert "not built yet" in amifactory("images").out
