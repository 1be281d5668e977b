"""The local AWS as a program of its own: a server with a clock that runs, and perhaps a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import LocalAwsError

OF_THE_USER = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL")
"""What points at a user's real AWS; it has no place next to the local one."""
KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


@dataclass(frozen=True, slots=True)
class Hosting:
    """How the local AWS is to run."""

    port: int = 0
    """0 takes a free one."""
    speed: float = 60.0
    """Simulated seconds in a real one; 0 stops the clock."""
    state: Path | None = None
    region: str = "eu-west-1"


@dataclass(frozen=True, slots=True)
class Hosted:
    """A local AWS that runs."""

    endpoint: str
    region: str
    restored: bool
    """Whether its state was read from a file."""
    notes: list[str]
    """What there is to say once it has stopped."""

    def environment(self) -> dict[str, str]:
        """The variables with which programs use it."""
        region = {"AWS_REGION": self.region, "AWS_DEFAULT_REGION": self.region}
        return {"AWS_ENDPOINT_URL": self.endpoint, **KEYS, **region}


def isolated(environment: dict[str, str]) -> dict[str, str]:
    """An environment in which nothing points at a user's real AWS any more."""
    kept = {name: value for name, value in environment.items() if name not in OF_THE_USER}
    kept = {name: value for name, value in kept.items() if "ENDPOINT_URL_" not in name}
    return kept | {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}


@contextmanager
def hosted(hosting: Hosting) -> Iterator[Hosted]:
    """Run the local AWS of this process as a server; its state is kept when it is left.

    Raises:
        LocalAwsError: when it cannot run, or its state cannot be read or written.
    """
    _needed()
    with _kept(hosting), _ready():
        yield from _serve(hosting)


def _kept(hosting: Hosting) -> AbstractContextManager[None]:
    from generator.localaws import state

    return nullcontext() if hosting.state is None else state.claimed(hosting.state)


def _serve(hosting: Hosting) -> Iterator[Hosted]:
    from generator.localaws import state
    from generator.localaws.clock import clock
    from generator.localaws.server import Server

    clock.reset(datetime.now(UTC).replace(microsecond=0), hosting.speed)
    restored = hosting.state is not None and state.load(hosting.state)
    server = Server(hosting.port)
    server.start()
    here = Hosted(server.endpoint, hosting.region, restored, [])
    try:
        yield here
    finally:
        server.stop()
        if hosting.state is not None:
            here.notes.extend(note for note in [state.save(hosting.state)] if note)


def _needed() -> None:
    try:
        import flask  # noqa: F401  # only whether it is there
        import moto  # noqa: F401
    except ImportError as error:
        msg = f"the local AWS needs {error.name}, which is not installed"
        raise LocalAwsError(msg, "pip install 'amifactory[local]'") from error


@contextmanager
def _ready() -> Iterator[None]:
    """An empty moto, made ready as `mock_aws` does it for tests, without the user's profile."""
    from moto.core.base_backend import BackendDict
    from moto.core.config import default_user_config

    from generator.localaws.clock import clock
    from generator.localaws.door import CONFIG
    from generator.localaws.faults import faults
    from generator.localaws.plug import plug
    from generator.localaws.source_images import made_up

    theirs, settings = dict(os.environ), dict(default_user_config)
    os.environ.update(isolated(theirs) | KEYS)
    for name in OF_THE_USER:
        os.environ.pop(name, None)
    try:
        plug()
        default_user_config.update(CONFIG)
        made_up.on_sight = True
        yield
    finally:
        made_up.on_sight = False
        default_user_config.update(settings)
        os.environ.clear()
        os.environ.update(theirs)
        BackendDict.reset()
        faults.reset()
        clock.release()
