"""What the local AWS cannot do, said loudly; and the mark that every reply of it carries.

moto stops with a Python error for an operation that it lacks, and answers 404 for a service.
Here both are an error of AWS's kind, with code `NotEmulated` and the operation's name.
"""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from moto.core.exceptions import ServiceException

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "What the local AWS lacks is refused with the error code NotEmulated, which AWS does not"
        " have, and the operation's name",
        "moto",
    ),
)

MARK = "x-amifactory-emulated"
"""Header of every reply: `true`."""
CODE = "NotEmulated"


class NotEmulatedError(ServiceException):  # type: ignore[misc]  # moto has no types
    """Something that the local AWS lacks; `message` says what."""

    code = CODE


def refusal(what: str) -> str:
    """Why a request is refused: an operation or a service that is not emulated."""
    return f"The local AWS does not emulate {what}. Nothing was done."


def plug() -> None:
    """Let moto refuse what it lacks as a service refuses, and mark what it answers."""
    from moto.core import errors
    from moto.core.botocore_stubber import BotocoreStubber
    from moto.core.responses import BaseResponse

    errors.COMMON_ERROR_CODES.append(CODE)
    _refuse_operations(BaseResponse)
    _mark(BotocoreStubber)


def _refuse_operations(base: Any) -> None:
    from moto.core.responses import ActionResult

    theirs = base.call_action

    def call_action(self: Any) -> Any:
        try:
            return theirs(self)
        except NotImplementedError as error:
            what = f"{self.boto3_service_name}:{self._get_action()} ({error})"
            return self.serialized(ActionResult(NotEmulatedError(refusal(what))))

    base.call_action = call_action


def _mark(stubber: Any) -> None:
    theirs = stubber.process_request

    def process_request(self: Any, request: Any) -> Any:
        if clock.speed:
            clock.catch_up()
        answer = theirs(self, request)
        if answer is None or not clock.used:
            return answer
        status, headers, body = answer
        if status == 404 and body == "Not yet implemented":
            said = refusal(f"the service of {request.url.partition('?')[0]}")
            spoken = str(request.headers.get("Content-Type", ""))
            status, headers, body = error_reply(CODE, said, spoken)
        return status, {**dict(headers), MARK: "true"}, body

    stubber.process_request = process_request


def error_reply(code: str, message: str, content_type: str) -> tuple[int, dict[str, str], str]:
    """An error in the protocol that a request speaks: status, headers, body.

    The status is 400, so that no client tries it four more times.
    """
    if "x-www-form-urlencoded" in content_type:
        error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        text = f"<ErrorResponse>{error}<RequestId>local</RequestId></ErrorResponse>"
        return 400, {"content-type": "text/xml"}, text
    body = json.dumps({"__type": code, "message": message})
    return 400, {"content-type": "application/json", "x-amzn-errortype": code}, body
