"""What the commands about builds do, with an Image Builder in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cli import building, exporting, inventory, repeating
from generator.cli.aws_time import AwsTime
from generator.cli.building import Order
from generator.cli.failing import CommandLineError
from generator.cli.options import Asked
from generator.cli.reaching import Reached
from generator.errors import (
    DeniedError,
    Exit,
    NoCredentialsError,
    NotFoundError,
    RemoteError,
)
from generator.operate.follow import Look
from generator.operate.states import WrongStateError
from generator.ports.builds import Failure
from generator.ports.place import Place
from tests.fakes.builds import (
    ACCOUNT,
    ARN,
    FakeAmis,
    FakeBuilds,
    Frame,
    Regions,
    ami,
    at,
    build,
    facts,
    line,
    pipeline,
    step,
    workflow,
)

IMAGE = f"{ARN}:image/web-server/1.0.0/1"
HERE = Place(ACCOUNT, "eu-west-1", "aws", profile="prod")
RUNNING = Frame(
    build(status="BUILDING"),
    {workflow(started=at(1)): (step("Apply", started=at(1)),)},
    (line(2, "hello"),),
)
GOOD = Frame(build(amis=(ami(),)), {workflow("COMPLETED", ended=at(60)): ()}, RUNNING.lines)
BAD = Frame(
    build(status="FAILED", failure=Failure("TESTING", message="exit status 7")),
    {workflow("FAILED", started=at(1)): (step("Apply", "FAILED", started=at(1), ended=at(9)),)},
    (*RUNNING.lines, line(9, "E: no such package")),
)


class Desk:
    """Commands over one Image Builder, and what they said."""

    def __init__(self, capsys, *pipelines) -> None:
        self.fake = FakeBuilds(*(pipelines or (pipeline(),)))
        self.asked = Asked()
        self._capsys = capsys
        self.reached = Reached(
            HERE,
            self.fake,
            self.fake,
            Regions(eu_west_1=FakeAmis(facts())),
            sleep=self.fake.sleep,
            now=self.fake.now,
            token=lambda: "token",
            region="eu-west-1",
        )

    def build(self, name: str = "Server", **more) -> Exit:
        """`build`."""
        return building.run(Order(name, **more), self.reached, self.asked)

    def said(self) -> tuple[str, str]:
        """Standard output and standard error since the last time."""
        return self._capsys.readouterr()


@pytest.fixture
def desk(capsys) -> Desk:
    return Desk(capsys)


def test_a_build_is_started_with_its_tags_and_the_next_commands_are_told(desk) -> None:
    desk.fake.has(build(status="AVAILABLE"))

    assert Exit.DONE == desk.build(tags={"Ticket": "7"})
    out, err = desk.said()
    assert f"started web-server 1.0.0/1 in eu-west-1, {ACCOUNT}\n  {IMAGE}\n" == out
    where = "--region eu-west-1 --profile prod"
    assert [
        f"amifactory build {IMAGE} --follow {where}",
        f"amifactory cancel web/server {where}",
    ] == [each.partition("#")[0].strip() for each in err.splitlines()]
    assert [
        (
            "start",
            f"{ARN}:image-pipeline/web-server",
            "token",
            {"amifactory:factory": "web", "amifactory:image": "Server", "Ticket": "7"},
        )
    ] == desk.fake.orders


def test_while_a_build_is_under_way_no_other_is_started(desk) -> None:
    desk.fake.plays(RUNNING)

    with pytest.raises(WrongStateError, match="is under way already") as told:
        desk.build()

    assert "build web/server --follow --region eu-west-1 --profile prod" in told.value.hint
    assert [] == desk.fake.orders


def test_unless_that_is_meant(desk) -> None:
    desk.fake.plays(RUNNING)

    assert Exit.DONE == desk.build(again=True)
    assert ["start"] == [order[0] for order in desk.fake.orders]


def test_the_build_that_is_under_way_can_be_followed(desk) -> None:
    desk.fake.plays(RUNNING, GOOD)

    assert Exit.DONE == desk.build(follow=True)
    out, err = desk.said()
    assert [] == desk.fake.orders
    assert "web-server 1.0.0/1 is available, after 1 min" in out
    assert "is under way in eu-west-1" in err
    assert "| hello" in err


def test_so_can_one_that_is_named_by_its_arn(desk) -> None:
    desk.fake.plays(RUNNING, GOOD)

    assert Exit.DONE == desk.build(IMAGE, follow=True)
    assert [] == desk.fake.orders


def test_a_build_that_failed_ends_with_why_and_what_to_type(desk) -> None:
    desk.fake.plays(RUNNING, BAD)

    assert Exit.FAILED == desk.build(follow=True)
    out, err = desk.said()
    assert not out
    for said in (
        "error: web-server 1.0.0/1 has failed in its test phase after 9 s",
        "exit status 7",
        "    | E: no such package",
        "  hint: a command ended with 7",
        "amifactory logs web/server --region eu-west-1 --profile prod",
        "amifactory retry web/server --follow --region eu-west-1 --profile prod",
    ):
        assert said in err


def test_a_failed_build_named_by_its_arn_names_the_image_for_a_new_one(desk) -> None:
    """Its log and its retry are those of this very build."""
    desk.fake.plays(RUNNING, BAD)

    assert Exit.FAILED == desk.build(IMAGE, follow=True)
    where = "--region eu-west-1 --profile prod"
    assert [
        f"amifactory logs {IMAGE} {where}",
        f"amifactory retry {IMAGE} --follow {where}",
        f"amifactory build web/server --follow {where}",
    ] == _suggested(desk.said()[1])


def test_a_build_without_a_pipeline_of_its_own_is_known_by_its_tags(desk) -> None:
    """As one that distributes an image again."""
    desk.fake.plays(*(replace(each, build=replace(each.build, pipeline="")) for each in (BAD,)))
    desk.build(IMAGE, follow=True)

    assert "amifactory build web/server --follow" in desk.said()[1]


def test_a_build_whose_pipeline_is_gone_suggests_no_new_one(capsys) -> None:
    desk = Desk(capsys, pipeline("by-hand", ""))
    desk.fake.plays(BAD)
    desk.build(IMAGE, follow=True)

    assert ["logs", "retry"] == [each.split()[1] for each in _suggested(desk.said()[1])]


def _suggested(err: str) -> list[str]:
    lines = [each.partition("#")[0].strip() for each in err.splitlines()]
    return [each for each in lines if each.startswith("amifactory ")]


def test_for_programs_the_end_is_one_document(desk, capsys) -> None:
    import json

    desk.asked.findings = "json"
    desk.fake.plays(RUNNING, BAD)
    desk.build(follow=True)
    document = json.loads(capsys.readouterr().out)

    assert ("FAILED", "test", "exit status 7", ["hello", "E: no such package"]) == (
        document["build"]["status"],
        document["failure"]["phase"],
        document["failure"]["message"],
        [each["text"] for each in document["failure"]["lastLines"]],
    )
    assert ("eu-west-1", ACCOUNT) == (document["place"]["region"], document["place"]["account"])


def test_ctrl_c_stops_the_looking_only(desk) -> None:
    arn = desk.fake.plays(RUNNING, RUNNING)

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    desk.reached = replace(desk.reached, sleep=interrupted)

    assert Exit.INTERRUPTED == desk.build(follow=True)
    err = desk.said()[1]
    assert "interrupted; web-server 1.0.0/1 goes on" in err
    assert f"amifactory build {arn} --follow" in err
    assert "amifactory cancel web/server" in err
    assert [] == desk.fake.orders


def test_trouble_while_following_says_that_the_build_goes_on(desk) -> None:
    desk.fake.plays(
        Frame(RUNNING.build, trouble={"lines": NoCredentialsError("expired", "sign in")})
    )

    with pytest.raises(NoCredentialsError) as told:
        desk.build(follow=True)

    assert told.value.hint.startswith("sign in; the build goes on: `amifactory build arn:")


def test_the_newest_build_under_way_is_cancelled(desk) -> None:
    desk.fake.plays(Frame(build("1.0.1/1", "TESTING")))
    desk.fake.has(build("1.0.2/1", "FAILED"))

    assert Exit.DONE == repeating.cancel("Server", desk.reached, desk.asked)
    assert [("cancel", f"{ARN}:image/web-server/1.0.1/1", "token")] == desk.fake.orders


def test_there_may_be_nothing_to_cancel(desk) -> None:
    desk.fake.has(build())

    with pytest.raises(WrongStateError, match="is available"):
        repeating.cancel("Server", desk.reached, desk.asked)


def test_an_image_that_was_never_built_has_nothing_to_retry(desk) -> None:
    with pytest.raises(NotFoundError, match="web/server has not been built yet") as told:
        repeating.retry("Server", desk.reached, desk.asked, follow=False)

    assert "`amifactory build web/server` builds it" == told.value.hint


def test_a_retry_is_followed_past_the_old_end(desk) -> None:
    desk.fake.plays(BAD, BAD, RUNNING, GOOD)

    assert Exit.DONE == repeating.retry("Server", desk.reached, desk.asked, follow=True)
    assert [("retry", IMAGE, "token")] == desk.fake.orders
    assert "has failed" not in desk.said()[1]


def test_a_retry_counts_from_when_it_went_on(desk) -> None:
    """Not from the build's first order, which may be of yesterday."""
    day = 86400
    built = workflow("COMPLETED", started=at(-day), ended=at(60 - day))
    old = workflow("FAILED", "TEST", id="wf-1", started=at(60 - day), ended=at(70 - day))
    new = workflow("RUNNING", "TEST", id="wf-2", started=at(5))
    tested = replace(new, status="COMPLETED", ended=at(65))
    failed = replace(BAD.build, created=at(-day))
    desk.fake.plays(
        Frame(failed, {built: (), old: ()}),
        Frame(replace(failed, status="TESTING"), {built: (), replace(old, retried=True): ()}),
        Frame(replace(failed, status="TESTING"), {built: (), new: ()}),
        Frame(replace(failed, status="AVAILABLE"), {built: (), tested: ()}),
    )

    assert Exit.DONE == repeating.retry("Server", desk.reached, desk.asked, follow=True)
    out, err = desk.said()
    assert "web-server 1.0.0/1 is available, after 1 min\n" in out
    assert "   1:00    test-image completed after 1 min" in err
    assert "24:0" not in err


def test_a_refused_retry_says_what_works(desk, monkeypatch) -> None:
    desk.fake.has(BAD.build)

    def refused(*_: object) -> None:
        raise RemoteError("cannot retry it")

    monkeypatch.setattr(desk.fake, "retry", refused)

    with pytest.raises(RemoteError) as told:
        repeating.retry("Server", desk.reached, desk.asked, follow=False)

    assert "`amifactory build web/server --follow" in told.value.hint


def test_the_newest_good_build_is_distributed_as_the_pipeline_says_now(capsys) -> None:
    desk = Desk(capsys, pipeline(distribution="to-now", role="role"))
    desk.fake.has(build("1.0.1/1", "FAILED"), build(distribution="to-then"))
    repeating.redistribute("Server", None, desk.reached, desk.asked, follow=False)

    tags = {"amifactory:factory": "web", "amifactory:image": "Server"}
    assert [("distribute", IMAGE, "to-now", "role", "token", tags)] == desk.fake.orders


def test_without_any_role_it_is_explained(capsys) -> None:
    desk = Desk(capsys, pipeline(distribution="to"))
    desk.fake.has(build())

    with pytest.raises(CommandLineError, match="web/server has no execution role") as told:
        repeating.redistribute("Server", None, desk.reached, desk.asked, follow=False)

    assert "EC2ImageBuilderExecutionPolicy" in told.value.hint


def test_a_role_can_be_given(capsys) -> None:
    desk = Desk(capsys, pipeline(distribution="to"))
    desk.fake.has(build())
    repeating.redistribute("Server", "mine", desk.reached, desk.asked, follow=False)

    assert "mine" == desk.fake.orders[0][3]


def test_what_has_no_distribution_cannot_be_distributed(desk) -> None:
    desk.fake.has(build())

    with pytest.raises(NotFoundError, match="has no distribution settings"):
        repeating.redistribute("Server", "mine", desk.reached, desk.asked, follow=False)


def test_nothing_good_cannot_be_distributed(desk) -> None:
    desk.fake.has(BAD.build)

    with pytest.raises(WrongStateError, match="has failed") as told:
        repeating.redistribute("Server", "mine", desk.reached, desk.asked, follow=False)

    retry = "`amifactory retry web/server --region eu-west-1 --profile prod`"
    assert f"only a finished image can be distributed; {retry} goes on with this build" == (
        told.value.hint
    )


def test_what_only_the_classic_engine_builds_is_told_so(desk) -> None:
    tags = {"amifactory:factory": "old", "amifactory:image": "db", "amifactory:execution": "1"}
    amis = Regions(eu_west_1=FakeAmis(facts(tags=tags)))
    desk.reached = replace(desk.reached, amis_in=amis)
    called = (
        desk.build,
        lambda name: repeating.cancel(name, desk.reached, desk.asked),
        lambda name: exporting.export(name, None, None, desk.reached, desk.asked),
    )

    for call in called:
        with pytest.raises(NotFoundError, match="db is built by the classic engine") as told:
            call("db")
        assert "`amifactory classic invoke PAYLOAD --function NAME`" in told.value.hint
    with pytest.raises(NotFoundError, match='no image called "dc"'):
        desk.build("dc")


def test_the_log_is_printed_with_its_times(desk) -> None:
    desk.fake.plays(BAD)
    code = exporting.export("Server", None, None, desk.reached, desk.asked)

    assert (
        Exit.DONE,
        "2026-11-22T12:00:02Z hello\n2026-11-22T12:00:09Z E: no such package\n",
    ) == (code, desk.said()[0])


def test_the_log_is_written_whole(desk, tmp_path) -> None:
    desk.fake.plays(BAD)
    target = tmp_path / "logs" / "build.log"
    exporting.export(IMAGE, str(target), None, desk.reached, desk.asked)

    assert 2 == len(target.read_text().splitlines())
    assert f"wrote {target} (2 lines)" in desk.said()[1]


def test_the_log_of_a_step_is_less(desk) -> None:
    frame = replace(BAD, lines=(*BAD.lines, line(90, "later")))
    desk.fake.plays(frame)
    exporting.export("Server", None, "Apply", desk.reached, desk.asked)

    assert "later" not in desk.said()[0]


def test_where_else_logs_are_is_told_and_when_there_are_none(desk) -> None:
    desk.fake.has(build(s3_logs="s3://logs/web"))
    exporting.export("Server", None, None, desk.reached, desk.asked)
    err = desk.said()[1]

    assert "its logs are in s3://logs/web as well" in err
    assert "note: there are no lines; they may have expired" in err


def test_a_log_is_followed_to_the_end_of_its_build(desk) -> None:
    desk.fake.plays(RUNNING, BAD)

    assert Exit.DONE == exporting.follow_log("Server", desk.reached)
    out, err = desk.said()
    assert 2 == len(out.splitlines())
    assert "web-server 1.0.0/1 has failed" in err


def test_images_are_listed_for_people(desk) -> None:
    desk.fake.has(GOOD.build)

    assert Exit.DONE == inventory.run(None, desk.reached, desk.asked)
    out, err = desk.said()
    assert f"images in eu-west-1, {ACCOUNT}\n" == err
    assert ["web/Server (image-builder)", "region", "eu-west-1"] == [
        out.splitlines()[0],
        *(each.split()[0] for each in out.splitlines()[1:]),
    ]


def test_ages_of_images_are_told_by_the_hour_there_is_after_looking(desk) -> None:
    """A fast local AWS is hours further by then."""
    desk.fake.has(GOOD.build)
    desk.reached = replace(desk.reached, hour=lambda: at(7200))
    inventory.run(None, desk.reached, desk.asked)

    assert "  2 h  " in desk.said()[0]


def test_where_there_is_nothing_the_beginning_is_told(capsys) -> None:
    desk = Desk(capsys, pipeline("by-hand", ""))
    desk.reached = replace(desk.reached, amis_in=Regions(eu_west_1=FakeAmis()))
    inventory.run(None, desk.reached, desk.asked)

    assert "there are none: `amifactory deploy PAYLOAD`" in desk.said()[1]


def test_steps_that_may_not_be_seen_do_not_stop_it(desk) -> None:
    desk.fake.plays(replace(RUNNING, trouble={"workflows": DeniedError("no")}), GOOD)

    assert Exit.DONE == desk.build(follow=True)
    assert "note: the steps cannot be seen: no" in desk.said()[1]


def test_the_time_of_the_local_aws_is_what_it_tells() -> None:
    look = Look(GOOD.build, (), (line(5000, "x"),))
    real = AwsTime(lambda: at(100), emulated=False)
    emulated = AwsTime(lambda: at(100), emulated=True)
    for time in (real, emulated):
        time.told(look)

    assert (at(100), at(5000)) == (real.now(), emulated.now())
