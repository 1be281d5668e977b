"""Lambda functions, invoked so that they run once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
)

from generator.aws.failures import THROTTLED, translated
from generator.aws.session import client
from generator.errors import RemoteError
from generator.ports.functions import Answer

READ_TIMEOUT = 150
"""Seconds; longer than buildAmi may run (its Timeout in AmiFactory.yml)."""
MOST_ATTEMPTS = 3

_NEVER_SENT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError)

Parsed = Mapping[str, Any]


class LambdaFunctions:
    """The port `Functions`, by boto3."""

    def __init__(self, lambda_client: Any) -> None:
        self._client = lambda_client
        events = lambda_client.meta.events
        events.register("needs-retry.lambda.Invoke", retry_what_never_ran)

    def invoke(self, function: str, event: Mapping[str, Any]) -> Answer:
        """Run a function once and wait for its answer (Lambda Invoke, RequestResponse)."""
        with translated(f"invoke the function {function}"):
            response = self._client.invoke(
                FunctionName=function,
                InvocationType="RequestResponse",
                Payload=json.dumps(event).encode(),
            )
            text = response["Payload"].read()
        return Answer(_values(text, function), "FunctionError" in response)


def connect(region: str | None, profile: str | None) -> LambdaFunctions:
    """The functions of an account.

    botocore itself makes one attempt only: even its careful modes send a request again after a
    read time-out or a broken connection, and the function may have run by then.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    made = client(
        "lambda",
        region,
        profile,
        read_timeout=READ_TIMEOUT,
        tcp_keepalive=True,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return LambdaFunctions(made)


def retry_what_never_ran(
    response: tuple[object, Parsed] | None = None,
    attempts: int = 1,
    caught_exception: Exception | None = None,
    **_: object,
) -> int | None:
    """Seconds until the next attempt, as botocore's `needs-retry` wants them; None for no other.

    Another attempt is safe in two cases: the request never left, or Lambda refused to start the
    function because of its rate (Lambda, Invoke: TooManyRequestsException).
    """
    code = response[1].get("Error", {}).get("Code") if response else None
    unheard = isinstance(caught_exception, _NEVER_SENT) or code in THROTTLED
    return int(2 ** (attempts - 1)) if unheard and attempts < MOST_ATTEMPTS else None


def _values(text: bytes, function: str) -> Any:
    try:
        return json.loads(text or b"null")
    except (ValueError, RecursionError) as error:
        raise RemoteError(f"the answer of the function {function} is not JSON") from error
