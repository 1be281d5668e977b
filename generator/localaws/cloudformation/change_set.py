"""A change set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.cloudformation.stack import Operation, Stack, Version


@dataclass(slots=True, eq=False)
class ChangeSet:
    """What a stack would become, and what changes by that."""

    arn: str
    name: str
    stack: Stack
    version: Version
    type: str
    """CREATE or UPDATE."""
    operation: Operation
    description: str = ""
    token: str = ""
    status: str = "CREATE_PENDING"
    reason: str = ""
    execution: str = "UNAVAILABLE"
    created: datetime = field(default_factory=clock.now)
    changes: tuple[Mapping[str, Any], ...] = ()
    """ResourceChange of each, with every property value."""
    invalid: tuple[Mapping[str, str], ...] = ()
    """What the check of properties found."""
    on_failure: str = ""
    express: bool = False
    keep_failed: bool = False
