"""How a deployment is wanted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """How a deployment is wanted, the same for all its stacks."""

    role: str = ""
    """ARN of the role that CloudFormation takes on; empty keeps the stack's own, or ours."""
    notifications: tuple[str, ...] | None = None
    """Topics that get the stack's events; None leaves them as they are."""
    express: bool = False
    keep_failed: bool = False
    """No rollback: what failed stays, to be looked at."""
    allow_replace: bool = False
    """What holds data may be replaced or removed, and a stack of others be taken over."""
    protect: bool = True
    """Switch termination protection on."""
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Removal:
    """How a stack is to go."""

    unprotect: bool = False
    """Also when it is protected."""
    retain: tuple[str, ...] = ()
    """Resources to leave behind, of a stack that could not be deleted."""
    role: str = ""
    wait: bool = True
