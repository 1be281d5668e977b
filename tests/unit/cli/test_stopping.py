"""Deployments that are stopped by Ctrl-C, or by a signal of a CI or a terminal that closes."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from generator.aws.stacks import CloudFormationStacks
from generator.cli.door import run
from generator.errors import Exit
from generator.localaws.door import local_aws
from tests.unit.cli.test_deploy import WEB


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
def pressing(monkeypatch):
    """Have signals arrive, one each time a request of this name is made."""

    def at(method: str, *numbers: int) -> None:
        original, left = getattr(CloudFormationStacks, method), list(numbers)

        def interrupted(*given, **how):
            if left:
                signal.raise_signal(left.pop(0))
            return original(*given, **how)

        monkeypatch.setattr(CloudFormationStacks, method, interrupted)

    return at


@pytest.fixture
def left(monkeypatch):
    """With which codes the program left at once; a test cannot."""
    codes: list[int] = []

    def leave(code: int) -> None:
        codes.append(code)
        raise SystemExit(code)

    monkeypatch.setattr(os, "_exit", leave)
    return codes


def shells(aws) -> list[str]:
    """What is left, with its status."""
    found = aws.client("cloudformation").describe_stacks()["Stacks"]
    return [each["StackStatus"] for each in found]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, Exit.INTERRUPTED),
        (signal.SIGTERM, Exit.TERMINATED),
        (signal.SIGHUP, Exit.HUNG_UP),
    ],
)
def test_the_first_signal_is_answered_at_once_and_cleans_up(
    amifactory, aws, pressing, number: int, code: Exit
) -> None:
    pressing("change_set", number)
    before = signal.getsignal(number)

    said = amifactory("deploy", "web.yaml", "--yes")

    assert code == said.code
    assert "stopping: cleaning up, which takes some seconds; once more leaves at once" in said.err
    assert said.err.endswith("interrupted; nothing was changed\n")
    assert [] == shells(aws)
    assert before == signal.getsignal(number)


def test_the_second_ctrl_c_names_what_may_be_left(amifactory, aws, pressing, left, capsys) -> None:
    """The empty stack that a change set made is not kept quiet about."""
    pressing("change_set", signal.SIGINT)
    pressing("discard", signal.SIGINT)

    with pytest.raises(SystemExit):
        run(["deploy", "web.yaml", "--yes", "--region", "eu-west-1"])

    err = capsys.readouterr().err
    assert [Exit.INTERRUPTED] == left
    assert ["REVIEW_IN_PROGRESS"] == shells(aws)
    assert "nothing was changed" not in err
    assert "the empty stack web may be left behind" in err
    assert "amifactory destroy web --region eu-west-1  # remove it\n" in err

    assert Exit.DONE == amifactory("destroy", "web", "--yes").code
    assert [] == shells(aws)


@pytest.mark.usefixtures("aws")
def test_what_is_not_cleaned_up_is_not_called_nothing(amifactory, pressing, monkeypatch) -> None:
    def no(*_given):
        raise KeyboardInterrupt

    pressing("change_set", signal.SIGINT)
    monkeypatch.setattr(CloudFormationStacks, "discard", no)

    said = amifactory("deploy", "web.yaml", "--yes")

    assert Exit.INTERRUPTED == said.code
    assert "nothing was changed" not in said.err
    assert "the empty stack web may be left behind" in said.err


@pytest.mark.usefixtures("aws")
def test_a_signal_while_aws_works_says_what_goes_on(pressing, left, capsys) -> None:
    pressing("events", signal.SIGINT)
    assert Exit.INTERRUPTED == run(["deploy", "web.yaml", "--yes"])

    err = capsys.readouterr().err
    assert "stopping: cleaning up" not in err
    assert "interrupted; what began goes on in AWS: web" in err
    assert [] == left


@pytest.mark.usefixtures("aws")
def test_a_plan_that_is_terminated_says_so(amifactory, pressing) -> None:
    pressing("find", signal.SIGTERM)

    said = amifactory("plan", "web.yaml")

    assert Exit.TERMINATED == said.code
    assert said.err.endswith("interrupted\n")


@pytest.mark.usefixtures("aws")
def test_a_signal_that_is_ignored_stays_ignored(amifactory, pressing) -> None:
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        pressing("change_set", signal.SIGHUP)
        assert Exit.DONE == amifactory("deploy", "web.yaml", "--yes").code
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("aws")
def test_outside_of_the_main_thread_signals_are_left_alone() -> None:
    codes = []
    thread = threading.Thread(target=lambda: codes.append(run(["plan", "web.yaml"])))
    thread.start()
    thread.join(60)

    assert [Exit.DONE] == codes
