"""What whoever deploys AmiFactory.yml may choose; the names are those of the original.

Every parameter has a default, so that one click deploys. Where CloudFormation has no way to say
"nothing", the default is a word or an id that means it: linters check defaults like values.
"""

from __future__ import annotations

from typing import Any, Final

from troposphere import And, Condition, Equals, Not, Or, Parameter, Ref, Select

from generator.classic import ids
from generator.templates.stack import plain

NO_SUBNET: Final = "subnet-00000000"
NO_VPC: Final = "vpc-00000000"
NONE: Final = "none"
NO_ACCOUNT: Final = "000000000000"
NO_ORGANIZATION: Final = "o-0000000000"

_VPC, _SUBNET = "ImageBuilderVPCId", "DestSubnetId"
_BUCKET = "lambdaCodeBucket"

GROUPS: Final = {
    "Build instances": (_VPC, _SUBNET, "InstanceType", "ArmInstanceType", "KeyName"),
    "Images": ("AuthorizedKey", "BootstrapBucket", "KeepLatest", "GraceDays"),
    "Encryption": ("KmsKeyArn", "ConsumerAccountIds", "ConsumerOrganizationId"),
    "Operation": ("CloudWatchLogsRetentionInDays", "FunctionsInSubnet"),
    "Lambda code from S3 instead of inline": (
        _BUCKET, "Prefix", "BuildAmiCodeVersion", "RotateAmiCodeVersion",
    ),
}  # fmt: skip

_LABELS: Final = {
    _VPC: "VPC",
    _SUBNET: "Subnet",
    "InstanceType": "Instance type, x86_64",
    "ArmInstanceType": "Instance type, arm64",
    "KeyName": "Key pair",
    "AuthorizedKey": "Public SSH key baked into images",
    "BootstrapBucket": "Bucket of bootstrap scripts",
    "KeepLatest": "Images to keep",
    "GraceDays": "Days of grace",
    "KmsKeyArn": "KMS key",
    "ConsumerAccountIds": "Accounts that launch",
    "ConsumerOrganizationId": "Organization that launches",
    "CloudWatchLogsRetentionInDays": "Log retention, days",
    "FunctionsInSubnet": "Functions in the subnet",
    _BUCKET: "Bucket",
    "Prefix": "Key prefix",
    "BuildAmiCodeVersion": "Object version of buildAmi.zip",
    "RotateAmiCodeVersion": "Object version of rotateAmi.zip",
}

_RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653)


def parameters() -> dict[str, Any]:
    """Every parameter with its pattern and description."""
    made = {
        _VPC: _text(
            "VPC of the build instances; vpc-00000000: the default VPC",
            NO_VPC,
            "vpc-[0-9a-f]{8,17}",
        ),
        _SUBNET: _text(
            "Subnet of the build instances, with a way out to the internet or to VPC endpoints",
            NO_SUBNET,
            "subnet-[0-9a-f]{8,17}",
        ),
        "InstanceType": _text(
            "Build instance of x86_64 images", "m6i.large", r"[a-z][a-z0-9-]*\.[a-z0-9-]+"
        ),
        "ArmInstanceType": _text(
            "Build instance of arm64 images", "m6g.large", r"[a-z][a-z0-9-]*\.[a-z0-9-]+"
        ),
        "KeyName": _text(
            "Key pair on the build instances; none is needed, Session Manager opens a shell",
            NONE,
            r"[ -~]{1,255}",
        ),
        "AuthorizedKey": _text(
            "Public SSH key that the login account of Linux images accepts",
            NONE,
            r"none|(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}={0,2}"
            r"( [A-Za-z0-9@._-]{1,100})?",
        ),
        "BootstrapBucket": _text(
            "Bucket whose objects build instances may read, for bootstrapUrl: s3://...",
            NONE,
            r"none|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        ),
        "KeepLatest": _number("Newest images of each name that are never retired", 2, 1, 100),
        "GraceDays": _number("Days between the deprecation of an old image and its end", 1, 0, 365),
        "KmsKeyArn": _text(
            "Key that encrypts images; none: this stack's own, which admits the accounts below",
            NONE,
            r"none|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+",
        ),
        "ConsumerAccountIds": _list(
            "Accounts that may use the created key to launch shared images",
            NO_ACCOUNT,
            "[0-9]{12}",
        ),
        "ConsumerOrganizationId": _text(
            "Organization whose accounts may use the created key likewise",
            NO_ORGANIZATION,
            "o-[a-z0-9]{10,32}",
        ),
        "CloudWatchLogsRetentionInDays": Parameter(
            "CloudWatchLogsRetentionInDays",
            Type="Number",
            Default=90,
            AllowedValues=list(_RETENTION),
            Description="How long the logs of the functions are kept",
        ),
        "FunctionsInSubnet": Parameter(
            "FunctionsInSubnet",
            Type="String",
            Default="no",
            AllowedValues=["no", "yes"],
            Description="Run the functions in the subnet of the build instances; they call only "
            "AWS, so none is needed",
        ),
        _BUCKET: _text(
            "Bucket with buildAmi.zip and rotateAmi.zip (an index.py each); none: the code in here",
            NONE,
            r"none|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        ),
        "Prefix": _text(
            "Key prefix of the two archives, with its slash",
            "amifactory/",
            r"[A-Za-z0-9!_.*'()/-]*",
        ),
        "BuildAmiCodeVersion": _text("Object version of buildAmi.zip", NONE, r"[ -~]{1,1024}"),
        "RotateAmiCodeVersion": _text("Object version of rotateAmi.zip", NONE, r"[ -~]{1,1024}"),
    }
    return {name: plain(_named(name, parameter)) for name, parameter in made.items()}


def _named(name: str, parameter: Parameter) -> Parameter:
    parameter.title = name
    return parameter


def _text(description: str, default: str, pattern: str) -> Parameter:
    return Parameter(
        "Text",
        Type="String",
        Default=default,
        AllowedPattern=pattern,
        ConstraintDescription=f"must match {pattern}",
        Description=description,
    )


def _list(description: str, default: str, pattern: str) -> Parameter:
    return Parameter(
        "List",
        Type="CommaDelimitedList",
        Default=default,
        AllowedPattern=pattern,
        ConstraintDescription=f"every entry must match {pattern}",
        Description=description,
    )


def _number(description: str, default: int, low: int, high: int) -> Parameter:
    return Parameter(
        "Number",
        Type="Number",
        Default=default,
        MinValue=low,
        MaxValue=high,
        ConstraintDescription=f"must be {low} to {high}",
        Description=description,
    )


def interface() -> dict[str, Any]:
    """Groups and labels for the console."""
    return {
        "AWS::CloudFormation::Interface": {
            "ParameterGroups": [
                {"Label": {"default": label}, "Parameters": list(names)}
                for label, names in GROUPS.items()
            ],
            "ParameterLabels": {name: {"default": label} for name, label in _LABELS.items()},
        }
    }


def conditions() -> dict[str, Any]:
    """What was chosen."""
    chosen = {
        ids.IN_VPC: Not(Equals(Ref(_SUBNET), NO_SUBNET)),
        ids.HAS_KEY_PAIR: Not(Equals(Ref("KeyName"), NONE)),
        ids.OWN_KEY: Equals(Ref("KmsKeyArn"), NONE),
        ids.CODE_IN_BUCKET: Not(Equals(Ref(_BUCKET), NONE)),
        ids.LAMBDA_IN_VPC: And(Equals(Ref("FunctionsInSubnet"), "yes"), Condition(ids.IN_VPC)),
        ids.HAS_ACCOUNTS: Not(Equals(Select(0, Ref("ConsumerAccountIds")), NO_ACCOUNT)),
        ids.HAS_ORGANIZATION: Not(Equals(Ref("ConsumerOrganizationId"), NO_ORGANIZATION)),
        ids.HAS_SCRIPT_BUCKET: Not(Equals(Ref("BootstrapBucket"), NONE)),
        ids.HAS_AUTHORIZED_KEY: Not(Equals(Ref("AuthorizedKey"), NONE)),
        "HasBuildAmiVersion": Not(Equals(Ref("BuildAmiCodeVersion"), NONE)),
        "HasRotateAmiVersion": Not(Equals(Ref("RotateAmiCodeVersion"), NONE)),
    }
    return {name: plain(condition) for name, condition in chosen.items()}


def rules() -> dict[str, Any]:
    """A subnet needs its VPC, and a VPC a subnet: refused at once, before anything is made."""
    no_subnet, no_vpc = Equals(Ref(_SUBNET), NO_SUBNET), Equals(Ref(_VPC), NO_VPC)
    both_or_neither = Or(And(no_subnet, no_vpc), And(Not(no_subnet), Not(no_vpc)))
    return {
        "SubnetAndVpcGoTogether": {
            "Assertions": [
                {
                    "Assert": plain(both_or_neither),
                    "AssertDescription": "choose a VPC and one of its subnets, or neither",
                }
            ]
        }
    }
