"""What `cancel`, `retry` and `redistribute` do: one request about a build that there is."""

from __future__ import annotations

from collections.abc import Sequence

from generator.cli import streams
from generator.cli.failing import CommandLineError
from generator.cli.options import Asked
from generator.cli.reaching import Named, Reached, named
from generator.cli.watching import Name, watch
from generator.errors import AccessError, Exit, NotFoundError, RemoteError
from generator.operate.follow import Again
from generator.operate.states import (
    GONE_WELL,
    GONE_WRONG,
    WrongStateError,
    cancellable,
    retryable,
    running,
    told,
)
from generator.ports.builds import Build
from generator.present.columns import columns
from generator.present.steps import headline

NO_ROLE = (  # API, DistributeImage: executionRole is required
    "name one with --role: a role that imagebuilder.amazonaws.com may assume, with AWS's policy "
    "EC2ImageBuilderExecutionPolicy; `factory.workflowRole` gives one to every pipeline"
)


def cancel(name: str, reached: Reached, asked: Asked) -> Exit:
    """Cancel the newest build that is under way.

    Raises:
        WrongStateError: when none is.
        AccessError, RemoteError: when AWS refuses or fails.
    """
    found = named(name, reached)
    build = running(found.builds) or found.newest
    reached.builds.cancel(cancellable(build).arn, reached.token())
    _tell("cancelling", build.arn, name, headline(build), reached, asked)
    return Exit.DONE


def retry(name: str, reached: Reached, asked: Asked, *, follow: bool) -> Exit:
    """Go on with the newest build, which failed or was cancelled.

    Raises:
        WrongStateError: when it is in another state.
        AccessError, RemoteError: when AWS refuses or fails.
    """
    found = named(name, reached)
    build = reached.builds.build(retryable(found.newest).arn)
    since = Again(build, _ran(build, reached), reached.now()) if follow else None
    try:
        reached.builds.retry(build.arn, reached.token())
    except RemoteError as error:
        anew = reached.command("build", found.anew or found.name, "--follow")
        error.hint = (
            f"only the test and the distribution phase can be retried; `{anew}` starts anew"
        )
        raise
    if since:
        streams.err(f"retrying {headline(build)} in {reached.place}\n")
        return watch(build.arn, Name(found.name, found.anew), reached, asked, again=since)
    _tell("retrying", build.arn, name, headline(build), reached, asked)
    return Exit.DONE


def _ran(build: Build, reached: Reached) -> frozenset[str]:
    """Workflow executions before the retry; that they cannot be seen does not keep it back."""
    try:
        return frozenset(each.id for each in reached.builds.workflows(build.arn))
    except (AccessError, RemoteError):
        return frozenset()


def redistribute(
    name: str, role: str | None, reached: Reached, asked: Asked, *, follow: bool
) -> Exit:
    """Distribute the newest good build again, as its pipeline says now.

    Raises:
        WrongStateError: when there is no good build.
        NotFoundError: when it has no distribution settings.
        CommandLineError: when no role is known.
        AccessError, RemoteError: when AWS refuses or fails.
    """
    found = named(name, reached)
    build = reached.builds.build(_good(found, reached).arn)
    distribution, assumed = _settings(found, build, role)
    tags = {key: value for key, value in build.tags.items() if not key.startswith("aws:")}
    arn = reached.builds.distribute(build.arn, distribution, assumed, reached.token(), tags)
    if follow:
        streams.err(f"distributing {headline(build)} in {reached.place}\n")
        return watch(arn, Name(arn, found.anew), reached, asked)
    _tell("distributing", arn, arn, headline(build), reached, asked)
    return Exit.DONE


def _good(found: Named, reached: Reached) -> Build:
    for build in found.builds:
        if build.status in GONE_WELL:
            return build
    newest = found.newest
    hint = "only a finished image can be distributed"
    if newest.status in GONE_WRONG:
        retry = reached.command("retry", found.name)
        hint += f"; `{retry}` goes on with this build"
    raise WrongStateError(f"{headline(newest)} {told(newest)}", hint)


def _settings(found: Named, build: Build, role: str | None) -> tuple[str, str]:
    """The distribution settings and the role: the pipeline's of now, else the build's."""
    pipeline = found.pipeline
    distribution = (pipeline.distribution if pipeline else "") or build.distribution
    assumed = role or (pipeline.role if pipeline else "") or build.role
    if not distribution:
        raise NotFoundError(
            f"{headline(build)} has no distribution settings",
            "give the image regions or accounts in its payload, and deploy it",
        )
    if not assumed:
        raise CommandLineError(
            f"{found.anew or found.name} has no execution role, and without a build Image Builder "
            "distributes only under one",
            NO_ROLE,
        )
    return distribution, assumed


def _tell(verb: str, arn: str, name: str, title: str, reached: Reached, asked: Asked) -> None:
    if asked.findings == "json":
        from generator.present.build_json import build_value, document

        build = build_value(reached.builds.build(arn))
        streams.out(f"{document(reached.place, build=build)}\n")
        return
    streams.out(f"{verb} {title} in {reached.place}\n  {arn}\n")
    ways = _ways(verb, arn, name, reached)
    streams.err("".join(f"{line}\n" for line in columns(ways, "  ")))


def _ways(verb: str, arn: str, name: str, reached: Reached) -> Sequence[tuple[str, str]]:
    """A name alone would start another build when this one has ended: watching takes its ARN."""
    watching = (reached.command("build", arn, "--follow"), "# watch it")
    if verb == "cancelling":
        return [watching, (reached.command("retry", name), "# go on with it later")]
    return [watching]
