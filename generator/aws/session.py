"""A client of one service, for a profile and a region."""

from __future__ import annotations

from typing import Any

from generator import __version__
from generator.aws.failures import translated

PROGRAM = f"amifactory/{__version__}"
"""How CloudTrail knows our requests, in their user agent."""


def client(service: str, region: str | None, profile: str | None, **config: Any) -> Any:
    """A client with these settings of botocore's Config.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    import boto3
    from botocore.config import Config

    with translated(f"use {service}"):
        session = boto3.Session(region_name=region, profile_name=profile)
        return session.client(service, config=Config(user_agent_extra=PROGRAM, **config))
