"""AWS::IAM::Role, RolePolicy and InstanceProfile."""

from __future__ import annotations

from typing import Any

from troposphere import iam

from generator.graph.nodes import InstanceProfile, Role, RolePolicy
from generator.graph.values import Pseudo
from generator.templates.intrinsics import (
    FOR_THIS_ACCOUNT,
    given,
    intrinsic,
    policy,
    tag_list,
    trust,
)

SUFFIXED = {"ec2": Pseudo("ec2.${AWS::URLSuffix}")}
"""Principals that carry the partition's own suffix: ec2.amazonaws.com.cn in China."""


def role(node: Role) -> iam.Role:
    """A role for one service; unnamed, so that the stack needs CAPABILITY_IAM only."""
    policies = []
    if node.statements:
        policies = [iam.Policy(PolicyName="Own", PolicyDocument=policy(*node.statements))]
    return iam.Role(
        node.logical_id,
        Description=node.description,
        AssumeRolePolicyDocument=_trust(node),
        **given(
            ManagedPolicyArns=[intrinsic(managed) for managed in node.managed],
            Policies=policies,
            PermissionsBoundary=node.boundary,
            Tags=tag_list(node.tags),
        ),
    )


def _trust(node: Role) -> dict[str, Any]:
    service = SUFFIXED.get(node.service, f"{node.service}.amazonaws.com")
    return trust(service, FOR_THIS_ACCOUNT if node.confused_deputy else None)


def role_policy(node: RolePolicy) -> iam.RolePolicy:
    """What one image adds to a shared role."""
    return iam.RolePolicy(
        node.logical_id,
        PolicyName=node.name,
        RoleName=intrinsic(node.role),
        PolicyDocument=policy(*node.statements),
    )


def instance_profile(node: InstanceProfile) -> iam.InstanceProfile:
    """The profile that hands the role to build instances."""
    return iam.InstanceProfile(node.logical_id, Roles=[intrinsic(node.role)])
