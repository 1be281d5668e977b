"""The change set that a plan reads, and that nobody ever executes."""

from __future__ import annotations

from generator.plan.target import Target
from generator.ports.stacks import Body, Order, Stack

PREFIX = "amifactory-plan-"
"""Begins as those of deployments do, so that the next one clears away what a killed plan left."""


def plan_order(
    target: Target, stack: Stack, token: str, body: Body, kept: tuple[str, ...]
) -> Order:
    """The change set of an update; `token` is a random word, `kept` keeps parameters' values."""
    return Order(
        stack=stack.arn,
        name=f"{PREFIX}{token[:8]}",
        creates=False,
        body=body,
        parameters=target.parameters,
        kept=kept,
        tags=target.tags,
        capabilities=target.capabilities,
        token=token,
    )
