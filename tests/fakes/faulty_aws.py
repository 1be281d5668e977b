"""An AWS that answers every request with the emptiest good reply of its model, unless told to fail.

It sits where botocore would send a request (its event `before-send`), so signing, retries and
parsing are botocore's own.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.model import OperationModel, Shape

DATE = "Sun, 22 Nov 2026 12:00:00 GMT"
MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/1"
DEEPEST = 8
"""Levels of a reply that are filled."""
PAGING = frozenset(
    ("NextToken", "nextToken", "NextMarker", "Marker", "nextForwardToken", "nextBackwardToken")
)
_TEXTS = {
    "TemplateBody": "{}",
    "StackStatus": "CREATE_COMPLETE",
    "Account": "123456789012",
    "LocationConstraint": "eu-west-1",
    "Policy": "{}",
    "StackPolicyBody": "{}",
}

Fail = Callable[[OperationModel, AWSRequest], AWSResponse]


class FaultyAws:
    """What is sent, and what fails of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fails: tuple[str, Fail, int] | None = None
        """(operation, how, how many times)."""
        self.known: dict[str, tuple[object, list[str]]] = {}
        """What a test has found out already, by any name."""
        self._models: dict[str, OperationModel] = {}

    def begin(self, fails: tuple[str, Fail, int] | None = None) -> None:
        """Forget what was sent, and fail so from now on."""
        self.calls, self.fails = [], fails

    @property
    def sent(self) -> Counter[str]:
        """How often each operation was sent."""
        return Counter(self.calls)

    def remember(self, model: OperationModel, **_: Any) -> None:
        """Handler of `before-call`: which operation comes next."""
        self._models[model.name] = model

    def answer(self, request: AWSRequest, event_name: str, **_: Any) -> AWSResponse:
        """Handler of `before-send`."""
        operation = event_name.rpartition(".")[2]
        self.calls.append(operation)
        model = self._models[operation]
        if self.fails and self.fails[0] == operation and self.sent[operation] <= self.fails[2]:
            return self.fails[1](model, request)
        return reply(request, 200, _nothing(model), {"date": DATE})

    def fill(self, operation_model: OperationModel, response_dict: Any, **rest: Any) -> None:
        """Handler of `before-parse`: what a good reply says."""
        if response_dict["status_code"] < 300 and response_dict["headers"].get("date") == DATE:
            shape = operation_model.output_shape
            if shape is not None and not operation_model.has_streaming_output:
                rest["customized_response_dict"].update(_example(shape, shape.name))


def reply(
    request: AWSRequest, status: int, body: bytes, headers: dict[str, str] | None = None
) -> AWSResponse:
    """A reply with a body."""
    told = {"content-length": str(len(body)), **(headers or {})}
    return AWSResponse(request.url, status, told, _Raw(body))


class _Raw(io.BytesIO):
    """As urllib3's replies are read."""

    def stream(self, **_: Any) -> Any:
        """All at once."""
        yield self.read()


def refusal(code: str, status: int) -> Fail:
    """An error as the protocol of the service writes it."""

    def fail(model: OperationModel, request: AWSRequest) -> AWSResponse:
        body = b"" if request.method == "HEAD" else _error(model, code)
        return reply(request, status, body, {"x-amzn-errortype": code})

    return fail


def throttling(model: OperationModel, request: AWSRequest) -> AWSResponse:
    """Too many requests, as the service says it."""
    if model.service_model.service_name == "s3":
        return refusal("SlowDown", 503)(model, request)
    return refusal("Throttling", 400)(model, request)


def raising(make: Callable[[str], Exception]) -> Fail:
    """A failure on the way."""

    def fail(_model: OperationModel, request: AWSRequest) -> AWSResponse:
        raise make(request.url)

    return fail


def garbage(_model: OperationModel, request: AWSRequest) -> AWSResponse:
    """What a captive portal says."""
    return reply(request, 200, b"<html><p>Sign in to the network")


def _error(model: OperationModel, code: str) -> bytes:
    said = f"<Code>{code}</Code><Message>it fails</Message>"
    match model.service_model.resolved_protocol:
        case "query":
            text = f"<ErrorResponse><Error>{said}</Error><RequestId>1</RequestId></ErrorResponse>"
        case "ec2":
            text = f"<Response><Errors><Error>{said}</Error></Errors></Response>"
        case "rest-xml":
            text = f"<Error>{said}</Error>"
        case _:
            text = json.dumps({"__type": code, "message": "it fails"})
    return text.encode()


def _nothing(model: OperationModel) -> bytes:
    """The emptiest body that the protocol takes."""
    match model.service_model.resolved_protocol:
        case "query":
            return f"<R><{model.name}Result/><ResponseMetadata/></R>".encode()
        case "ec2" | "rest-xml":
            return b"{}" if model.has_streaming_output else b"<R/>"
    return b"{}"


_SCALARS: dict[str, Any] = {
    "boolean": False,
    "integer": 1,
    "long": 1,
    "float": 1,
    "double": 1,
    "timestamp": MOMENT,
    "blob": b"",
}


def _example(shape: Shape, name: str, depth: int = 0) -> Any:
    """A value of the shape: every member, one item of each list, pages that do not go on."""
    if shape.type_name == "structure":
        return {
            key: _example(member, key, depth + 1)
            for key, member in shape.members.items()
            if depth < DEEPEST and key not in PAGING
        }
    if shape.type_name == "list":
        return [_example(shape.member, name, depth + 1)] if depth < DEEPEST else []
    if shape.type_name == "map":
        return {}
    return _SCALARS[shape.type_name] if shape.type_name in _SCALARS else _text(shape, name)


def _text(shape: Shape, name: str) -> str:
    choices = getattr(shape, "enum", None)
    if choices:
        return str(choices[0])
    if name in _TEXTS:
        return _TEXTS[name]
    if "arn" in name.lower():
        return ARN
    if "date" in name.lower() or name.endswith("Time"):
        return MOMENT.isoformat()
    return "x"
