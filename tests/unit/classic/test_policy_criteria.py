"""Allowed AMIs for an account and for an organization: what EC2 takes, and what it lets through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import botocore.session
import pytest

from generator.classic.policy import Lock, Released, TooLargeError, policies

FACTORY = "111122223333"
LOCK = Lock(account=FACTORY)
GOLDEN = replace(
    LOCK,
    owners=("444455556666", "aws-marketplace"),
    released=(Released(("web *", "api *"), ("approved",)), Released(("base *",))),
    max_age_days=90,
)


def document(kind: str, lock: Lock) -> dict[str, Any]:
    return policies(lock, [kind])[0].document


def test_criteria_of_a_factory_alone() -> None:
    assert {
        "ImageCriteria": [{"ImageProviders": [FACTORY]}, {"ImageProviders": ["amazon"]}]
    } == document("allowed-images", LOCK)


def test_nobody_else_is_approved_when_nobody_else_is_named() -> None:
    assert {"ImageCriteria": [{"ImageProviders": [FACTORY]}]} == document(
        "allowed-images", replace(LOCK, amazon=False)
    )


def test_names_watermarks_and_age_are_asked_of_the_factory_alone() -> None:
    """Images with the same watermarks stand together; lists are sorted."""
    age = {"MaximumDaysSinceCreated": 90}

    assert {
        "ImageCriteria": [
            {
                "ImageProviders": [FACTORY],
                "ImageNames": ["api *", "web *"],
                "ImageWatermarks": [{"WatermarkKey": f"{FACTORY}:approved"}],
                "CreationDateCondition": age,
            },
            {
                "ImageProviders": [FACTORY],
                "ImageNames": ["base *"],
                "CreationDateCondition": age,
            },
            {"ImageProviders": ["444455556666", "amazon", "aws-marketplace"]},
        ]
    } == document("allowed-images", GOLDEN)


def test_a_watermark_may_be_of_another_account() -> None:
    lock = replace(LOCK, released=(Released(watermarks=("444455556666:base", "approved")),))

    assert [
        {"WatermarkKey": f"{FACTORY}:approved"},
        {"WatermarkKey": "444455556666:base"},
    ] == document("allowed-images", lock)["ImageCriteria"][0]["ImageWatermarks"]


@cache
def ec2() -> Any:
    return botocore.session.get_session().get_service_model("ec2")


def faults(shape: Any, value: Any, path: str = "") -> Iterator[str]:
    """Where a value is not what the service model says: names, kinds, choices, sizes."""
    match shape.type_name, value:
        case "structure", dict():
            yield from (
                f"{path}: no {name}" for name in shape.required_members if name not in value
            )
            for name, each in value.items():
                if name not in shape.members:
                    yield f"{path}: unknown {name}"
                else:
                    yield from faults(shape.members[name], each, f"{path}.{name}")
        case "list", list():
            yield from measured(shape, len(value), path)
            for at, each in enumerate(value):
                yield from faults(shape.member, each, f"{path}[{at}]")
        case "string", str():
            yield from measured(shape, len(value), path)
            if shape.enum and value not in shape.enum:
                yield f"{path}: {value} is not one of {shape.enum}"
        case "integer", int():
            yield from measured(shape, value, path)
        case kind, _:
            yield f"{path}: {value!r} is no {kind}"


def measured(shape: Any, size: int, path: str) -> Iterator[str]:
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", size)
    if not low <= size <= high:
        yield f"{path}: {size} is not from {low} to {high}"


REPLACE = "ReplaceImageCriteriaInAllowedImagesSettings"


@pytest.mark.parametrize("lock", [LOCK, GOLDEN, replace(LOCK, amazon=False)])
def test_ec2_takes_the_criteria(lock: Lock) -> None:
    """By the model that the AWS CLI reads `--cli-input-json` with."""
    shape = ec2().operation_model(REPLACE).input_shape

    assert [] == list(faults(shape, document("allowed-images", lock)))


def test_the_model_would_refuse_what_is_wrong() -> None:
    wrong = {
        "ImageCriteria": [
            {"Providers": []},
            {"ImageNames": ["x" * 129]},
            {"ImageProviders": "amazon"},
            {"CreationDateCondition": {"MaximumDaysSinceCreated": -1}},
            {"ScanResultCondition": {"MaximumSeverityLabel": "HIGH"}},
        ]
    }

    assert 5 == len(list(faults(ec2().operation_model(REPLACE).input_shape, wrong)))


def names(number: int) -> tuple[str, ...]:
    return tuple(f"image-{each:04} *" for each in range(number))


def accounts(number: int) -> tuple[str, ...]:
    return tuple(f"{each:012}" for each in range(number))


def test_more_than_fifty_names_need_more_criteria() -> None:
    lock = replace(LOCK, released=(Released(names(120), ("approved",)),))
    criteria = document("allowed-images", lock)["ImageCriteria"]

    assert [50, 50, 20, 0] == [len(each.get("ImageNames", ())) for each in criteria]
    assert [1, 1, 1, 0] == [len(each.get("ImageWatermarks", ())) for each in criteria]


def test_more_than_two_hundred_owners_need_more_criteria() -> None:
    criteria = document("allowed-images", replace(LOCK, owners=accounts(250)))["ImageCriteria"]

    assert [1, 200, 51] == [len(each["ImageProviders"]) for each in criteria]


@pytest.mark.parametrize("kind", ["allowed-images", "declarative"])
def test_more_than_ten_criteria_are_refused(kind: str) -> None:
    document(kind, replace(LOCK, released=(Released(names(450)),)))

    with pytest.raises(TooLargeError) as caught:
        document(kind, replace(LOCK, released=(Released(names(451)),)))

    assert (
        "451 image names and 1 other owner need 11 criteria, EC2 takes 10" == caught.value.message
    )
    assert "--image-name 'web-*'" in caught.value.hint


def test_the_declarative_policy_begins_in_audit_mode_and_binds_those_below() -> None:
    assert {
        "ec2_attributes": {
            "allowed_images_settings": {
                "@@operators_allowed_for_child_policies": ["@@none"],
                "state": {"@@assign": "audit_mode"},
                "image_criteria": {
                    "criteria_1": {
                        "allowed_image_providers": {"@@assign": [FACTORY]},
                        "image_names": {"@@assign": ["api *", "base *", "web *"]},
                        "creation_date_condition": {"maximum_days_since_created": {"@@assign": 90}},
                    },
                    "criteria_2": {
                        "allowed_image_providers": {
                            "@@assign": ["444455556666", "amazon", "aws_marketplace"]
                        }
                    },
                },
            }
        }
    } == document("declarative", GOLDEN)


def test_the_declarative_policy_is_in_force_when_asked_to() -> None:
    settings = document("declarative", replace(LOCK, enforce=True))["ec2_attributes"]

    assert {"@@assign": "enabled"} == settings["allowed_images_settings"]["state"]


def test_images_told_by_their_watermark_alone_make_the_declarative_policy_name_none() -> None:
    """Rather pass them than refuse them: it has no watermarks to tell them by."""
    lock = replace(LOCK, released=(Released(("web *",)), Released(watermarks=("approved",))))
    settings = document("declarative", lock)["ec2_attributes"]["allowed_images_settings"]

    assert {"allowed_image_providers": {"@@assign": [FACTORY]}} == settings["image_criteria"][
        "criteria_1"
    ]


def test_the_declarative_policy_has_no_white_space_when_it_would_not_fit() -> None:
    fits, packed = (
        policies(replace(LOCK, released=(Released(names(number)),)), ["declarative"])[0].text
        for number in (150, 400)
    )

    assert "\n  " in fits
    assert "\n  " not in packed
    assert len(packed.rstrip()) <= 10_000


@dataclass(frozen=True)
class Image:
    """What Allowed AMIs look at."""

    provider: str = FACTORY
    name: str = "web 2026-11-20T04-00-00Z"
    age: int = 10
    watermarks: tuple[str, ...] = (f"{FACTORY}:approved",)


def allowed(image: Image, lock: Lock) -> bool:
    """As the EC2 User Guide evaluates criteria: any criterion, all of its parts, any entry."""
    return any(meets(image, each) for each in document("allowed-images", lock)["ImageCriteria"])


def meets(image: Image, criterion: dict[str, Any]) -> bool:
    marks = [each["WatermarkKey"] for each in criterion.get("ImageWatermarks", ())]
    age = criterion.get("CreationDateCondition", {}).get("MaximumDaysSinceCreated", image.age)
    return (
        image.provider in criterion["ImageProviders"]
        and any(wild(name, image.name) for name in criterion.get("ImageNames", ["*"]))
        and (not marks or bool({*marks} & {*image.watermarks}))
        and image.age <= age
    )


def wild(pattern: str, name: str) -> bool:
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), name))


@pytest.mark.parametrize(
    ("image", "passes"),
    [
        (Image(), True),
        (Image(name="base 2026-11-20", watermarks=()), True),
        (Image(provider="444455556666", name="anything", age=900, watermarks=()), True),
        (Image(provider="amazon", name="al2023-ami", age=900, watermarks=()), True),
        (Image(name="website 2026-11-20"), False),
        (Image(age=91), False),
        (Image(watermarks=()), False),
        (Image(watermarks=("444455556666:approved",)), False),
        (Image(provider="999999999999"), False),
    ],
)
def test_released_images_pass_and_others_do_not(image: Image, passes: bool) -> None:
    """One made by hand in the factory's account is none of those it released."""
    assert passes == allowed(image, GOLDEN)
