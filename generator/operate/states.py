"""States of builds, and which builds stand in the way of another."""

from __future__ import annotations

from collections.abc import Iterable

from generator.errors import AccessError
from generator.ports.builds import Build

GONE_WELL = frozenset(("AVAILABLE", "DEPRECATED", "DISABLED"))
GONE_WRONG = frozenset(("FAILED", "CANCELLED"))
ENDED = GONE_WELL | GONE_WRONG | {"DELETED"}
"""ImageStatus less those of a build under way (Image Builder's service model)."""

PHASES = {
    "PENDING": "start",
    "CREATING": "start",
    "BUILDING": "build",
    "TESTING": "test",
    "DISTRIBUTING": "distribution",
    "INTEGRATING": "integration",
}
"""State -> what people call the part of a build that it is."""


class WrongStateError(AccessError):
    """A build is not in a state in which this can be done."""


def ended(build: Build) -> bool:
    """Whether nothing more happens to a build by itself."""
    return build.status in ENDED


def told(build: Build) -> str:
    """The state of a build as the end of a sentence: is building, has failed."""
    return _ENDS.get(build.status) or f"is {build.status.lower()}"


_ENDS = {"FAILED": "has failed", "CANCELLED": "was cancelled"}


def running(builds: Iterable[Build]) -> Build | None:
    """The newest build that is under way; None when all have ended. Newest first are given."""
    return next((build for build in builds if not ended(build)), None)


def retryable(build: Build) -> Build:
    """A build that can be retried (RetryImage: in the state FAILED or CANCELLED).

    Raises:
        WrongStateError: for all others.
    """
    if build.status in GONE_WRONG:
        return build
    hint = "only a failed or cancelled build can be retried"
    if build.status in GONE_WELL:
        hint += "; `amifactory redistribute` distributes a finished image again"
    raise WrongStateError(f"{build.name} {build.version} {told(build)}", hint)


def cancellable(build: Build) -> Build:
    """A build that can be cancelled (CancelImageCreation: in a non-terminal state).

    Raises:
        WrongStateError: when it has ended.
    """
    if not ended(build):
        return build
    hint = "there is nothing to cancel"
    raise WrongStateError(f"{build.name} {build.version} {told(build)}", hint)
