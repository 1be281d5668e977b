"""Following a build: every look, every change, and what does not stop it."""

from __future__ import annotations

import pytest

from generator.errors import (
    DeniedError,
    NoCredentialsError,
    NotFoundError,
    ThrottledError,
    UnreachableError,
)
from generator.operate.follow import PATIENCE, SLOWEST, changes, follow
from tests.fakes.builds import FakeBuilds, Frame, build, line, step, workflow

PENDING = Frame(build(status="PENDING"))
LAUNCHING = Frame(
    build(status="BUILDING"),
    {workflow(): (step("Launch"), step("Apply", "PENDING"))},
)
APPLYING = Frame(
    build(status="BUILDING"),
    {workflow(): (step("Launch", "COMPLETED"), step("Apply"))},
    (line(60, "hello"),),
)
DONE = Frame(
    build(),
    {workflow("COMPLETED"): (step("Launch", "COMPLETED"), step("Apply", "COMPLETED"))},
    (line(60, "hello"), line(70, "bye")),
)
LATE = Frame(DONE.build, DONE.runs, (*DONE.lines, line(80, "late")))


def looks(fake: FakeBuilds, *frames: Frame, poll: float = 2, **more):
    return list(follow(fake.plays(*frames), fake, fake, fake.sleep, poll, **more))


def told(seen) -> list[str]:
    said = []
    for last, look in zip([None, *seen], seen, strict=False):
        said += [text.text for text in look.lines]
        said += [
            " ".join(
                (each.step or each.workflow or each.build).name
                + " "
                + (each.step or each.workflow or each.build).status
                for each in [change]
            )
            for change in changes(last, look)
        ]
    return said


def test_every_change_and_every_line_is_told_once_and_in_order() -> None:
    seen = looks(FakeBuilds(), PENDING, LAUNCHING, APPLYING, DONE)

    assert [
        "web-server PENDING",
        "web-server BUILDING",
        "build-image RUNNING",
        "Launch RUNNING",
        "hello",
        "Launch COMPLETED",
        "Apply RUNNING",
        "bye",
        "web-server AVAILABLE",
        "build-image COMPLETED",
        "Apply COMPLETED",
    ] == told(seen)


def test_what_the_log_gets_after_the_end_is_told_too() -> None:
    seen = looks(FakeBuilds(), DONE, LATE)

    assert ["hello", "bye", "late"] == [each.text for each in seen[-1].lines]


def test_a_build_that_is_over_is_looked_at_once() -> None:
    assert 1 == len(looks(FakeBuilds(), DONE))


def test_a_build_can_be_followed_from_its_middle() -> None:
    assert "hello" in told(looks(FakeBuilds(), APPLYING, DONE))


def test_pauses_grow_while_nothing_happens_and_shrink_when_something_does() -> None:
    fake = FakeBuilds()
    looks(fake, *[LAUNCHING] * 9, APPLYING, DONE)

    assert [2, 3, 4.5, 6.75, 10.125, SLOWEST, SLOWEST, SLOWEST] == fake.slept[:8]
    assert [2, 2] == fake.slept[-2:]


def test_a_longer_pause_that_was_asked_for_stays() -> None:
    fake = FakeBuilds()
    looks(fake, *[LAUNCHING] * 3, DONE, poll=60)

    assert {60} == set(fake.slept)


def test_passing_trouble_is_outlived() -> None:
    trouble = Frame(LAUNCHING.build, trouble={"build": ThrottledError("slow down")})
    seen = looks(FakeBuilds(), PENDING, trouble, trouble, DONE)

    assert ["PENDING", "AVAILABLE"] == [look.build.status for look in seen]


def test_trouble_that_stays_is_told() -> None:
    fake = FakeBuilds()
    trouble = Frame(LAUNCHING.build, trouble={"build": UnreachableError("no network")})

    with pytest.raises(UnreachableError, match="no network"):
        looks(fake, trouble)

    assert PATIENCE - 1 == len(fake.slept)


def test_steps_and_logs_that_may_not_be_seen_are_noted_once() -> None:
    denied = {"workflows": DeniedError("no steps"), "lines": DeniedError("no log")}
    frames = [Frame(each.build, trouble=denied) for each in (PENDING, LAUNCHING, DONE)]
    seen = looks(FakeBuilds(), *frames)

    assert [
        ("the steps cannot be seen: no steps", "the log cannot be read: no log"),
        (),
        (),
    ] == [look.notes for look in seen]


def test_expired_credentials_end_it() -> None:
    expired = Frame(LAUNCHING.build, trouble={"lines": NoCredentialsError("expired")})

    with pytest.raises(NoCredentialsError):
        looks(FakeBuilds(), expired)


def test_an_unknown_build_is_told() -> None:
    fake = FakeBuilds()

    with pytest.raises(NotFoundError):
        list(follow("arn", fake, fake, fake.sleep, 2))


def test_after_a_retry_neither_the_old_end_nor_the_old_log_counts() -> None:
    failed = Frame(build(status="FAILED"), lines=(line(1, "old"),))
    again = Frame(build(status="TESTING"), lines=(line(1, "old"), line(90, "new")))
    done = Frame(build(), lines=again.lines)
    seen = looks(FakeBuilds(), failed, failed, again, done, before=failed.build)

    assert ["new", "web-server TESTING", "web-server AVAILABLE"] == told(seen)


def test_a_retry_that_never_begins_ends() -> None:
    failed = Frame(build(status="FAILED"))

    assert ["FAILED"] == [
        look.build.status for look in looks(FakeBuilds(), failed, before=failed.build)
    ]


def test_workflows_that_a_retry_replaced_are_not_shown() -> None:
    runs = {workflow("FAILED", retried=True): (), workflow(type_="TEST"): ()}
    seen = looks(FakeBuilds(), Frame(build(status="TESTING"), runs), DONE)

    assert ["TEST"] == [run.workflow.type for run in seen[0].runs]


def test_a_second_attempt_of_a_step_is_a_change() -> None:
    first = Frame(build(status="BUILDING"), {workflow(): (step("Apply"),)})
    second = Frame(build(status="BUILDING"), {workflow(): (step("Apply", attempt=2),)})

    assert 2 == told(looks(FakeBuilds(), first, second, DONE)).count("Apply RUNNING")
