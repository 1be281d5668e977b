"""destination-account.yaml: what an account needs before it can receive copies of AMIs.

Image Builder assumes a role of a fixed name there (User Guide, "Set up cross-account AMI
distribution"). The same for every payload, so one StackSet serves all factories of an account.
"""

from __future__ import annotations

from troposphere import GetAtt, Parameter, iam

from generator.graph.values import Pseudo, arn
from generator.templates.intrinsics import intrinsic, policy
from generator.templates.stack import Template, plain, type_first

ROLE = "EC2ImageBuilderDistributionCrossAccountRole"
SOURCE = "SourceAccountId"
_ID = "DistributionRole"


def destination_account() -> Template:
    """The template; needs CAPABILITY_NAMED_IAM, since Image Builder fixes the role's name."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Lets EC2 Image Builder of another account copy its AMIs into this one",
        "Parameters": {SOURCE: plain(_source())},
        "Resources": {_ID: type_first(plain(_role()))},
        "Outputs": {
            "RoleArn": {
                "Description": "Role that Image Builder assumes",
                "Value": plain(GetAtt(_ID, "Arn")),
            }
        },
    }


def _source() -> Parameter:
    return Parameter(
        SOURCE,
        Type="String",
        AllowedPattern="[0-9]{12}",
        ConstraintDescription="the 12 digits of an account id",
        Description="Account that builds the AMIs",
    )


def _role() -> iam.Role:
    return iam.Role(
        _ID,
        RoleName=ROLE,
        Description="Lets EC2 Image Builder copy AMIs into this account",
        AssumeRolePolicyDocument=policy(
            {
                "Effect": "Allow",
                "Principal": {"AWS": Pseudo(f"arn:${{AWS::Partition}}:iam::${{{SOURCE}}}:root")},
                "Action": "sts:AssumeRole",
            }
        ),
        ManagedPolicyArns=[
            intrinsic(
                arn(
                    "iam",
                    "policy/Ec2ImageBuilderCrossAccountDistributionAccess",
                    region="",
                    account="aws",
                )
            )
        ],
        Policies=[iam.Policy(PolicyName="SourceKeys", PolicyDocument=policy(_keys()))],
    )


def _keys() -> dict[str, object]:
    """Re-encrypt what the building account encrypted, through EC2 and with its keys only."""
    return {
        "Sid": "UseKeysOfTheBuildingAccount",
        "Effect": "Allow",
        "Action": [
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:DescribeKey",
            "kms:CreateGrant",
            "kms:ListGrants",
            "kms:RevokeGrant",
        ],
        "Resource": Pseudo(f"arn:${{AWS::Partition}}:kms:*:${{{SOURCE}}}:key/*"),
    }
