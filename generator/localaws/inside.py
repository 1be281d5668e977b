"""Clients of the local AWS that do not leave the process: no socket, no server, no mock.

For work that falls due on the clock, which may not wait for a request over a socket.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def client(service: str, region: str, account: str) -> Any:
    """A boto3 client of an account and region whose requests moto answers in this thread."""
    from botocore.config import Config
    from moto.core.botocore_stubber import BotocoreStubber
    from moto.core.models import botocore_stubber

    made = session().client(
        service,
        region_name=region,
        aws_access_key_id="AKIAEMULATED",
        aws_secret_access_key="emulated",  # noqa: S106  # nobody checks it
        config=Config(retries={"total_max_attempts": 1}),
    )
    inside = BotocoreStubber()
    inside.enabled = True

    def answer(request: Any, **_: Any) -> Any:
        request.headers["x-moto-account-id"] = account
        return inside("before-send", request)

    # an open mock_aws has its own handler in every client, which would answer a second time
    made.meta.events.unregister("before-send", botocore_stubber)
    made.meta.events.register_first("before-send", answer)
    return made


@cache
def session() -> Any:
    """The one session of this process, so that service models are read once."""
    import boto3

    return boto3.session.Session()
