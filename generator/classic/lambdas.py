"""The two Lambda functions with their roles, logs and dead letters."""

from __future__ import annotations

from typing import Any

from troposphere import AWSObject, GetAtt, If, NoValue, Ref, Sub, awslambda, iam, logs, sqs

from generator.classic import ids
from generator.classic.build_instance import key_arn
from generator.classic.sources import function_source
from generator.payload.tags import FACTORY_TAG
from generator.templates.intrinsics import policy, trust

RUNTIME = "python3.13"
"""Current until 2029-06-30 (cfn-lint's runtime table); the gate warns well before."""

MINUTES = {ids.BUILD_AMI: 2, ids.ROTATE_AMI: 5}
"""Minutes; the Automation script that calls rotateAmi waits a little under ten."""

ARCHIVES = {ids.BUILD_AMI: "buildAmi.zip", ids.ROTATE_AMI: "rotateAmi.zip"}
FILES = {ids.BUILD_AMI: "build_ami", ids.ROTATE_AMI: "rotate_ami"}
DESCRIPTIONS = {
    ids.BUILD_AMI: "Starts an Automation for each image of a payload",
    ids.ROTATE_AMI: "Shares a new AMI and retires old ones of the same image",
}


def functions() -> list[AWSObject]:
    """The functions buildAmi and rotateAmi, and what surrounds them."""
    return [
        dead_letters(),
        *_with_role(ids.BUILD_AMI, _build_statements(), _build_environment()),
        *_with_role(ids.ROTATE_AMI, _rotate_statements(), _rotate_environment()),
        awslambda.EventInvokeConfig(
            f"{ids.BUILD_AMI}Retries",
            FunctionName=Ref(ids.BUILD_AMI),
            Qualifier="$LATEST",
            MaximumRetryAttempts=1,
            MaximumEventAgeInSeconds=3600,
        ),
    ]


def dead_letters() -> sqs.Queue:
    """Events whose images did not all start, kept for two weeks to be looked into."""
    return sqs.Queue(
        ids.DEAD_LETTERS, MessageRetentionPeriod=1_209_600, KmsMasterKeyId=GetAtt(ids.KEY, "Arn")
    )


def _with_role(
    name: str, statements: list[dict[str, Any]], environment: dict[str, Any]
) -> list[AWSObject]:
    logs_id, role_id = f"{name}Logs", f"{name}Role"
    write = {
        "Sid": "WriteOwnLogs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": GetAtt(logs_id, "Arn"),
    }
    bury = {
        "Sid": "KeepFailedEvents",
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": GetAtt(ids.DEAD_LETTERS, "Arn"),
    }
    use_key = {
        "Sid": "UseFactoryKey",
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": GetAtt(ids.KEY, "Arn"),
    }
    own = (write, bury, use_key, If(ids.LAMBDA_IN_VPC, _interfaces(), NoValue), *statements)
    return [
        logs.LogGroup(
            logs_id,
            RetentionInDays=Ref("CloudWatchLogsRetentionInDays"),
            KmsKeyId=GetAtt(ids.KEY, "Arn"),
        ),
        iam.Role(
            role_id,
            Description=DESCRIPTIONS[name],
            AssumeRolePolicyDocument=trust("lambda.amazonaws.com"),
            Policies=[iam.Policy(PolicyName="Own", PolicyDocument=policy(*own))],
        ),
        awslambda.Function(
            name,
            Description=DESCRIPTIONS[name],
            Runtime=RUNTIME,
            Architectures=["arm64"],
            Handler="index.handler",
            Role=GetAtt(role_id, "Arn"),
            Timeout=60 * MINUTES[name],
            MemorySize=256,
            ReservedConcurrentExecutions=5,
            DeadLetterConfig=awslambda.DeadLetterConfig(TargetArn=GetAtt(ids.DEAD_LETTERS, "Arn")),
            LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(logs_id)),
            Environment=awslambda.Environment(Variables=environment),
            KmsKeyArn=GetAtt(ids.KEY, "Arn"),
            VpcConfig=If(
                ids.LAMBDA_IN_VPC,
                awslambda.VPCConfig(
                    SubnetIds=[Ref("DestSubnetId")],
                    SecurityGroupIds=[GetAtt(ids.BUILD_GROUP, "GroupId")],
                ),
                NoValue,
            ),
            Code=_code(name),
        ),
    ]


def _interfaces() -> dict[str, Any]:
    """What Lambda needs to place a function in a subnet; these actions take no resource."""
    return {
        "Sid": "WorkInSubnet",
        "Effect": "Allow",
        "Action": [
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DeleteNetworkInterface",
        ],
        "Resource": "*",
    }


def _code(name: str) -> If:
    """Inline unless a bucket is named; CloudFormation calls inline code `index`."""
    version = f"Has{name}Version"
    return If(
        ids.CODE_IN_BUCKET,
        awslambda.Code(
            S3Bucket=Ref("lambdaCodeBucket"),
            S3Key=Sub(f"${{Prefix}}{ARCHIVES[name]}"),
            S3ObjectVersion=If(version, Ref(f"{name}CodeVersion"), NoValue),
        ),
        awslambda.Code(ZipFile=function_source(FILES[name])),
    )


def _build_environment() -> dict[str, Any]:
    return {
        "FACTORY_NAME": Ref("AWS::StackName"),
        "AUTOMATION_ROLE_ARN": GetAtt(ids.AUTOMATION_ROLE, "Arn"),
        "INSTANCE_PROFILE_NAME": Ref(ids.BUILD_PROFILE),
        "LAUNCH_TEMPLATE_ID": Ref(ids.LAUNCH_TEMPLATE),
        "INSTANCE_TYPE": Ref("InstanceType"),
        "ARM_INSTANCE_TYPE": Ref("ArmInstanceType"),
        "KMS_KEY_ARN": key_arn(),
        "LINUX_DOCUMENT": Ref(ids.LINUX_DOCUMENT),
        "WINDOWS_DOCUMENT": Ref(ids.WINDOWS_DOCUMENT),
        "ROTATE_FUNCTION_NAME": Ref(ids.ROTATE_AMI),
    }


def _rotate_environment() -> dict[str, Any]:
    return {
        "FACTORY_NAME": Ref("AWS::StackName"),
        "KEEP_LATEST": Ref("KeepLatest"),
        "GRACE_DAYS": Ref("GraceDays"),
    }


def _build_statements() -> list[dict[str, Any]]:
    here = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:"
    return [
        {
            "Sid": "StartAutomations",
            "Effect": "Allow",
            "Action": "ssm:StartAutomationExecution",
            "Resource": Sub(f"{here}automation-definition/*"),
        },
        {
            "Sid": "ReadDocuments",
            "Effect": "Allow",
            "Action": "ssm:DescribeDocument",
            "Resource": Sub(f"{here}document/*"),
        },
        {
            "Sid": "ReadSourceImages",
            "Effect": "Allow",
            "Action": "ssm:GetParameter",
            "Resource": [
                Sub("arn:${AWS::Partition}:ssm:${AWS::Region}::parameter/aws/service/*"),
                Sub(f"{here}parameter/*"),
            ],
        },
        {
            "Sid": "HandOverToAutomation",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": GetAtt(ids.AUTOMATION_ROLE, "Arn"),
            "Condition": {"StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}},
        },
    ]


def _rotate_statements() -> list[dict[str, Any]]:
    """Reading takes no narrower resource; writing is for what carries the factory's tag."""
    ours = {"StringEquals": {f"aws:ResourceTag/{FACTORY_TAG}": Ref("AWS::StackName")}}
    return [
        {
            "Sid": "SeeImagesAndTheirUsers",
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeImages",
                "ec2:DescribeImageAttribute",
                "ec2:DescribeImageReferences",
                "ec2:DescribeImageUsageReports",
                "ec2:DescribeImageUsageReportEntries",
                "ec2:DescribeInstances",
                "ec2:DescribeLaunchTemplates",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:DescribeSnapshots",
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeLaunchConfigurations",
            ],
            "Resource": "*",
        },
        {
            # What AmazonEC2ImageReferencesAccessPolicy grants, for EC2's own search alone.
            "Sid": "LetEc2LookForUsers",
            "Effect": "Allow",
            "Action": [
                "ssm:DescribeParameters",
                "ssm:GetParameters",
                "imagebuilder:ListImageRecipes",
                "imagebuilder:ListContainerRecipes",
                "imagebuilder:GetContainerRecipe",
            ],
            "Resource": "*",
            "Condition": {
                "ForAnyValue:StringEquals": {"aws:CalledVia": ["ec2-images.amazonaws.com"]}
            },
        },
        {
            "Sid": "AskForUsageReports",
            "Effect": "Allow",
            "Action": "ec2:CreateImageUsageReport",
            "Resource": Sub("arn:${AWS::Partition}:ec2:${AWS::Region}::image/*"),
            "Condition": ours,
        },
        {
            "Sid": "ShareAndRetireOwnImages",
            "Effect": "Allow",
            "Action": [
                "ec2:ModifyImageAttribute",
                "ec2:EnableImageDeprecation",
                "ec2:DeregisterImage",
            ],
            "Resource": Sub("arn:${AWS::Partition}:ec2:${AWS::Region}::image/*"),
            "Condition": ours,
        },
        {
            "Sid": "DeleteOwnSnapshots",
            "Effect": "Allow",
            "Action": "ec2:DeleteSnapshot",
            "Resource": Sub("arn:${AWS::Partition}:ec2:${AWS::Region}::snapshot/*"),
            "Condition": ours,
        },
    ]
