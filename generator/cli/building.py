"""What `build` does: starts a pipeline, or finds the build that is under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import click

from generator.cli import streams
from generator.cli.options import Asked
from generator.cli.reaching import Named, Reached, named
from generator.cli.watching import Name, watch
from generator.errors import Exit
from generator.operate.names import build_arn
from generator.operate.states import WrongStateError, running
from generator.ports.builds import Build
from generator.present.columns import columns
from generator.present.foreign import harmless
from generator.present.steps import headline


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    name: str
    tags: Mapping[str, str] = field(default_factory=dict)
    follow: bool = False
    again: bool = False


def run(order: Order, reached: Reached, asked: Asked) -> Exit:
    """Start a build, and follow it when that is wanted; 1 when it fails.

    Raises:
        NotFoundError: when there is no such image.
        WrongStateError: when a build is under way and neither followed nor meant to be doubled.
        AccessError, RemoteError: when AWS refuses or fails.
    """
    found = named(order.name, reached)
    if build_arn(order.name):
        return _one(order, found, reached, asked)
    under_way = running(found.builds)
    if under_way and not order.again:
        if not order.follow:
            raise _busy(under_way, found, reached)
        streams.err(
            f"{harmless(headline(under_way))} is under way in {reached.place}: following it "
            "(--again starts another)\n"
        )
        return watch(under_way.arn, Name(found.name, found.anew), reached, asked)
    return _start(order, found, reached, asked)


def _one(order: Order, found: Named, reached: Reached, asked: Asked) -> Exit:
    """A build that is named by its ARN can be followed, not started."""
    if order.follow and not order.again:
        return watch(order.name, Name(found.name, found.anew), reached, asked)
    raise click.UsageError("this is one build: --follow follows it, an image's name builds anew")


def _busy(under_way: Build, found: Named, reached: Reached) -> WrongStateError:
    follow = reached.command("build", found.name, "--follow")
    return WrongStateError(
        f"{headline(under_way)} is under way already ({under_way.status.lower()})",
        f"`{follow}` follows it; --again starts another beside it",
    )


def _start(order: Order, found: Named, reached: Reached, asked: Asked) -> Exit:
    if found.pipeline is None:
        raise click.UsageError("this build has no pipeline to start")
    tags = {**_own(found.pipeline.tags), **order.tags}
    arn = reached.builds.start(found.pipeline.arn, reached.token(), tags)
    parts = build_arn(arn)
    title = f"{parts.name} {parts.version}" if parts else arn
    if order.follow:
        streams.err(f"started {title} in {reached.place}\n")
        return watch(arn, Name(found.name, found.anew), reached, asked)
    _tell(arn, title, found.name, reached, asked)
    return Exit.DONE


def _own(tags: Mapping[str, str]) -> dict[str, str]:
    """Builds that are started by hand get none of a pipeline's tags by themselves.

    Those that AWS reserves cannot be set (API, TagKey).
    """
    return {key: value for key, value in tags.items() if not key.startswith("aws:")}


def _tell(arn: str, title: str, name: str, reached: Reached, asked: Asked) -> None:
    if asked.findings == "json":
        from generator.present.build_json import document

        streams.out(f"{document(reached.place, build={'arn': arn, 'status': 'PENDING'})}\n")
        return
    ways = [
        (reached.command("build", arn, "--follow"), "# watch it"),
        (reached.command("cancel", name), "# stop it"),
    ]
    streams.out(f"started {title} in {reached.place}\n  {arn}\n")
    streams.err("".join(f"{line}\n" for line in columns(ways, "  ")))
