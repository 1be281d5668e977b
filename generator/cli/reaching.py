"""Reaches Image Builder for the commands that run builds: the composition root of `operate`."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import click

from generator.cli.remote import Where
from generator.errors import AccessError, NotFoundError, RemoteError
from generator.operate.find import pipeline_named
from generator.operate.names import EXECUTION, FACTORY, IMAGE, build_arn, plain, typed
from generator.ports.builds import Amis, Build, Builds, Logs, Pipeline
from generator.ports.place import Place


@dataclass(frozen=True, slots=True)
class Reached:
    """Image Builder, logs and AMIs of one account, and the time."""

    place: Place
    builds: Builds
    logs: Logs
    amis_in: Callable[[str], Amis]
    """The AMIs of a region."""
    poll: float = 2.0
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    token: Callable[[], str] = field(default=lambda: str(uuid4()))
    """A new one each: it makes one request safe to repeat."""
    hour: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    """The time, asked for where AWS is: a local AWS may be hours further than `now` thinks."""
    region: str = ""
    """What --region said, to be repeated in commands that are suggested."""

    def command(self, *words: str) -> str:
        """A command of ours that acts where this one does."""
        more = ["--region", self.region] if self.region else []
        if self.place.profile:
            more += ["--profile", self.place.profile]
        return shlex.join(["amifactory", *words, *more])


def reach(where: Where, name: str | None = None) -> Reached:
    """Image Builder where a command looks for it; where a build is whose ARN is named.

    Raises:
        AccessError: when AWS cannot be asked.
        click.UsageError: when --region names another region than the ARN does.
    """
    from generator.aws import amis, builds, logs

    asked = click.get_current_context().params.get("region") or ""
    where = _at_home(where, name, asked)
    place = where.place()
    return Reached(
        place=place,
        builds=builds.connect(place.region, where.profile),
        logs=logs.connect(place.region, where.profile),
        amis_in=lambda region: amis.connect(region, where.profile),
        poll=where.poll,
        sleep=time.sleep,
        now=_clock(place, where),
        hour=_hour(place, where) if place.emulated else _now,
        region=asked,
    )


def _clock(place: Place, where: Where) -> Callable[[], datetime]:
    """The clock of this machine; beside the local AWS, one that starts at its time."""
    if not place.emulated:
        return _now
    began, there = time.monotonic(), _hour(place, where)()
    return lambda: there + timedelta(seconds=time.monotonic() - began)


def _hour(place: Place, where: Where) -> Callable[[], datetime]:
    from generator.aws.hour import hour

    return lambda: hour(place.region, where.profile)


def _now() -> datetime:
    return datetime.now(UTC)


def _at_home(where: Where, name: str | None, asked: str) -> Where:
    parts = build_arn(name or "")
    if parts is None:
        return where
    if asked and asked != parts.region:
        raise click.UsageError(f"this build is in {parts.region}; leave --region {asked} out")
    return replace(where, region=parts.region)


@dataclass(frozen=True, slots=True)
class Named:
    """What NAME means: a pipeline with its builds, or one build."""

    name: str
    """As commands take it."""
    builds: tuple[Build, ...]
    """Newest first; just the one that an ARN names."""
    pipeline: Pipeline | None = None
    """None for a build that has none, or one that is gone."""

    @property
    def anew(self) -> str:
        """The image as `build` takes it; empty when there is nothing to build it anew."""
        return typed(self.pipeline) if self.pipeline else ""

    @property
    def newest(self) -> Build:
        """The newest build.

        Raises:
            NotFoundError: when there is none.
        """
        if not self.builds:
            raise NotFoundError(
                f"{self.name} has not been built yet", f"`amifactory build {self.name}` builds it"
            )
        return self.builds[0]


def named(name: str, reached: Reached) -> Named:
    """The builds that a name means: an image, factory/image, a pipeline, or a build's ARN.

    Raises:
        NotFoundError: when nothing has this name, or only the classic engine builds it.
        AmbiguousError: when more than one image has it.
    """
    if build_arn(name):
        build = reached.builds.build(name)
        return Named(name, (build,), _pipeline_of(build, reached.builds.pipelines()))
    pipelines = reached.builds.pipelines()
    try:
        pipeline = pipeline_named(name, pipelines, str(reached.place))
    except NotFoundError:
        _classic(name, reached)
        raise
    return Named(typed(pipeline), reached.builds.builds(pipeline.arn), pipeline)


def _pipeline_of(build: Build, pipelines: Iterable[Pipeline]) -> Pipeline | None:
    """Its own; for a build that only distributes, which has none, the one of its image."""
    if build.pipeline:
        return next((one for one in pipelines if one.arn == build.pipeline), None)
    tags = {key: build.tags.get(key) for key in (FACTORY, IMAGE)}
    of_image = (one for one in pipelines if {key: one.tags.get(key) for key in tags} == tags)
    return next(of_image, None) if all(tags.values()) else None


def _classic(name: str, reached: Reached) -> None:
    """Say so when a classic factory made AMIs of this name; that EC2 does not tell is no news."""
    try:
        amis = reached.amis_in(reached.place.region).tagged({FACTORY: "", IMAGE: "", EXECUTION: ""})
    except (AccessError, RemoteError):
        return
    known = {plain(each.tags[IMAGE]) for each in amis}
    known |= {plain(f"{each.tags[FACTORY]}/{each.tags[IMAGE]}") for each in amis}
    if plain(name) in known:
        raise NotFoundError(
            f"{name} is built by the classic engine, and has no pipeline",
            "`amifactory classic invoke PAYLOAD --function NAME` builds it, and tells where its "
            "log is",
        )
