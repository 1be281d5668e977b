"""The IAM documents as AWS gets them: their text, their size, and what parliament says."""

from __future__ import annotations

import importlib
import json
import warnings
from dataclasses import replace
from types import ModuleType

import pytest

from generator.classic.policy import Lock, TooLargeError, policies
from generator.classic.policy.lock import DISTRIBUTION_ROLE
from generator.classic.policy.statements import OTHER_LAUNCHES
from generator.templates import destination

LOCK = Lock(account="111122223333")

SCP_LIMIT, USER_LIMIT = 5120, 6144


def accounts(number: int) -> tuple[str, ...]:
    return tuple(f"{each:012}" for each in range(200_000_000_000, 200_000_000_000 + number))


def text(kind: str, lock: Lock) -> str:
    return policies(lock, [kind])[0].text


def test_the_user_policy_of_a_factory() -> None:
    owners = {"ec2:Owner": ["111122223333", "amazon"]}
    fleets = [
        "ec2:CreateFleet", "ec2:CreateReplaceRootVolumeTask", "ec2:ModifyFleet",
        "ec2:RequestSpotFleet", "ec2:RequestSpotInstances",
    ]  # fmt: skip

    assert {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "DenyLaunchOfOtherImages",
                "Effect": "Deny",
                "Action": "ec2:RunInstances",
                "Resource": "arn:*:ec2:*::image/*",
                "Condition": {"StringNotEquals": owners},
            },
            {
                "Sid": "DenyOtherWaysToLaunch",
                "Effect": "Deny",
                "Action": fleets,
                "Resource": "arn:*:ec2:*::image/*",
                "Condition": {"Null": {"ec2:Owner": "false"}, "StringNotEquals": owners},
            },
        ],
    } == json.loads(text("user", LOCK))


def test_the_scp_without_exempt_roles_has_no_condition_on_making() -> None:
    making = json.loads(text("scp", LOCK))["Statement"][-1]

    assert {"Sid", "Effect", "Action", "Resource"} == set(making)
    assert sorted(making["Action"]) == making["Action"]


def test_the_same_lock_in_another_order_gives_the_same_bytes() -> None:
    one = replace(LOCK, owners=("444455556666", "aws-marketplace"), exempt=("b", "a"))
    other = replace(LOCK, owners=("aws-marketplace", "444455556666") * 2, exempt=("a", "b", "a"))

    assert [each.text for each in policies(one)] == [each.text for each in policies(other)]


def test_copies_are_exempt_under_the_role_that_the_destination_template_creates() -> None:
    assert destination.ROLE == DISTRIBUTION_ROLE


def test_the_scp_is_written_for_people_when_it_fits() -> None:
    assert text("scp", LOCK).startswith('{\n  "Version": "2012-10-17",\n')


@pytest.mark.parametrize("number", [10, 50, 100])
def test_the_scp_fits_with_many_owners(number: int) -> None:
    """Its white space goes when it must: Organizations counts it."""
    written = text("scp", replace(LOCK, owners=accounts(number), exempt=("web-*",)))

    assert len(written.rstrip()) <= SCP_LIMIT
    assert {*accounts(number), "111122223333", "amazon"} == set(
        json.loads(written)["Statement"][0]["Condition"]["StringNotEquals"]["ec2:Owner"]
    )


def test_the_scp_is_as_large_as_may_be_and_no_larger() -> None:
    """Up to the limit it is written, and one owner more is refused."""
    most = 140

    assert SCP_LIMIT - 32 < len(text("scp", replace(LOCK, owners=accounts(most))).rstrip())
    with pytest.raises(TooLargeError) as caught:
        text("scp", replace(LOCK, owners=accounts(most + 1)))
    assert "the service control policy has 5124 characters, AWS takes 5120" == caught.value.message
    assert "cannot be shared out over two policies" in caught.value.hint


def test_the_user_policy_is_refused_when_it_is_too_large() -> None:
    """IAM does not count white space, so it is always written for people."""
    fits = text("user", replace(LOCK, owners=accounts(150)))

    assert len("".join(fits.split())) <= USER_LIMIT < len(fits)
    with pytest.raises(TooLargeError, match=r"the IAM policy has \d+ characters, AWS takes 6144"):
        text("user", replace(LOCK, owners=accounts(200)))


@pytest.fixture(scope="session")
def parliament() -> ModuleType:
    """The IAM linter; it opens its data without closing it, by way of pkg_resources."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("parliament")


def judged(parliament: ModuleType, document: str) -> list[str]:
    policy = parliament.analyze_policy_string(document, include_community_auditors=True)
    return [f"{finding.issue}: {finding.detail}" for finding in policy.findings]


@pytest.mark.parametrize("kind", ["user", "scp"])
@pytest.mark.parametrize(
    "lock",
    [
        LOCK,
        replace(LOCK, partition="aws"),
        replace(LOCK, partition="aws-cn", exempt=("web-*",)),
        replace(LOCK, partition="aws-us-gov", owners=accounts(50), amazon=False),
        replace(LOCK, copies=accounts(2), exempt=("arn:*:iam::*:role/backup/*", "web-*")),
    ],
)
def test_parliament_finds_nothing(parliament: ModuleType, kind: str, lock: Lock) -> None:
    assert [] == judged(parliament, text(kind, lock))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("ec2:RunInstances", "ec2:RunInstance"),
        ("ec2:Owner", "ec2:Vpc"),
        ("ec2:*::image/*", "ec2:image/*"),
        ("StringNotEquals", "StringDiffers"),
    ],
)
def test_parliament_would_find_a_mistake(parliament: ModuleType, right: str, wrong: str) -> None:
    assert judged(parliament, text("user", LOCK).replace(right, wrong))


def test_every_action_on_images_knows_their_owner(parliament: ModuleType) -> None:
    """Parliament does not ask this of a Deny, but has AWS's reference of actions to ask."""
    (ec2,) = (each for each in parliament.iam_definition if each["prefix"] == "ec2")
    knowing = {
        f"ec2:{action['privilege']}"
        for action in ec2["privileges"]
        for resource in action["resource_types"]
        if resource["resource_type"] in ("image", "image*")
        and "ec2:Owner" in resource["condition_keys"]
    }

    assert {"ec2:RunInstances", *OTHER_LAUNCHES} <= knowing
