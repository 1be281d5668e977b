"""Methods of moto's classes replaced, for as long as somebody simulates."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from generator.localaws.clock import clock


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
