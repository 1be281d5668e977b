"""Known causes of failed builds, and what to do about each: one table.

Texts that AWS and the builds write are recognised by a few of their words. Sources: the user
guide's troubleshooting page, and issues of people who met them (imagebuilder.md, section 9).
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Cause(NamedTuple):
    """What a failure's text looks like, and what to do then."""

    pattern: re.Pattern[str]
    hint: str
    """May name groups of the pattern: {action}."""


def _cause(pattern: str, hint: str) -> Cause:
    return Cause(re.compile(pattern, re.IGNORECASE | re.DOTALL), hint)


CAUSES = (
    _cause(
        r"AssertInventoryCollection|inventory.{0,40}association|association.{0,40}inventory",
        "an inventory association covers all instances of this account, and an instance can have "
        "one only: exclude build instances from it in Systems Manager State Manager",
    ),
    _cause(
        r"EC2ImageBuilderDistributionCrossAccountRole",
        "the target account lacks the role that takes copies: deploy it with "
        "`amifactory deploy PAYLOAD --destinations`, and then `amifactory retry NAME` goes on "
        "with this build",
    ),
    _cause(
        r"block ?public ?access|public.{0,30}(sharing|AMIs?).{0,30}block",
        "the account blocks public AMIs: take `public` out of the payload, or allow it in EC2",
    ),
    _cause(
        r"(InvalidKMSKey|KMSKey|kms:|KMS key|default key.{0,40}shared|\bkms\b)",
        "check that the KMS key exists in every region, is enabled, and that its policy lets "
        "Image Builder and the accounts that launch use it (`factory.kmsKeyId`)",
    ),
    _cause(
        r"\A(?=.*(s3|bucket)).*(AccessDenied|Access Denied|403 Forbidden|status code: 403)",
        "the build instances may not read that object or write to that bucket: check the bucket's "
        "policy and its key's, and the factory's role (`factory.instancePolicies`)",
    ),
    _cause(
        r"not authorized to perform:? (?P<action>[a-z0-9-]+:[A-Za-z*]+)",
        "allow {action} to the role that the message names; look for a permissions boundary or "
        "a service control policy too",
    ),
    _cause(
        r"SSM Agent|Poll action status for completion|TimedOut",
        "Systems Manager did not hear from the build instance: it needs the agent, a way out to "
        "ssm, ssmmessages and ec2messages (internet or endpoints) and a subnet that gives it one "
        "(`factory.subnetId`)",
    ),
    _cause(
        r"no default (VPC|subnet)|VPCIdNotSpecified|default VPC",
        "the region has no default VPC: name a subnet and security groups "
        "(`factory.subnetId`, `factory.securityGroupIds`)",
    ),
    _cause(
        r"Insufficient ?(Instance)? ?Capacity|VcpuLimitExceeded|InstanceLimitExceeded",
        "EC2 had no instance of that type: offer more types (`factory.instanceTypes`), raise the "
        "quota, or try again later",
    ),
    _cause(
        r"OptInRequired|not subscribed|accept terms",
        "subscribe this account to the product in AWS Marketplace first",
    ),
    _cause(
        r"InvalidAMIName\.Duplicate|AMI name .{0,80} already in use",
        "an AMI of that name exists: its name must differ from build to build (`amiName`)",
    ),
    _cause(
        r"not the one that was approved|checksum.{0,40}(mismatch|not match)",
        "the script behind bootstrapUrl has changed: look at the change, then put its digest "
        "into bootstrapSha256",
    ),
    _cause(
        r"No space left on device",
        "the disk is full: give the image a bigger volume (`volumes`)",
    ),
    _cause(
        r"Could not resolve host|Temporary failure in name resolution|Failed to connect|"
        r"Connection timed out|Network is unreachable",
        "the build instance has no way to that host: check the subnet's route, its security "
        "groups and proxy, or keep the file in S3",
    ),
    _cause(
        r"\A(?=.*/tmp).*Permission denied",
        "the source mounts /tmp without execution, as CIS images do: let the script work "
        "in another folder",
    ),
    _cause(
        r"timed? ?out|exceeded.{0,20}timeout",
        "a step took longer than it may: look what it waited for in the log, or give it more "
        "time (`timeoutSeconds` in the component document)",
    ),
    _cause(
        r"exit(ed)?( with)?( (status|code))?:? ?(code |status )?(?P<code>[1-9][0-9]{0,2})\b",
        "a command ended with {code}: the last lines of its output say why",
    ),
)
"""First match wins: what is more particular comes first."""


def hint_for(text: str) -> str:
    """What to do about a failure of which this is told; empty when it is not known."""
    for cause in CAUSES:
        match = cause.pattern.search(text)
        if match:
            return cause.hint.format(**match.groupdict())
    return ""
