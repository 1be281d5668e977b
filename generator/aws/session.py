"""A client of one service, for a profile and a region."""

from __future__ import annotations

from functools import cache
from typing import Any

from generator import __version__
from generator.aws.failures import translated
from generator.aws.replies import refuse_others

PROGRAM = f"amifactory/{__version__}"
"""How CloudTrail knows our requests, in their user agent."""


ATTEMPTS = 10
"""Of one request, with botocore's growing pauses between them: throttling is weather."""


def client(
    service: str,
    region: str | None,
    profile: str | None,
    attempts: int = ATTEMPTS,
    **config: Any,
) -> Any:
    """A client, patient unless settings of botocore's Config say otherwise.

    Its requests are sent again by botocore's standard mode: after throttling, failures of the
    service and broken connections. That is safe for reading, and for writing with a token.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    import boto3
    from botocore.config import Config

    with translated(f"use {service}"):
        session = boto3.Session(
            region_name=region, profile_name=profile, botocore_session=_with_known_models()
        )
        made = session.client(service, config=Config(**{**_patience(attempts), **config}))
    refuse_others(made)
    return made


def _with_known_models() -> Any:
    """A session of botocore that shares what others have read of the service models."""
    import botocore.session

    core = botocore.session.get_session()
    core.register_component("data_loader", _loader(core.get_config_variable("data_path")))
    return core


@cache
def _loader(data_path: str | None) -> Any:
    from botocore.loaders import create_loader

    return create_loader(data_path)


def _patience(attempts: int) -> dict[str, Any]:
    return {
        "user_agent_extra": PROGRAM,
        "connect_timeout": 10,
        "read_timeout": 60,
        "retries": {"mode": "standard", "total_max_attempts": attempts},
    }
