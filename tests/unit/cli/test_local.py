"""`amifactory local`: a command against an AWS of its own, and steering one that runs."""

from __future__ import annotations

import pytest

from generator.errors import Exit
from generator.localaws.door import local_aws


@pytest.fixture(scope="module")
def aws():
    with local_aws() as aws:
        aws.endpoint()
        yield aws


@pytest.fixture
def steered(aws, monkeypatch):
    """The local AWS that AWS_ENDPOINT_URL names."""
    aws.faults.reset()
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint())
    return aws


def test_time_is_moved_on(steered, amifactory):
    before = steered.clock.now()
    said = amifactory("local", "advance", "7d")

    assert (Exit.DONE, 7) == (said.code, (steered.clock.now() - before).days)
    assert said.out.startswith("emulated: it is now 2026-")


@pytest.mark.parametrize("duration", ["7", "d", "-1d", "7 d", "1h30m", "nan", "7y"])
@pytest.mark.usefixtures("steered")
def test_a_duration_has_a_unit(amifactory, duration):
    said = amifactory("local", "advance", "--", duration)

    assert Exit.USAGE == said.code
    assert "give 90s, 45m, 12h, 7d or 2w" in said.err


def test_failures_are_asked_for(steered, amifactory):
    answers = [
        amifactory("local", "fail", "build", "--image", "web", "--state", "TESTING", "--log", "no"),
        amifactory("local", "fail", "resource", "AWS::S3::Bucket", "--operation", "DELETE"),
        amifactory("local", "fail", "command", "--status", "TimedOut", "--times", "2"),
    ]

    assert [
        "emulated: the next build of web will fail\n",
        "emulated: the next DELETE of AWS::S3::Bucket will fail\n",
        "emulated: the next command of * will fail\n",
    ] == [said.out for said in answers]
    assert ("no",) == steered.faults.take_build("web", "TESTING").log
    assert "was told to fail" in steered.faults.take_resource("AWS::S3::Bucket", "Logs", "DELETE")
    assert "TimedOut" == steered.faults.take_command("AWS-RunShellScript").status


def test_status_says_what_is_to_come(steered, amifactory):
    due = steered.clock.later(60, lambda: None, "build web")
    steered.faults.build("web", "TESTING")
    text = amifactory("local", "status")
    parsed = amifactory("local", "status", "--format", "json")
    due.cancel()

    assert (Exit.DONE, Exit.DONE) == (text.code, parsed.code)
    assert text.out.startswith("emulated: it is 2026-")
    assert "  build web\n" in text.out
    assert "will fail: kind BuildFault, image web, state TESTING, times 1\n" in text.out
    assert (True, ["build web"], 1) == (
        parsed.json["emulated"],
        [one["what"] for one in parsed.json["due"] if one["what"] == "build web"],
        len(parsed.json["faults"]),
    )


def test_a_rule_is_fired(steered, amifactory):
    queue = steered.client("sqs").create_queue(QueueName="told")["QueueUrl"]
    events = steered.client("events")
    events.put_rule(Name="monthly", ScheduleExpression="rate(30 days)")
    arn = "arn:aws:sqs:eu-west-1:123456789012:told"
    events.put_targets(Rule="monthly", Targets=[{"Id": "queue", "Arn": arn, "Input": "[1]"}])
    said = amifactory("local", "fire", "monthly")
    steered.clock.advance(60)
    told = steered.client("sqs").receive_message(QueueUrl=queue)["Messages"]

    assert (Exit.DONE, "emulated: monthly fired\n") == (said.code, said.out)
    assert ["[1]"] == [one["Body"] for one in told]


@pytest.mark.usefixtures("steered")
def test_a_schedule_that_is_not_there_is_an_error(amifactory):
    said = amifactory("local", "fire", "nobody")

    assert Exit.MACHINE == said.code
    assert "no such schedule" in said.err


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (None, "AWS_ENDPOINT_URL is not set"),
        ("https://sts.eu-west-1.amazonaws.com", "not on this machine"),
        ("http://10.0.0.1:4566", "not on this machine"),
        ("http://127.0.0.1.example.com:80", "not on this machine"),
        ("http://127.0.0.1:99999", "is no address"),
        ("http://127.0.0.1:1", "no local AWS answers at 127.0.0.1:1"),
    ],
)
def test_only_a_local_aws_is_steered(monkeypatch, amifactory, url, why):
    if url is None:
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    else:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    said = amifactory("local", "status")

    assert (Exit.MACHINE, "") == (said.code, said.out)
    assert why in said.err
    assert "amifactory local" in said.err


def test_options_of_the_server_belong_after_the_command(amifactory):
    said = amifactory("local", "--port", "4000", "status")

    assert Exit.USAGE == said.code
    assert "--port belongs after status" in said.err


def test_a_state_file_that_cannot_be_kept_is_refused_at_once(here, amifactory):
    said = amifactory("local", "run", "--state", "nowhere/aws.state", "--", "touch", "ran")

    assert (Exit.MACHINE, False) == (said.code, (here / "ran").exists())
    assert "cannot be kept in nowhere/aws.state: No such file or directory" in said.err


def test_a_failure_that_nothing_matches_says_what_there_is(steered, amifactory, monkeypatch):
    from generator.localaws.imagebuilder import called

    none = amifactory("local", "fail", "build", "--image", "web")
    monkeypatch.setattr(called, "pipelines", lambda: iter([("shop-web", "web", "shop/web"), ()]))
    wrong = amifactory("local", "fail", "build", "--image", "wbe")
    right = amifactory("local", "fail", "build", "--image", "web")

    assert [
        "emulated: nothing matches web so far; there are no pipelines yet\n",
        "emulated: nothing matches wbe so far; there are pipelines for shop/web\n",
        "",
    ] == [said.err for said in (none, wrong, right)]
    assert 3 == len(steered.faults.waiting())


def test_all_failures_are_taken_back(steered, amifactory):
    amifactory("local", "fail", "command")
    said = amifactory("local", "mend")

    assert "emulated: nothing will fail any more (1 taken back)\n" == said.out
    assert () == steered.faults.waiting()


def test_a_region_that_there_is_not_is_a_wrong_option(amifactory):
    said = amifactory("local", "--region", "eu-wst-1")
    mars = amifactory("local", "run", "--region", "mars", "--", "true")

    assert (Exit.USAGE, Exit.USAGE) == (said.code, mars.code)
    assert "--region" in said.err
    assert "did you mean eu-west-1" in said.err
    assert "'mars', which AWS does not have" in mars.err
