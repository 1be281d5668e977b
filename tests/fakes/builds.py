"""Image Builder, logs and AMIs in memory: the ports of `generator/ports/builds.py`.

What happens to a build is a list of frames; sleeping moves on to the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from generator.errors import NotFoundError
from generator.ports.builds import (
    Ami,
    Build,
    ImageFacts,
    LogLine,
    Pipeline,
    Step,
    Workflow,
)

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACCOUNT = "123456789012"
ARN = f"arn:aws:imagebuilder:eu-west-1:{ACCOUNT}"


def at(seconds: float) -> datetime:
    """A moment after the start."""
    return START + timedelta(seconds=seconds)


def pipeline(name: str = "web-server", factory: str = "web", image: str = "Server", **more):
    """A pipeline of ours; with no factory, one of somebody else."""
    tags = {"amifactory:factory": factory, "amifactory:image": image} if factory else {}
    return Pipeline(f"{ARN}:image-pipeline/{name}", name, **({"tags": tags} | more))


def build(version: str = "1.0.0/1", status: str = "AVAILABLE", name: str = "web-server", **more):
    """A build of the pipeline of the same name."""
    made = Build(
        f"{ARN}:image/{name}/{version}",
        name,
        version,
        status,
        created=START,
        pipeline=f"{ARN}:image-pipeline/{name}",
        log_group=f"/aws/imagebuilder/{name}",
        tags={"amifactory:factory": "web", "amifactory:image": "Server"},
    )
    return replace(made, **more)


def ami(id_: str = "ami-1", region: str = "eu-west-1", account: str = ACCOUNT) -> Ami:
    """An AMI of a build."""
    return Ami(region, id_, f"Server {id_}", account, "AVAILABLE")


def facts(id_: str = "ami-1", region: str = "eu-west-1", **more) -> ImageFacts:
    """An AMI as EC2 has it."""
    tags = {"amifactory:factory": "web", "amifactory:image": "Server"}
    made = ImageFacts(id_, f"Server {id_}", region, "available", ACCOUNT, START, tags=tags)
    return replace(made, **more)


def workflow(status: str = "RUNNING", type_: str = "BUILD", **more) -> Workflow:
    """A workflow execution."""
    known = {"BUILD": "build-image", "TEST": "test-image", "DISTRIBUTION": "distribute-image"}
    return Workflow(
        **({"id": f"wf-{type_}", "type": type_, "status": status, "name": known[type_]} | more)
    )


def step(name: str, status: str = "RUNNING", **more) -> Step:
    """A step of a workflow."""
    return Step(**({"id": f"step-{name}", "name": name, "action": name, "status": status} | more))


def line(seconds: float, text: str, stream: str = "1.0.0/1") -> LogLine:
    """A line of a log."""
    return LogLine(at(seconds), stream, text)


@dataclass
class Frame:
    """A build at a moment; `lines` are those of its log so far."""

    build: Build
    runs: Mapping[Workflow, tuple[Step, ...]] = field(default_factory=dict)
    lines: tuple[LogLine, ...] = ()
    trouble: Mapping[str, Exception] = field(default_factory=dict)
    """Method -> the error it raises meanwhile."""


class FakeBuilds:
    """Image Builder and its log; `sleep` moves every build on by a frame."""

    def __init__(self, *pipelines: Pipeline) -> None:
        self.known = pipelines
        self.frames: dict[str, list[Frame]] = {}
        self.orders: list[tuple[object, ...]] = []
        self.slept: list[float] = []

    def plays(self, *frames: Frame) -> str:
        """Let a build go through frames; gives its ARN."""
        arn = frames[0].build.arn
        self.frames[arn] = list(frames)
        return arn

    def has(self, *builds: Build) -> None:
        """Let builds stay as they are."""
        for each in builds:
            self.plays(Frame(each))

    def sleep(self, seconds: float) -> None:
        """Pass the time."""
        self.slept.append(seconds)
        for frames in self.frames.values():
            del frames[: len(frames) > 1]

    def now(self) -> datetime:
        """The start, and what was slept since."""
        return at(sum(self.slept))

    def _frame(self, arn: str, method: str) -> Frame:
        if arn not in self.frames:
            raise NotFoundError(f"cannot look at the build {arn}: not found")
        frame = self.frames[arn][0]
        if method in frame.trouble:
            raise frame.trouble[method]
        return frame

    def pipelines(self) -> tuple[Pipeline, ...]:
        """All of them."""
        return self.known

    def start(self, pipeline: str, token: str, tags: Mapping[str, str]) -> str:
        """Remember; the build is the one whose frames are there."""
        self.orders.append(("start", pipeline, token, dict(tags)))
        return next(arn for arn in self.frames if arn.split("/")[1] == pipeline.split("/")[1])

    def build(self, arn: str) -> Build:
        """As it is now."""
        return self._frame(arn, "build").build

    def builds(self, pipeline: str) -> tuple[Build, ...]:
        """Of a pipeline, newest first."""
        every = [frames[0].build for frames in self.frames.values()]
        own = [one for one in every if one.pipeline == pipeline]
        return tuple(sorted(own, key=lambda one: one.version, reverse=True))

    def workflows(self, build: str) -> tuple[Workflow, ...]:
        """As they are now."""
        return tuple(self._frame(build, "workflows").runs)

    def steps(self, workflow: str) -> tuple[Step, ...]:
        """As they are now."""
        runs = [run for frames in self.frames.values() for run in frames[0].runs.items()]
        return next(steps for each, steps in runs if each.id == workflow)

    def cancel(self, build: str, token: str) -> None:
        """Remember."""
        self.orders.append(("cancel", build, token))

    def retry(self, build: str, token: str) -> None:
        """Remember."""
        self.orders.append(("retry", build, token))

    def distribute(
        self, build: str, distribution: str, role: str, token: str, tags: Mapping[str, str]
    ) -> str:
        """Remember."""
        self.orders.append(("distribute", build, distribution, role, token, dict(tags)))
        return build

    def lines(self, group: str, stream: str, after: str = "") -> tuple[tuple[LogLine, ...], str]:
        """From the token on, which counts lines."""
        name = group.rpartition("/")[2]
        frame = self._frame(f"{ARN}:image/{name}/{stream}", "lines")
        return frame.lines[int(after or 0) :], str(len(frame.lines))

    def streams(self, group: str, prefix: str = "") -> tuple[str, ...]:
        """One a build."""
        every = [frames[0].build for frames in self.frames.values()]
        own = [one.version for one in every if one.log_group == group]
        return tuple(each for each in own if each.startswith(prefix))


class FakeAmis:
    """The AMIs of one region."""

    def __init__(self, *images: ImageFacts, **parameters: str) -> None:
        self.images = images
        self.held = parameters

    def tagged(self, tags: Mapping[str, str]) -> tuple[ImageFacts, ...]:
        """With these tags."""
        return tuple(
            one
            for one in self.images
            if all(key in one.tags and value in ("", one.tags[key]) for key, value in tags.items())
        )

    def describe(self, ids: tuple[str, ...]) -> tuple[ImageFacts, ...]:
        """By id."""
        return tuple(one for one in self.images if one.id in ids)

    def parameters(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """Those that exist."""
        return {name: self.held[name] for name in names if name in self.held}


class Regions:
    """AMIs by region; a region that is not here cannot be asked."""

    def __init__(self, **regions: FakeAmis) -> None:
        self.regions = {name.replace("_", "-"): amis for name, amis in regions.items()}

    def __call__(self, region: str) -> FakeAmis:
        """The AMIs of a region."""
        if region not in self.regions:
            raise NotFoundError(f"{region} does not answer")
        return self.regions[region]
