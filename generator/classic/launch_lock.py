"""The policy that lets whoever it is attached to launch this account's and Amazon's AMIs only."""

from __future__ import annotations

from typing import Any

from troposphere import Ref, iam

from generator.classic import ids
from generator.classic.policy.lock import Lock
from generator.classic.policy.statements import launches
from generator.templates.intrinsics import policy

_HERE = "000000000000"
"""Stands for the deploying account until the statements are made."""


def launch_lock() -> iam.ManagedPolicy:
    """Attached to nobody: `amifactory policy` and docs/launch-lock.md say how to roll it out."""
    return iam.ManagedPolicy(
        ids.LAUNCH_LOCK,
        Description="Refuses to launch AMIs of any other owner than this account and Amazon",
        PolicyDocument=policy(*(_deployed(each) for each in launches(Lock(_HERE)))),
    )


def _deployed(value: Any) -> Any:
    if value == _HERE:
        return Ref("AWS::AccountId")
    if isinstance(value, dict):
        return {key: _deployed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_deployed(item) for item in value]
    return value
