"""The role the Automation documents work with: this factory's instances and images only."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub, iam

from generator.classic import ids
from generator.classic.build_instance import key_arn
from generator.payload.tags import FACTORY_TAG
from generator.templates.intrinsics import FOR_THIS_ACCOUNT, policy, trust

COMMANDS = (
    "AWS-RunShellScript",
    "AWS-RunPowerShellScript",
    "AWS-InstallWindowsUpdates",
    "AWSEC2-RunSysprep",
)
"""Command documents that the Automation documents run."""
_FACTORY = Ref("AWS::StackName")
_TAGGED = {"StringEquals": {f"aws:ResourceTag/{FACTORY_TAG}": _FACTORY}}
_TAGGING = {"StringEquals": {f"aws:RequestTag/{FACTORY_TAG}": _FACTORY}}


def automation_role() -> iam.Role:
    """Trusted by Systems Manager of this account."""
    return iam.Role(
        ids.AUTOMATION_ROLE,
        Description="Automation documents of the classic AMI factory",
        AssumeRolePolicyDocument=trust("ssm.amazonaws.com", FOR_THIS_ACCOUNT),
        Policies=[iam.Policy(PolicyName="Own", PolicyDocument=policy(*_statements()))],
    )


def _statements() -> list[dict[str, Any]]:
    return [*_see(), *_launch(), *_bake(), *_command(), *_hand_over()]


def _see() -> list[dict[str, Any]]:
    return [
        _allow(
            "See",
            [
                "ec2:DescribeImages",
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeSnapshots",
                "ssm:DescribeInstanceInformation",
                "ssm:ListCommands",
                "ssm:ListCommandInvocations",
                "ssm:GetCommandInvocation",
            ],
            "*",
        )
    ]


def _launch() -> list[dict[str, Any]]:
    """RunInstances names everything it touches; what it creates has to carry the tag."""
    parts = ("subnet", "security-group", "network-interface", "key-pair", "launch-template")
    return [
        _allow(
            "LaunchFrom",
            ["ec2:RunInstances"],
            [*(_ec2(f"{part}/*") for part in parts), _public("image/*"), _public("snapshot/*")],
        ),
        _allow(
            "LaunchTagged", ["ec2:RunInstances"], [_ec2("instance/*"), _ec2("volume/*")], _TAGGING
        ),
        _allow(
            "TagWhatIsMade",
            ["ec2:CreateTags"],
            [_ec2("instance/*"), _ec2("volume/*"), _public("image/*"), _public("snapshot/*")],
            {
                "StringEquals": {
                    "ec2:CreateAction": ["RunInstances", "CreateImage"],
                    **_TAGGING["StringEquals"],
                }
            },
        ),
        _allow(
            "StopAndEnd",
            ["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances"],
            _ec2("instance/*"),
            _TAGGED,
        ),
    ]


def _bake() -> list[dict[str, Any]]:
    return [
        _allow("BakeFrom", ["ec2:CreateImage"], _ec2("instance/*"), _TAGGED),
        _allow(
            "BakeInto", ["ec2:CreateImage"], [_public("image/*"), _public("snapshot/*")], _TAGGING
        ),
        _allow(
            "TagOwnImages",
            ["ec2:CreateTags"],
            [_public("image/*"), _public("snapshot/*")],
            _TAGGED,
        ),
        _allow(
            "UseImageKey",
            [
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
            ],
            key_arn(),
        ),
        _allow(
            "LetVolumesUseImageKey",
            ["kms:CreateGrant"],
            key_arn(),
            {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]


def _command() -> list[dict[str, Any]]:
    documents = [
        Sub(f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}::document/{name}") for name in COMMANDS
    ]
    return [
        _allow("RunScripts", ["ssm:SendCommand"], documents),
        _allow(
            "OnOwnInstances",
            ["ssm:SendCommand"],
            _ec2("instance/*"),
            {"StringEquals": {f"ssm:resourceTag/{FACTORY_TAG}": _FACTORY}},
        ),
    ]


def _hand_over() -> list[dict[str, Any]]:
    return [
        _allow(
            "GiveInstancesTheirRole",
            ["iam:PassRole"],
            GetAtt(ids.BUILD_ROLE, "Arn"),
            {"StringEquals": {"iam:PassedToService": Sub("ec2.${AWS::URLSuffix}")}},
        ),
        _allow("Rotate", ["lambda:InvokeFunction"], GetAtt(ids.ROTATE_AMI, "Arn")),
    ]


def _allow(
    sid: str, actions: list[str], resources: Any, condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    statement = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    return statement if condition is None else {**statement, "Condition": condition}


def _ec2(resource: str) -> Sub:
    return Sub(f"arn:${{AWS::Partition}}:ec2:${{AWS::Region}}:${{AWS::AccountId}}:{resource}")


def _public(resource: str) -> Sub:
    """Images and snapshots: their ARNs have no account."""
    return Sub(f"arn:${{AWS::Partition}}:ec2:${{AWS::Region}}::{resource}")
