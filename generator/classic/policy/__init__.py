"""Policies that lock launches to approved images.

Takes a `Lock`, made of a payload or of the command line; gives documents for AWS, each with what
it stops, what it does not, and the commands that put it in place. Four kinds, one a file: an IAM
policy for users, a service control policy, EC2's Allowed AMIs, a declarative policy.
Leaves to others: reading the payload (payload), writing files (output).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.classic.policy import (
    allowed_images,
    declarative_policy,
    service_control_policy,
    user_policy,
)
from generator.classic.policy.document import Policy, TooLargeError
from generator.classic.policy.lock import Lock, Released

__all__ = ["KINDS", "Lock", "Policy", "Released", "TooLargeError", "policies"]

_MAKERS: dict[str, Callable[[Lock], Policy]] = {
    each.KIND: each.policy
    for each in (user_policy, service_control_policy, allowed_images, declarative_policy)
}

KINDS = tuple(_MAKERS)


def policies(lock: Lock, kinds: Iterable[str] = KINDS) -> tuple[Policy, ...]:
    """A policy of each kind that is asked for.

    Raises:
        TooLargeError: when AWS would not take one of that size.
    """
    return tuple(_MAKERS[kind](lock) for kind in kinds)
