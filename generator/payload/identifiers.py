"""AWS identifiers as payload fields: accounts, regions, ARNs, resource ids.

Patterns are those of the service models (botocore: imagebuilder, ec2, kms, organizations),
narrowed to ASCII digits and letters.
"""

from __future__ import annotations

import re
from typing import Annotated

from generator.payload import codes
from generator.payload.fields import Reader, pattern, read_text, refuse
from generator.payload.reading import shown

_PLACEHOLDER = re.compile(
    r"<.*>|\$?\{.*\}|.*(change[-_ ]?me|replace|your[-_ ]?|account[-_ ]?id|todo|xxx).*",
    re.IGNORECASE,
)


def read_account(value: object) -> str:
    """An AWS account id: 12 digits, leading zeros kept."""
    text = read_text(value)
    if _PLACEHOLDER.fullmatch(text):
        raise refuse(
            codes.PLACEHOLDER,
            f'"{shown(text)}" is a placeholder, not an account',
            "put the 12-digit id of an account that may launch the AMI, or remove the key "
            "to keep the AMI private to the building account",
        )
    if re.fullmatch(r"[0-9]{12}", text) is None:
        digits = sum(character in "0123456789" for character in text)
        plain = digits == len(text)
        said = f"it has {digits}" if plain else "it has other characters"
        raise refuse(
            codes.WRONG_FORM,
            f'account "{shown(text)}" is not 12 digits: {said}',
            "leading zeros count" if plain and digits < 12 else "write digits only",
        )
    return text


Account = Annotated[
    str,
    Reader(
        read_account,
        {
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]{12}$"},
                {"type": "integer", "minimum": 0, "maximum": 999_999_999_999},
            ]
        },
    ),
]

_REGION = r"[a-z]{2,}(?:-[a-z]+)+-[0-9]+"
_PARTITION = r"aws[a-z-]*"

Region = Annotated[str, pattern(_REGION, "an AWS region", hint="for example eu-west-1")]

OrganizationArn = Annotated[
    str,
    pattern(
        rf"arn:{_PARTITION}:organizations::[0-9]{{12}}:organization/o-[a-z0-9]{{10,32}}",
        "an organization ARN",
        hint="arn:aws:organizations::111122223333:organization/o-abcdefghij; "
        "`aws organizations describe-organization --query Organization.Arn` prints it",
    ),
]

OrganizationalUnitArn = Annotated[
    str,
    pattern(
        rf"arn:{_PARTITION}:organizations::[0-9]{{12}}:ou/o-[a-z0-9]{{10,32}}/"
        r"ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}",
        "the ARN of an organizational unit",
        hint="arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-cdefgh34",
    ),
]

KmsKey = Annotated[
    str,
    pattern(
        rf"arn:{_PARTITION}:kms:{_REGION}:[0-9]{{12}}:(?:key/[A-Za-z0-9-]+|alias/[A-Za-z0-9/_-]+)"
        r"|alias/[A-Za-z0-9/_-]+"
        r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}",
        "a KMS key",
        hint="a key ARN, an alias ARN, alias/<name> or a key id",
    ),
]

InstanceType = Annotated[
    str,
    pattern(
        r"[a-z][a-z0-9-]*\.(?:metal|nano|micro|small|medium|large|x?large|[0-9]+xlarge|metal-[0-9a-z]+)",
        "an EC2 instance type",
        hint="for example m6i.large",
    ),
]
SubnetId = Annotated[str, pattern(r"subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})", "a subnet id")]
SecurityGroupId = Annotated[str, pattern(r"sg-(?:[0-9a-f]{8}|[0-9a-f]{17})", "a security group id")]
LaunchTemplateId = Annotated[
    str,
    pattern(
        r"lt-(?:[0-9a-f]{8}|[0-9a-f]{17})",
        "a launch template id",
        hint="Image Builder takes the id (lt-...), not the name",
    ),
]
PolicyArn = Annotated[
    str,
    pattern(
        rf"arn:{_PARTITION}:iam::(?:aws|[0-9]{{12}}):policy/[A-Za-z0-9+=,.@_/-]+",
        "the ARN of a managed policy",
        hint="for example arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    ),
]
RoleArn = Annotated[
    str,
    pattern(
        rf"arn:{_PARTITION}:iam::[0-9]{{12}}:role/[A-Za-z0-9+=,.@_/-]+",
        "the ARN of a role",
    ),
]
InstanceProfileName = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9_+=,.@-]{1,128}",
        "the name of an instance profile",
        hint="the name, not the ARN, and without a path",
    ),
]
TopicArn = Annotated[
    str,
    pattern(
        rf"arn:{_PARTITION}:sns:{_REGION}:[0-9]{{12}}:[A-Za-z0-9_-]{{1,256}}",
        "the ARN of a standard SNS topic",
        hint="FIFO topics (.fifo) take no messages from Image Builder or EventBridge",
    ),
]
Email = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])",
        "an e-mail address",
    ),
]
BucketName = Annotated[
    str,
    pattern(
        r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        "the name of an S3 bucket",
        hint="the name, not the ARN or a URL",
    ),
]
KeyPrefix = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9!_.*'()-][A-Za-z0-9!_.*'()/-]{0,511}",
        "an S3 key prefix",
        hint="no leading slash",
    ),
]
KeyPairName = Annotated[
    str, pattern(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?", "the name of a key pair")
]
PermissionsBoundary = PolicyArn
Sha256 = Annotated[
    str,
    pattern(
        r"[0-9a-f]{64}",
        "a SHA-256 digest",
        hint="64 lower-case hexadecimal digits, as `sha256sum FILE` prints",
    ),
]
Version = Annotated[
    str,
    pattern(
        r"(?:0|[1-9][0-9]{0,9})(?:\.(?:0|[1-9][0-9]{0,9})){2}",
        "a version",
        hint="three numbers, for example 1.4.0",
    ),
]
VersionPattern = Annotated[
    str,
    pattern(
        r"(?:(?:0|[1-9][0-9]{0,9})|x)(?:\.(?:(?:0|[1-9][0-9]{0,9})|x)){2}",
        "a version or version pattern",
        hint="three numbers, or x from some place on: 1.4.0, 1.4.x, 1.x.x, x.x.x",
    ),
]
ParameterName = Annotated[
    str,
    pattern(
        r"/?[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*",
        "the name of an SSM parameter",
        hint="for example /imagebuilder/web/ami",
    ),
]
DeviceName = Annotated[
    str,
    pattern(
        r"/dev/[a-z]{2,8}[0-9]{0,2}|xvd[a-z]{1,2}",
        "a device name",
        hint="for example /dev/xvda (Amazon Linux) or /dev/sda1 (Ubuntu, Windows)",
    ),
]
WatermarkName = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9()\[\]./'@_-][A-Za-z0-9 ()\[\]./'@_-]{1,126}[A-Za-z0-9()\[\]./'@_-]",
        "a watermark name",
        hint="3 to 128 letters, digits, spaces and ()[]./'@_-",
    ),
]
_COMPONENT_ARN = (
    rf"arn:{_PARTITION}:imagebuilder:{_REGION}:(?:[0-9]{{12}}|aws(?:-[a-z-]+)?|third-party):"
)
_VERSION_PART = r"(?:[0-9]+|x)\.(?:[0-9]+|x)\.(?:[0-9]+|x)(?:/[0-9]+)?"
ComponentArn = Annotated[
    str,
    pattern(
        _COMPONENT_ARN + rf"component/[a-z0-9-_]+/{_VERSION_PART}",
        "the ARN of an Image Builder component",
        hint="arn:aws:imagebuilder:eu-west-1:111122223333:component/hardening/1.x.x",
    ),
]
WorkflowArn = Annotated[
    str,
    pattern(
        _COMPONENT_ARN + rf"workflow/(?:build|test|distribution)/[a-z0-9-_]+/{_VERSION_PART}",
        "the ARN of an Image Builder workflow",
        hint="arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x",
    ),
]
