"""Finds out about a stack what its commands show."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from generator.cli.remote import Where
from generator.deploy.first_cause import first_cause
from generator.deploy.outcome import Failure
from generator.deploy.world import World
from generator.errors import AccessError, RemoteError
from generator.plan import origins
from generator.plan.operations import last_operation
from generator.plan.origins import FACTORY_TAG, IMAGE_TAG, Template
from generator.plan.starting import Act, start
from generator.ports.builds import Builds, Pipeline
from generator.ports.stacks import Stack
from generator.present.status import Built, Seen

PIPELINE = ":image-pipeline/"
"""In the ARN of a pipeline, which templates of ours give as an output for each image."""


class Eyes:
    """Looks at the stacks of one place; asks for pipelines once, and in lists only when wanted."""

    def __init__(self, world: World, where: Where, *, builds: bool) -> None:
        self._world = world
        self._where = where
        self._builds = builds

    def glance(self, stack: Stack) -> Seen:
        """What a list shows of a stack."""
        images = self._by_pipelines(stack) if self._builds else _by_outputs(stack)
        return Seen(stack, self._world.place, images, self._builds)

    def look(self, stack: Stack) -> Seen:
        """All about a stack; of one in trouble also what failed first."""
        begin = start(stack.status)
        deployed: Template = {}
        failure = None
        if begin.act is Act.UPDATE or begin.in_trouble:
            deployed = self._world.stacks.template(stack.arn)
        if begin.in_trouble or "ROLLBACK" in stack.status:
            failure = self._failure(stack, deployed)
        images, builds = self._last_builds(stack)
        return Seen(
            stack=stack,
            place=self._world.place,
            images=images,
            builds=builds,
            broken=tuple(
                each
                for each in self._world.stacks.resources(stack.arn)
                if each.status.endswith("_FAILED")
            ),
            failure=failure,
            payload=origins.payload(deployed),
        )

    def _failure(self, stack: Stack, deployed: Template) -> Failure | None:
        """First cause of the last operation, with the line of the payload where it is known."""
        _, events = last_operation(self._world.stacks.events(stack.arn), stack.arn)
        places = origins.origins(deployed, origins.places(deployed))
        found = first_cause(self._world.stacks, stack, events, places)
        return found if found.logical_id or found.reason != stack.status else None

    def _last_builds(self, stack: Stack) -> tuple[tuple[Built, ...], bool]:
        """Its images, and whether their builds are known: unasked, who may not see them need not.

        A stack that is up says nothing of its images, whose last builds may have failed.
        """
        try:
            return tuple(map(self._last_build, self._own(stack))), True
        except (AccessError, RemoteError):
            if self._builds:
                raise
            return _by_outputs(stack), False

    def _by_pipelines(self, stack: Stack) -> tuple[Built, ...]:
        """Their lists tell of the last build that has ended."""
        return tuple(map(_built, self._own(stack)))

    def _last_build(self, pipeline: Pipeline) -> Built:
        """The newest build as it is now, under way or not: a call for each pipeline."""
        newest = next(iter(self._port.builds(pipeline.arn)), None)
        if newest is None:
            return _built(pipeline)
        return replace(_built(pipeline), state=newest.status, built=newest.created)

    def _own(self, stack: Stack) -> list[Pipeline]:
        factory = _factory(stack)
        return [each for each in self._pipelines if each.tags.get(FACTORY_TAG) == factory]

    @cached_property
    def _pipelines(self) -> tuple[Pipeline, ...]:
        return self._port.pipelines()

    @cached_property
    def _port(self) -> Builds:
        from generator.aws import builds

        return builds.connect(self._world.place.region, self._where.profile)


def _factory(stack: Stack) -> str:
    return stack.tags.get(FACTORY_TAG, stack.name)


def _by_outputs(stack: Stack) -> tuple[Built, ...]:
    """The names of its images alone, which cost no request."""
    arns = [value for value in stack.outputs.values() if PIPELINE in value]
    names = [arn.partition(PIPELINE)[2] for arn in arns]
    return tuple(Built(name.removeprefix(f"{_factory(stack)}-")) for name in names)


def _built(pipeline: Pipeline) -> Built:
    name = pipeline.tags.get(IMAGE_TAG, pipeline.name)
    return Built(name, pipeline.last_status, pipeline.last_run, pipeline.next_run)
