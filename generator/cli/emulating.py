"""Running the local AWS: until Ctrl-C, or as long as a command runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import streams
from generator.cli.remote import POLL
from generator.errors import Exit, LocalAwsError

if TYPE_CHECKING:
    from generator.localaws.host import Hosted, Hosting

QUICK_POLL = "0.2"
"""Seconds between two looks at an AWS whose hours are minutes."""


def hosting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--port, --speed, --state, --region and --rehearse."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=0,
        show_default="a free one",
        help="Port on 127.0.0.1.",
    ),
    click.option(
        "--speed",
        type=click.FloatRange(0, 1_000_000),
        default=60.0,
        show_default=True,
        help="How many times faster than real time; 0 stops time.",
    ),
    click.option(
        "--state",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="File that keeps everything until the next start.",
    ),
    click.option(
        "--region", default="eu-west-1", show_default=True, metavar="NAME", help="AWS_REGION."
    ),
    click.option(
        "--rehearse",
        type=click.Choice(("offline", "network")),
        help="Run the component documents of builds in a sandbox of this machine.",
    ),
)


def wanted(
    port: int, speed: float, state: str | None, region: str, rehearse: str | None
) -> Hosting:
    """The options as one value; from now on builds rehearse when they are to.

    Raises:
        click.BadParameter: for a region that AWS does not have.
    """
    _check_region(region)
    from generator.localaws import rehearsing
    from generator.localaws.host import Hosting

    if rehearse is not None:
        from generator.cli.rehearse_builds import Rehearser

        rehearsing.bring(Rehearser(network=rehearse == "network"))
    return Hosting(port, speed, Path(state) if state else None, region)


def _check_region(region: str) -> None:
    from generator.localaws import regions

    try:
        wrong = regions.unknown(region)
    except ImportError:  # without botocore nothing is hosted, which is said there
        return
    if wrong:
        raise click.BadParameter(f"this is {regions.said(region)}", param_hint="--region")


def serve(hosting: Hosting) -> int:
    """Serve until somebody stops it; prints how programs find it."""
    from generator.localaws.host import hosted

    with hosted(hosting) as here, _stopped_by(signal.SIGINT, signal.SIGTERM) as stop:
        streams.out(_greeting(here, hosting))
        stop.wait()
    _farewell(here, hosting)
    return Exit.DONE


@contextmanager
def _stopped_by(*signals: signal.Signals) -> Iterator[threading.Event]:
    """An event that the signals set; also where a shell lets background jobs ignore Ctrl-C."""
    stop = threading.Event()
    before = {one: signal.signal(one, lambda *_: stop.set()) for one in signals}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def run(hosting: Hosting, words: Sequence[str]) -> int:
    """Serve while a command runs; exits as it does.

    Raises:
        LocalAwsError: when the command cannot be started.
    """
    from generator.localaws.host import hosted, isolated

    with hosted(hosting) as here:
        mine = isolated(dict(os.environ)) | here.environment()
        streams.err(f"emulated: {here.endpoint} for {_command(words)}\n")
        status = _wait(words, mine | {POLL: os.environ.get(POLL) or QUICK_POLL})
    _farewell(here, hosting)
    return status


def _wait(words: Sequence[str], environment: dict[str, str]) -> int:
    try:
        child = subprocess.Popen(words, env=environment)
    except OSError as error:
        msg = f"cannot run {_command(words)}: {error.strerror}"
        raise LocalAwsError(msg, "give a program and its arguments after --") from error
    before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        status = _ended(child)
    finally:
        signal.signal(signal.SIGTERM, before)
    return status if status >= 0 else 128 - status


def _ended(child: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the terminal told the command as well: let it end
            continue


def _command(words: Sequence[str]) -> str:
    from generator.present.foreign import harmless

    return harmless(words[0])


def _greeting(here: Hosted, hosting: Hosting) -> str:
    speed = f"{hosting.speed:g} times real time" if hosting.speed else "stopped; `local advance`"
    lines = [
        "# An emulated AWS: nothing in it is real. Ctrl-C stops it.",
        f"# emulated: {here.endpoint}, time: {speed}{_kept(here, hosting)}",
        "unset AWS_PROFILE AWS_SESSION_TOKEN",
        *(f"export {name}={value}" for name, value in here.environment().items()),
    ]
    return "".join(f"{line}\n" for line in lines)


def _kept(here: Hosted, hosting: Hosting) -> str:
    from generator.present.foreign import harmless

    if hosting.state is None:
        return ", forgets everything when stopped"
    return (
        f", {'as it was in' if here.restored else 'to be kept in'} {harmless(str(hosting.state))}"
    )


def _farewell(here: Hosted, hosting: Hosting) -> None:
    from generator.present.foreign import harmless

    for note in here.notes:
        streams.err(f"emulated: {note}\n")
    if hosting.state is not None:
        streams.err(f"emulated: kept in {harmless(str(hosting.state))}\n")
    sys.stderr.flush()
