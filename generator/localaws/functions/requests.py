"""Lambda's Invoke: at once, as an event with retries, or as a dry run."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from generator.localaws.ec2.repair import repair
from generator.localaws.emulated import Emulated
from generator.localaws.functions import invoking
from generator.localaws.functions.events import Event

EMULATES = (
    Emulated("A payload that is no JSON is InvalidRequestContentException", "Lambda API model"),
)


def plug(function: Any) -> None:
    """Replace how moto invokes, also in its store that would run nothing."""
    from moto.awslambda.models import LambdaBackend
    from moto.awslambda_simple.models import LambdaSimpleBackend

    repair(function, invoke)
    by_code = LambdaBackend.invoke

    def run(self: Any, _theirs: Any, *args: Any, **named: Any) -> Any:
        return by_code(self, *args, **named)

    run.__name__ = "invoke"
    repair(LambdaSimpleBackend, run)


def invoke(
    self: Any,
    _theirs: Any,
    body: Any,
    request_headers: Mapping[str, Any],
    response_headers: dict[str, Any],
) -> bytes | str:
    """Invoke as the request's headers say."""
    asked = {str(name).lower(): value for name, value in dict(request_headers).items()}
    event = _event(body)
    invoking.refuse_unless_runnable(self)
    match asked.get("x-amz-invocation-type", "RequestResponse"):
        case "DryRun":
            return ""
        case "Event":
            Event(self, event, str(uuid.uuid4())).send()
            return ""
    found = invoking.invoke(self, event)
    response_headers["x-amz-log-result"] = found.tail
    response_headers["x-amz-executed-version"] = "$LATEST"
    if found.answer.failed:
        response_headers["x-amz-function-error"] = "Unhandled"
    return found.answer.payload.encode()


def _event(body: Any) -> Any:
    from moto.core.exceptions import JsonRESTError

    try:
        return json.loads(body or "{}")
    except ValueError as error:
        said = f"Could not parse request body into json: {error}"
        raise JsonRESTError("InvalidRequestContentException", said) from error
