"""What buildAmi answers: one record for each image."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeGuard

from generator.errors import RemoteError

IMAGES_FAILED = "ImagesFailedError"
"""What buildAmi raises when an image did not start; line 2 of its message is the answer."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which images were started and which were not, as buildAmi recorded them."""

    started: list[Record]
    failed: list[Record]


def outcome(value: Any, *, failed: bool, function: str) -> Outcome:
    """Read the answer of a function that should be buildAmi.

    Raises:
        RemoteError: when it failed as a whole, or answers as buildAmi never does.
    """
    if failed:
        value = _answer_in(value, function)
    if not _is_answer(value):
        raise RemoteError(
            f"the function {function} does not answer as buildAmi does",
            "name the function that the stack's output BuildAmiFunction names",
        )
    return Outcome(value["started"], value["failed"])


def _answer_in(error: Any, function: str) -> Any:
    """The answer in the message of ImagesFailedError."""
    told = error if isinstance(error, dict) else {}
    message = str(told.get("errorMessage", "no reason is given"))
    first, _, second = message.partition("\n")
    if told.get("errorType") == IMAGES_FAILED:
        try:
            return json.loads(second)
        except (ValueError, RecursionError):  # Lambda cuts what is too long
            pass
    raise RemoteError(f"the function {function} failed: {first}", "its log tells more")


def _is_answer(value: Any) -> TypeGuard[dict[str, list[Record]]]:
    return isinstance(value, dict) and all(
        isinstance(value.get(kind), list) and all(map(_is_record, value[kind]))
        for kind in ("started", "failed")
    )


def _is_record(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("image"), str)
        and all(isinstance(record.get(key, []), list) for key in ("notes", "faults"))
    )
