"""Where images are baked: role, network and launch template of build instances, and the key."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, If, NoValue, Ref, Sub, ec2, iam, kms

from generator.classic import ids
from generator.graph import access
from generator.graph.values import arn
from generator.templates.intrinsics import document, intrinsic, policy, trust


def key() -> kms.Key:
    """Encrypts logs, queue and settings, and the images unless another key is named.

    Who launches shared images may use it for that, and nobody else.
    """
    return kms.Key(
        ids.KEY,
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        Description=Sub("Encrypts the images and logs of ${AWS::StackName}"),
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=policy(
            {
                "Sid": "AccountAdministers",
                "Effect": "Allow",
                "Principal": {"AWS": document(arn("iam", "root", region=""))},
                "Action": "kms:*",
                "Resource": "*",
            },
            _logs(),
            If(
                ids.HAS_ACCOUNTS,
                _consumers("AccountsThatLaunch", Ref("ConsumerAccountIds"), {}),
                NoValue,
            ),
            If(
                ids.HAS_ORGANIZATION,
                _consumers(
                    "OrganizationThatLaunches",
                    "*",
                    {"StringEquals": {"aws:PrincipalOrgID": Ref("ConsumerOrganizationId")}},
                ),
                NoValue,
            ),
        ),
    )


def _logs() -> dict[str, Any]:
    """CloudWatch Logs encrypts this account's log groups with it."""
    groups = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"
    return {
        "Sid": "LogsAreEncrypted",
        "Effect": "Allow",
        "Principal": {"Service": Sub("logs.${AWS::Region}.${AWS::URLSuffix}")},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": Sub(groups)}},
    }


def _consumers(sid: str, principals: Any, condition: dict[str, Any]) -> dict[str, Any]:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": principals},
        "Action": list(access.CONSUME_KEY),
        "Resource": "*",
    }
    return {**statement, "Condition": condition} if condition else statement


def key_arn() -> If:
    """The key in force."""
    return If(ids.OWN_KEY, GetAtt(ids.KEY, "Arn"), Ref("KmsKeyArn"))


def role() -> iam.Role:
    """What a build instance may do: be managed by Systems Manager, and read its scripts."""
    return iam.Role(
        ids.BUILD_ROLE,
        Description="Build instances of the classic AMI factory",
        AssumeRolePolicyDocument=trust(Sub("ec2.${AWS::URLSuffix}")),
        ManagedPolicyArns=[
            intrinsic(arn("iam", "policy/AmazonSSMManagedInstanceCore", region="", account="aws"))
        ],
        Policies=If(
            ids.HAS_SCRIPT_BUCKET,
            [iam.Policy(PolicyName="Scripts", PolicyDocument=policy(_read_scripts()))],
            NoValue,
        ),
    )


def _read_scripts() -> dict[str, Any]:
    return {
        "Sid": "ReadBootstrapScripts",
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": Sub("arn:${AWS::Partition}:s3:::${BootstrapBucket}/*"),
    }


def profile() -> iam.InstanceProfile:
    """Hands the role to build instances."""
    return iam.InstanceProfile(ids.BUILD_PROFILE, Roles=[Ref(ids.BUILD_ROLE)])


def security_group() -> ec2.SecurityGroup:
    """No port open inwards; outwards to package mirrors, scripts and AWS.

    In the default VPC EC2 knows outward rules only together with the VPC's id, so there they
    are EC2's own.
    """
    outwards = ((443, "HTTPS: AWS, scripts, packages"), (80, "package mirrors without HTTPS"))
    rules = [
        ec2.SecurityGroupRule(
            IpProtocol="tcp", FromPort=port, ToPort=port, CidrIp="0.0.0.0/0", Description=why
        )
        for port, why in outwards
    ]
    return ec2.SecurityGroup(
        ids.BUILD_GROUP,
        GroupDescription="Build instances of the AMI factory: nothing comes in",
        VpcId=If(ids.IN_VPC, Ref("ImageBuilderVPCId"), NoValue),
        SecurityGroupEgress=If(ids.IN_VPC, rules, NoValue),
    )


def launch_template() -> ec2.LaunchTemplate:
    """Network, permissions and IMDSv2 of build instances; the document gives the rest."""
    group = GetAtt(ids.BUILD_GROUP, "GroupId")
    in_subnet = ec2.NetworkInterfaces(
        DeviceIndex=0, SubnetId=Ref("DestSubnetId"), Groups=[group], DeleteOnTermination=True
    )
    return ec2.LaunchTemplate(
        ids.LAUNCH_TEMPLATE,
        LaunchTemplateData=ec2.LaunchTemplateData(
            IamInstanceProfile=ec2.IamInstanceProfile(Arn=GetAtt(ids.BUILD_PROFILE, "Arn")),
            MetadataOptions=ec2.MetadataOptions(
                HttpTokens="required", HttpEndpoint="enabled", HttpPutResponseHopLimit=2
            ),
            KeyName=If(ids.HAS_KEY_PAIR, Ref("KeyName"), NoValue),
            NetworkInterfaces=If(ids.IN_VPC, [in_subnet], NoValue),
            SecurityGroupIds=If(ids.IN_VPC, NoValue, [group]),
        ),
    )
