"""Known reasons for which resources fail, and what to do about each."""

from __future__ import annotations

import re

CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"denied by stack policy",
        "a bucket or a key would be replaced or removed: it needs --allow-replace",
    ),
    (
        r"iam:PassRole",
        "these credentials, or the role of --role-arn, need iam:PassRole for the role it names",
    ),
    (
        r"iam:CreateServiceLinkedRole|service-linked role|AWSServiceRoleForImageBuilder",
        (
            "run `aws iam create-service-linked-role --aws-service-name "
            "imagebuilder.amazonaws.com` once, with credentials that may"
        ),
    ),
    (
        r"not authorized to perform:? *(?P<what>[\w-]+:\w+)",
        "these credentials, or the role of --role-arn, need {what}",
    ),
    (
        r"AccessDenied|access denied|not authorized|UnauthorizedOperation",
        "these credentials, or the role of --role-arn, lack a permission: ask for it",
    ),
    (
        r"expired|security token .* invalid",
        "sign in again, then run the same command again",
    ),
    (
        r"(component|recipe|workflow).*already exists|already exists.*(component|recipe|workflow)",
        (
            "this version is there already with other content, perhaps of a deleted stack: "
            "give it another version, or delete the old one in Image Builder"
        ),
    ),
    (
        r"already exists|AlreadyExists|EntityAlreadyExists|already in use",
        (
            "something of this name is there already, outside of this stack: delete it, or choose "
            "another name"
        ),
    ),
    (
        r"LimitExceeded|limit exceeded|quota|maximum number|too many .* in (your|this) account",
        "ask for more in Service Quotas, or delete what is no longer needed",
    ),
    (
        r"ami-[0-9a-f]+.*(not exist|not found)|InvalidAMIID|(not exist|not found).*ami-[0-9a-f]+",
        "an AMI belongs to one region: check sourceImage and the region",
    ),
    (
        r"parameter.*/aws/service/|ParameterNotFound|Unable to fetch parameters",
        "there is no such Systems Manager parameter in this region: check its name",
    ),
    (
        r"subnet-[0-9a-f]+.*(not exist|not found)|InvalidSubnetID|InvalidGroup",
        "subnets and security groups belong to one region and VPC: check the ids",
    ),
    (
        r"(kms|key).*(not exist|not found|is disabled|pending deletion)|NotFoundException.*key",
        "a key has to be there and enabled, in the region where it is used",
    ),
    (
        r"bucket you tried to delete is not empty|BucketNotEmpty",
        "empty the bucket first: `aws s3 rm s3://BUCKET --recursive`",
    ),
    (
        r"depend(ed|ent|s)? on it|DependencyViolation|ResourceDependency|in use by",
        "something else still uses it: delete that first, then run again",
    ),
    (
        r"MalformedPolicy|Invalid principal|invalid principal",
        "an account, user or role that the payload names does not exist",
    ),
    (
        r"Throttl|Rate exceeded|TooManyRequests|RequestLimitExceeded",
        "AWS was busy: run the same command again",
    ),
    (
        r"Internal ?(Failure|Error|ServerError)|ServiceUnavailable|ServiceException",
        "AWS itself failed: run the same command again",
    ),
    (
        r"did not stabilize|timed out|exceeded attempts",
        "it took AWS too long: run the same command again",
    ),
)
"""(pattern in the reason, hint), the special before the general."""


def hint(reason: str) -> str:
    """What to do about a reason; empty when nothing is known about it."""
    for pattern, advice in CAUSES:
        found = re.search(pattern, reason, re.IGNORECASE)
        if found:
            return advice.format(**found.groupdict())
    return ""
