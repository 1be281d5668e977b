"""Follows a build to its end and says what it came to: for build, retry and redistribute."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from generator.cli import streams
from generator.cli.aws_time import AwsTime
from generator.cli.build_view import view
from generator.cli.options import Asked
from generator.cli.reaching import Reached
from generator.errors import AmiFactoryError, Exit
from generator.operate.follow import Again, Look, follow
from generator.operate.result import Breakdown, breakdown, success
from generator.operate.states import GONE_WELL
from generator.ports.builds import LogLine
from generator.present.steps import headline, took

KEPT = 5000
"""Lines of the log that are kept for the last ones of a failure."""

Command = TypeVar("Command", bound=Callable[..., Any])

option = click.option(
    "--follow/--no-wait",
    default=False,
    show_default="--no-wait",
    help="Watch the build to its end; or return at once, the build goes on.",
)
"""--follow, as `follow`."""


@dataclass(frozen=True, slots=True)
class Name:
    """How commands that are suggested name a build."""

    own: str
    """The image, whose newest build is meant, or the build's ARN."""
    anew: str = ""
    """The image, to build it once more; empty when nothing can."""


def watch(arn: str, name: Name, reached: Reached, asked: Asked, again: Again | None = None) -> Exit:
    """Follow a build and show what it came to; 1 when it failed, 130 when we stop looking.

    `again` is the build as it was when it was asked to run again: time counts from there.

    Raises:
        AccessError, RemoteError: when AWS does not tell; the build goes on.
    """
    time = AwsTime(reached.now, emulated=reached.place.emulated)
    log: deque[LogLine] = deque(maxlen=KEPT)
    seen: list[Look] = []
    try:
        with view(asked, time.now) as shown:
            for seen_now in _looks(arn, reached, again):
                look = replace(seen_now, since=again.began(seen_now)) if again else seen_now
                log.extend(look.lines)
                time.told(look)
                shown.show(seen[-1] if seen else None, look)
                seen[:] = [look]
    except KeyboardInterrupt:
        return _interrupted(arn, name, seen, reached, asked)
    except AmiFactoryError as error:
        goes_on = f"the build goes on: `{reached.command('build', arn, '--follow')}` follows it"
        error.hint = f"{error.hint}; {goes_on}" if error.hint else goes_on
        raise
    return _finished(seen[-1], tuple(log), name, reached, asked)


def _looks(arn: str, reached: Reached, again: Again | None) -> Iterator[Look]:
    before = again.build if again else None
    ports = (reached.builds, reached.logs)
    return follow(arn, *ports, reached.sleep, reached.poll, before=before)


def _interrupted(arn: str, name: Name, seen: list[Look], reached: Reached, asked: Asked) -> Exit:
    """Nothing was stopped but the looking."""
    from generator.present.columns import columns

    what = headline(seen[-1].build) if seen else "the build"
    ways = [
        (reached.command("build", arn, "--follow"), "# follow it again"),
        (reached.command("cancel", name.own), "# stop it"),
    ]
    lines = columns(ways, "  ")
    streams.err(f"\ninterrupted; {what} goes on\n" + "".join(f"{line}\n" for line in lines))
    if asked.findings == "json":
        from generator.present.build_json import build_value, document

        build = build_value(seen[-1].build) if seen else {"arn": arn}
        streams.out(f"{document(reached.place, build=build, interrupted=True)}\n")
    return Exit.INTERRUPTED


def _finished(
    look: Look, log: tuple[LogLine, ...], name: Name, reached: Reached, asked: Asked
) -> Exit:
    if look.build.status in GONE_WELL:
        _tell_success(look, reached, asked)
        return Exit.DONE
    broken = breakdown(look, log, took(look))
    _tell_breakdown(look, broken, name, reached, asked)
    return Exit.FAILED


def _tell_success(look: Look, reached: Reached, asked: Asked) -> None:
    place = reached.place
    made = success(look.build, reached.amis_in, place.region, place.account, took(look))
    if asked.findings == "json":
        from generator.present.build_json import success_values

        _document(look, success_values(made), reached)
        return
    from generator.present.results import success_lines

    streams.out("".join(f"{line}\n" for line in success_lines(made)))


def _tell_breakdown(
    look: Look, broken: Breakdown, name: Name, reached: Reached, asked: Asked
) -> None:
    if asked.findings == "json":
        from generator.present.build_json import breakdown_values

        _document(look, breakdown_values(broken), reached)
        return
    from generator.present.results import breakdown_lines

    ways = _ways(broken, name, reached)
    streams.err("".join(f"{line}\n" for line in breakdown_lines(broken, ways)))


def _ways(broken: Breakdown, name: Name, reached: Reached) -> list[tuple[str, str]]:
    """What to type next. A failed build phase cannot be retried (API, RetryImage)."""
    ways = [(reached.command("logs", name.own), "# its whole log")]
    if broken.phase not in ("start", "build"):
        again = reached.command("retry", name.own, "--follow")
        ways.append((again, "# the same build, from that phase on"))
    if name.anew:
        anew = reached.command("build", name.anew, "--follow")
        ways.append((anew, "# a new one, with what is deployed now"))
    return ways


def _document(look: Look, values: dict[str, Any], reached: Reached) -> None:
    from generator.present.build_json import build_value, document, run_values

    build = build_value(look.build)
    text = document(reached.place, build=build, workflows=run_values(look), **values)
    streams.out(f"{text}\n")
