"""Lambda functions in memory: the port `Functions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.errors import NotFoundError
from generator.ports.functions import Answer


class FakeFunctions:
    """Functions by name, each with the answer it always gives; remembers what it was sent.

    An error as an answer is raised.
    """

    def __init__(self, **answers: Answer | Exception) -> None:
        self.answers = answers
        self.sent: list[tuple[str, Mapping[str, Any]]] = []

    def invoke(self, function: str, event: Mapping[str, Any]) -> Answer:
        """Remember and answer."""
        self.sent.append((function, event))
        if function not in self.answers:
            raise NotFoundError(f"cannot invoke the function {function}: not found")
        answer = self.answers[function]
        if isinstance(answer, Exception):
            raise answer
        return answer
