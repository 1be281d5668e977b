"""The service control policy: whole accounts launch approved images only, and make none."""

from __future__ import annotations

from generator.classic.policy import offenders, words
from generator.classic.policy.document import Json, Policy, Step, fitting, name_of
from generator.classic.policy.lock import DISTRIBUTION_ROLE, Lock
from generator.classic.policy.statements import VERSION, launches, making

KIND = "scp"

LARGEST = 5120
"""Characters of a service control policy (Organizations User Guide, quotas)."""

_TOO_LARGE = (
    "name fewer owners, exempt roles or accounts that receive copies, or use --kind declarative; "
    "the owners cannot be shared out over two policies, each would refuse what the other approves"
)


def policy(lock: Lock) -> Policy:
    """Two statements about launching, one about making.

    Raises:
        TooLargeError: for more owners than a service control policy holds.
    """
    document: Json = {"Version": VERSION, "Statement": [*launches(lock), making(lock)]}
    return Policy(
        kind=KIND,
        title="Service control policy (SCP), for AWS Organizations",
        document=document,
        text=fitting(document, LARGEST, "service control policy", _TOO_LARGE),
        stops=_stops(lock),
        leaves=f"{_LEAVES}{words.copied(lock)}",
        beware=_BEWARE,
        steps=(offenders.by_owner(lock), *_STEPS),
    )


def _stops(lock: Lock) -> str:
    copying = (
        f" {DISTRIBUTION_ROLE} alone may still copy, in accounts that get copies."
        if lock.copies
        else ""
    )
    return (
        "nobody in the accounts it is attached to, their root user included, can launch an "
        f"instance of an AMI unless {words.owners(lock.launchable)} owns it, nor make an AMI: "
        "create, copy, register, restore or import one, or have Image Builder build one"
        f"{words.exempted(lock)}.{copying}"
    )


_LEAVES = (
    "the organization's management account and service-linked roles, to which no SCP applies: "
    "Auto Scaling, EC2 Fleet, Spot and Image Builder launch under those, so add --kind "
    "declarative, which holds for them too. SCPs know the owner of an AMI, not its name, age or "
    "watermark: every AMI of an approved owner passes. A volume made of any snapshot can still "
    "become the root of a stopped instance."
)

_BEWARE = (
    "it has no audit mode: once attached, it refuses. It stops more than people: AWS Backup and "
    "Data Lifecycle Manager make AMIs of instances under ordinary roles (exempt them), copying an "
    "approved AMI to encrypt it anew is making one, and services that launch AMIs of accounts of "
    "their own (EKS Auto Mode, ECS and Lambda Managed Instances) fail unless those accounts are "
    "owners. Where a factory builds, exempt its roles and those that deploy it."
)

_STEPS = (
    Step(
        "create it, in the management account",
        "aws organizations create-policy --type SERVICE_CONTROL_POLICY --name launch-lock "
        f"--description 'Launch approved AMIs only' --content file://{name_of(KIND)}.json",
    ),
    Step(
        "attach it to one account first; POLICY_ID and ACCOUNT_OR_UNIT are yours to set",
        'aws organizations attach-policy --policy-id "$POLICY_ID" --target-id "$ACCOUNT_OR_UNIT"',
    ),
    Step(
        "to undo it",
        'aws organizations detach-policy --policy-id "$POLICY_ID" --target-id "$ACCOUNT_OR_UNIT"',
    ),
)
