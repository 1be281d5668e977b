"""Replies that are none of AWS's."""

from __future__ import annotations

import json
from typing import Any

from botocore.parsers import ResponseParserError


def refuse_others(client: Any) -> None:
    """Let a client raise ResponseParserError for a reply that should be JSON and is not.

    botocore does so for XML alone; what is no JSON it takes for a message of the service
    (`_parse_body_as_json` in its parsers), and a proxy's page would look like an empty answer.
    """
    client.meta.events.register("before-parse", _refuse)


def _refuse(operation_model: Any, response_dict: Any, **_: object) -> None:
    protocol = operation_model.service_model.resolved_protocol
    body = response_dict["body"]
    if "json" not in protocol or operation_model.has_streaming_output or not body:
        return
    if response_dict["status_code"] < 300 and not _is_object(body):
        raise ResponseParserError("the answer is not JSON, so it is not from AWS")


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False
