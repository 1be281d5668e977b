"""What a payload says of its images, as the lock takes it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.classic.policy import Released
from generator.classic.policy.approved import copies, released
from generator.payload.document import parse
from generator.payload.load import load
from generator.payload.model import Payload

SOURCE = "ami-0de53d8956e8dcf80"


def payload(*amis: dict[str, Any]) -> Payload:
    written = {"amis": [{"sourceImage": SOURCE, **image} for image in amis]}
    loaded = load(parse("p.json", json.dumps(written).encode()))
    assert loaded.payload
    return loaded.payload


def test_names_are_those_that_both_engines_give() -> None:
    named = {"imageName": "Web", "amiName": "acme-web-{{ imagebuilder:buildDate }}"}

    assert (Released(("Web *", "acme-web-*")),) == released(payload(named))


def test_images_with_the_same_watermarks_stand_together() -> None:
    images = payload(
        {"imageName": "c", "watermarks": ["base", "approved"]},
        {"imageName": "b"},
        {"imageName": "a", "watermarks": ["approved", "base"]},
    )

    assert (
        Released(("b *",)),
        Released(("a *", "c *"), ("approved", "base")),
    ) == released(images)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("web:{{ imagebuilder:buildDate }}", "web**"),
        ("{{imagebuilder:buildDate}}-web", "*-web"),
    ],
)
def test_what_a_pattern_cannot_say_becomes_a_wildcard(name: str, pattern: str) -> None:
    (images,) = released(payload({"imageName": "web", "amiName": name}))

    assert {pattern, "web *"} == {*images.names}


def test_copies_of_every_image_and_region() -> None:
    images = payload(
        {"imageName": "a", "copyToAccounts": ["222233334444"]},
        {
            "imageName": "b",
            "regions": [{"name": "eu-west-1", "copyToAccounts": ["012345678901"]}, "us-east-1"],
        },
    )

    assert ("012345678901", "222233334444") == copies(images)
