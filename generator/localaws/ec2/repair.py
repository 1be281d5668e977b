"""Methods of moto's classes replaced while somebody simulates, and what those do not take."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.refusing import CODE, refusal


def repair(owner: Any, ours: Callable[..., Any]) -> None:
    """Put a function in the place of a class's method of that name.

    It gets the object, moto's own method (None when there is none) and the arguments.
    """
    theirs = getattr(owner, ours.__name__, None)

    @wraps(ours)
    def method(self: Any, *args: Any, **named: Any) -> Any:
        if clock.used:
            return ours(self, theirs, *args, **named)
        if theirs is None:
            raise NotImplementedError(ours.__name__)
        return theirs(self, *args, **named)

    setattr(owner, ours.__name__, method)


def without(response: Any, *members: str) -> None:
    """Refuse a request to EC2 with members that would be passed over."""
    from moto.ec2.exceptions import EC2ClientError

    for member in members:
        if response._get_param(member):  # noqa: SLF001  # moto's way
            raise EC2ClientError(CODE, refusal(f"{member} of {response._get_action()}"))  # noqa: SLF001
