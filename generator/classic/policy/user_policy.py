"""The IAM policy for users, groups and roles: they launch approved images only."""

from __future__ import annotations

from generator.classic.policy import offenders, words
from generator.classic.policy.document import (
    Json,
    Policy,
    Step,
    TooLargeError,
    compact,
    name_of,
    readable,
)
from generator.classic.policy.lock import Lock
from generator.classic.policy.statements import VERSION, launches

KIND = "user"

LARGEST = 6144
"""Characters of a managed policy, white space not counted (IAM User Guide, quotas)."""


def policy(lock: Lock) -> Policy:
    """The original idea done right: on the image alone, in every partition.

    Raises:
        TooLargeError: for more owners than a managed policy holds.
    """
    document: Json = {"Version": VERSION, "Statement": launches(lock)}
    _measure(document)
    return Policy(
        kind=KIND,
        title="IAM policy for users, groups and roles",
        document=document,
        text=readable(document),
        stops=_stops(lock),
        leaves=f"{_LEAVES}{words.copied(lock)}",
        beware=_BEWARE,
        steps=(offenders.by_owner(lock), *_STEPS),
    )


def _measure(document: Json) -> None:
    size = len(compact(document).rstrip())
    if size > LARGEST:
        raise TooLargeError(
            f"the IAM policy has {size} characters, AWS takes {LARGEST}",
            "name fewer owners, exempt roles or accounts that receive copies, "
            "or use --kind declarative",
        )


def _stops(lock: Lock) -> str:
    return (
        "whoever it is attached to cannot launch an instance of an AMI unless "
        f"{words.owners(lock.launchable)} owns it{words.exempted(lock)}. AMIs of the launching "
        "account itself are foreign too, unless that account is among them. It holds for "
        "RunInstances, with or without a launch template, and, as far as EC2 tells the image's "
        "owner there, for fleets, Spot requests and root volume replacements."
    )


_LEAVES = (
    "anybody it is not attached to, service-linked roles among them: Auto Scaling, EC2 Fleet, "
    "Spot and Image Builder launch under those. IAM knows the owner of an AMI, not its name, age "
    "or watermark: every AMI of an approved owner passes, one made by hand there too. Creating a "
    "launch template with another AMI succeeds, using it fails. A volume made of any snapshot can "
    "still become the root of a stopped instance, and whoever may change IAM policies can take "
    "this one away."
)

_BEWARE = (
    "it has no audit mode: once attached, it refuses. It grants nothing either. Who builds images "
    "launches their parents: exempt those roles, or approve the parents' owners."
)

_STEPS = (
    Step(
        "simulate a launch from the Marketplace: explicitDeny, unless you approved it",
        f'aws iam simulate-custom-policy --policy-input-list "$(cat {name_of(KIND)}.json)" '
        "--action-names ec2:RunInstances "
        "--resource-arns arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0 --context-entries "
        "ContextKeyName=ec2:Owner,ContextKeyType=string,ContextKeyValues=aws-marketplace",
    ),
    Step(
        "create it",
        "aws iam create-policy --policy-name launch-lock "
        f"--policy-document file://{name_of(KIND)}.json",
    ),
    Step(
        "attach it to a first group; GROUP and POLICY_ARN are yours to set",
        'aws iam attach-group-policy --group-name "$GROUP" --policy-arn "$POLICY_ARN"',
    ),
    Step(
        "to undo it",
        'aws iam detach-group-policy --group-name "$GROUP" --policy-arn "$POLICY_ARN"',
    ),
)
