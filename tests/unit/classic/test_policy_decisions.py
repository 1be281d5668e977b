"""What the IAM documents allow and deny, decided as IAM decides, for the pieces they use.

The evaluator knows explicit denials of one document, which is what these documents consist of:
everything they do not deny is taken to be allowed elsewhere. What it does not know it refuses to
judge. Sources: IAM User Guide, Policy evaluation logic; JSON policy elements: Resource, Condition
operators (a negated operator holds when its key is not in the request).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from generator.classic.policy import Lock, policies

FACTORY, CONSUMER = "111122223333", "444455556666"


@dataclass(frozen=True)
class Call:
    """One action on one resource, as the service asks IAM about it."""

    action: str
    resource: str
    context: dict[str, str] = field(default_factory=dict)


def matches(pattern: str, text: str) -> bool:
    wild = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(wild, text, re.DOTALL) is not None


def arn_matches(pattern: str, arn: str) -> bool:
    """Component by component, as IAM compares ARNs; * alone matches any."""
    if pattern == "*":
        return True
    wanted, found = pattern.split(":", 5), arn.split(":", 5)
    return len(wanted) == len(found) and all(map(matches, wanted, found))


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def holds(operator: str, key: str, values: list[str], context: dict[str, str]) -> bool:
    there = context.get(key)
    match operator:
        case "Null":
            return (there is None) == (values == ["true"])
        case "StringNotEquals":
            return there is None or there not in values
        case "ArnNotLike":
            return there is None or not any(arn_matches(value, there) for value in values)
    raise NotImplementedError(operator)


def applies(statement: dict[str, Any], call: Call) -> bool:
    assert set(statement) <= {"Sid", "Effect", "Action", "Resource", "Condition"}
    return (
        any(matches(each.lower(), call.action.lower()) for each in listed(statement["Action"]))
        and any(arn_matches(each, call.resource) for each in listed(statement["Resource"]))
        and all(
            holds(operator, key, listed(values), call.context)
            for operator, block in statement.get("Condition", {}).items()
            for key, values in block.items()
        )
    )


def denied(document: dict[str, Any], calls: Iterable[Call]) -> bool:
    """A request is refused when it is on any of its resources."""
    assert {"Deny"} == {each["Effect"] for each in document["Statement"]}
    return any(applies(each, call) for each in document["Statement"] for call in calls)


def role(name: str, account: str = CONSUMER, partition: str = "aws") -> str:
    return f"arn:{partition}:iam::{account}:role/{name}"


def launch(
    owner: str | None, who: str = role("developer"), partition: str = "aws", action="RunInstances"
) -> list[Call]:
    """Every resource that a launch touches; the image alone has an owner."""
    here = f"arn:{partition}:ec2:eu-west-1:{CONSUMER}"
    context = {"aws:PrincipalArn": who}
    image = context | ({"ec2:Owner": owner} if owner else {})
    others = ("instance/*", "network-interface/*", "security-group/sg-1", "subnet/subnet-1",
              "volume/*", "key-pair/ops", "launch-template/lt-1")  # fmt: skip
    return [
        Call(f"ec2:{action}", f"arn:{partition}:ec2:eu-west-1::image/ami-0123456789abcdef0", image),
        Call(f"ec2:{action}", f"arn:{partition}:ec2:eu-west-1::snapshot/snap-1", context),
        *(Call(f"ec2:{action}", f"{here}:{other}", context) for other in others),
    ]


def make(action: str, who: str = role("developer")) -> list[Call]:
    context = {"aws:PrincipalArn": who}
    here = f"arn:aws:ec2:eu-west-1:{CONSUMER}:instance/i-1"
    image = "arn:aws:ec2:eu-west-1::image/ami-1"
    return [Call(action, here, context), Call(action, image, context | {"ec2:Owner": CONSUMER})]


def document(kind: str, lock: Lock) -> dict[str, Any]:
    return policies(lock, [kind])[0].document


LOCK = Lock(account=FACTORY)
BOTH = pytest.mark.parametrize("kind", ["user", "scp"])


@BOTH
@pytest.mark.parametrize("owner", [FACTORY, "amazon"])
def test_approved_images_launch(kind: str, owner: str) -> None:
    """With all of the launch's other resources: the condition sits on the image alone."""
    assert not denied(document(kind, LOCK), launch(owner))


@BOTH
@pytest.mark.parametrize("owner", ["aws-marketplace", "aws-backup-vault", "999999999999"])
def test_foreign_images_do_not_launch(kind: str, owner: str) -> None:
    assert denied(document(kind, LOCK), launch(owner))


@BOTH
def test_an_image_made_in_the_launching_account_does_not_launch(kind: str) -> None:
    assert denied(document(kind, LOCK), launch(CONSUMER))


@BOTH
def test_an_image_without_a_known_owner_does_not_launch(kind: str) -> None:
    assert denied(document(kind, LOCK), launch(None))


@BOTH
def test_amazon_is_approved_only_when_asked_for(kind: str) -> None:
    assert denied(document(kind, replace(LOCK, amazon=False)), launch("amazon"))


@BOTH
@pytest.mark.parametrize("owner", [CONSUMER, "aws-marketplace"])
def test_further_owners_are_approved(kind: str, owner: str) -> None:
    assert not denied(document(kind, replace(LOCK, owners=(owner,))), launch(owner))


@BOTH
def test_a_copy_launches_in_the_account_that_owns_it(kind: str) -> None:
    assert not denied(document(kind, replace(LOCK, copies=(CONSUMER,))), launch(CONSUMER))


@BOTH
@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-iso"])
def test_it_holds_in_every_partition(kind: str, partition: str) -> None:
    foreign = launch("aws-marketplace", role("developer", partition=partition), partition)
    approved = launch(FACTORY, role("developer", partition=partition), partition)

    assert denied(document(kind, LOCK), foreign)
    assert not denied(document(kind, LOCK), approved)


@BOTH
def test_it_holds_in_one_partition_when_asked_to(kind: str) -> None:
    china = document(kind, replace(LOCK, partition="aws-cn"))

    assert denied(china, launch("aws-marketplace", partition="aws-cn"))
    assert not denied(china, launch("aws-marketplace", partition="aws"))


@BOTH
@pytest.mark.parametrize(
    "action",
    ["CreateFleet", "CreateReplaceRootVolumeTask", "ModifyFleet", "RequestSpotFleet",
     "RequestSpotInstances"],
)  # fmt: skip
def test_other_ways_to_launch_are_refused_where_the_owner_is_told(kind: str, action: str) -> None:
    """And nothing is when it is not: a fleet of approved images must not stop."""
    assert denied(document(kind, LOCK), launch("aws-marketplace", action=action))
    assert not denied(document(kind, LOCK), launch(FACTORY, action=action))
    assert not denied(document(kind, LOCK), launch(None, action=action))


@BOTH
def test_an_exempt_role_launches_anything(kind: str) -> None:
    """A name is one of the factory's account; elsewhere anybody could take it."""
    exempting = document(kind, replace(LOCK, exempt=("web-*",)))
    builder = role("web-BuildRole-1A2B", FACTORY)

    assert not denied(exempting, launch("999999999999", builder))
    assert denied(exempting, launch("999999999999", role("web-BuildRole-1A2B", CONSUMER)))
    assert denied(exempting, launch("999999999999", role("other", FACTORY)))


@BOTH
def test_an_exempt_role_is_exempt_in_every_partition(kind: str) -> None:
    exempting = document(kind, replace(LOCK, exempt=("web-*",)))
    builder = role("web-build", FACTORY, "aws-us-gov")

    assert not denied(exempting, launch("999999999999", builder, "aws-us-gov"))


@BOTH
def test_a_whole_arn_exempts_elsewhere(kind: str) -> None:
    backup = "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole"
    exempting = document(kind, replace(LOCK, exempt=(backup,)))

    assert not denied(
        exempting, launch("999999999999", role("service-role/AWSBackupDefaultServiceRole"))
    )
    assert denied(exempting, launch("999999999999", role("AWSBackupDefaultServiceRole")))


MAKING = [
    "ec2:CreateImage", "ec2:CopyImage", "ec2:RegisterImage", "ec2:ImportImage",
    "ec2:ImportSnapshot", "ec2:CreateRestoreImageTask", "imagebuilder:CreateImage",
    "imagebuilder:StartImagePipelineExecution",
]  # fmt: skip


@pytest.mark.parametrize("action", MAKING)
def test_the_scp_stops_self_made_images(action: str) -> None:
    exempting = document("scp", replace(LOCK, exempt=("web-*",)))

    assert denied(document("scp", LOCK), make(action))
    assert denied(exempting, make(action))
    assert not denied(exempting, make(action, role("web-AutomationRole", FACTORY)))


@pytest.mark.parametrize("action", MAKING)
def test_the_user_policy_says_nothing_about_making(action: str) -> None:
    assert not denied(document("user", LOCK), make(action))


def test_the_scp_lets_image_builder_hand_out_copies() -> None:
    """In the accounts that get some, and nowhere else; it does not let that role launch."""
    copying = document("scp", replace(LOCK, copies=(CONSUMER,)))
    name = "EC2ImageBuilderDistributionCrossAccountRole"

    assert not denied(copying, make("ec2:CopyImage", role(name)))
    assert denied(copying, make("ec2:CopyImage", role(name, "999999999999")))
    assert denied(copying, launch("aws-marketplace", role(name)))


@BOTH
@pytest.mark.parametrize(
    "action",
    ["ec2:DescribeImages", "ec2:StartInstances", "ec2:CreateSnapshot", "ec2:DeregisterImage",
     "ec2:CreateLaunchTemplate", "ec2:CreateTags", "imagebuilder:GetImage"],
)  # fmt: skip
def test_everything_else_stays_possible(kind: str, action: str) -> None:
    assert not denied(document(kind, LOCK), make(action))


def flawed(resource: str) -> dict[str, Any]:
    """The lock as it is often written."""
    condition = {"StringNotEquals": {"ec2:Owner": [FACTORY, "amazon"]}}
    statement = {
        "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": resource,
        "Condition": condition,
    }  # fmt: skip
    return {"Statement": [statement]}


def test_the_evaluator_shows_what_is_wrong_with_the_usual_mistakes() -> None:
    """On every resource nothing launches; with an account, or another partition, everything."""
    assert denied(flawed("*"), launch(FACTORY))
    assert not denied(flawed(f"arn:aws:ec2:*:{CONSUMER}:image/*"), launch("aws-marketplace"))
    assert not denied(
        flawed("arn:aws:ec2:*::image/ami-*"), launch("aws-marketplace", partition="aws-us-gov")
    )
    assert denied(flawed("arn:aws:ec2:*::image/ami-*"), launch("aws-marketplace"))
