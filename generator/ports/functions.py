"""AWS Lambda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function gave back."""

    value: Any
    """JSON as values: the result, or {"errorType": ..., "errorMessage": ...} of a failure."""
    failed: bool = False
    """The function ran and raised, or was ended by Lambda."""


class Functions(Protocol):
    """Lambda functions."""

    def invoke(self, function: str, event: Mapping[str, Any]) -> Answer:
        """Run a function once and wait for its answer; a name, a partial or whole ARN.

        Raises:
            AccessError: when AWS cannot be asked, or does not let us ask.
            RemoteError: when AWS fails.
        """
