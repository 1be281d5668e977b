"""What buildAmi is told of a payload, held against the function itself."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from generator.classic import events
from generator.payload.document import read
from generator.payload.image import Image
from generator.payload.load import load
from generator.payload.model import Payload

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(path for path in (ROOT / "payloads").iterdir() if path.suffix != ".md")
SOURCE = "ami-0123456789abcdef0"


@pytest.fixture(scope="module")
def build_ami() -> ModuleType:
    """The function's own file, as Lambda imports it."""
    path = ROOT / "generator" / "classic" / "functions" / "build_ami.py"
    spec = importlib.util.spec_from_file_location("deployed_build_ami", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _stack(monkeypatch) -> None:
    """The environment of a stack with a key of its own."""
    monkeypatch.setenv("AUTOMATION_ROLE_ARN", "arn:aws:iam::111122223333:role/automation")
    monkeypatch.setenv("KMS_KEY_ARN", "arn:aws:kms:eu-west-1:111122223333:key/mrk-1")


@pytest.fixture
def loaded(tmp_path):
    """The payload with such images."""

    def make(*amis: dict, **sections: object) -> Payload:
        file = tmp_path / "web.json"
        images = [
            {"imageName": f"web{n}", "sourceImage": SOURCE, **ami} for n, ami in enumerate(amis)
        ]
        file.write_text(json.dumps({**sections, "amis": images}))
        payload = load(read(str(file))).payload
        assert payload
        return payload

    return make


def test_the_function_and_the_generator_know_the_same_keys(build_ami) -> None:
    used = [Image.model_fields[name].alias for name in events.USED]

    assert {*build_ami.TEXTS, *build_ami.LISTS, "amiTags"} == set(used)
    assert build_ami.MOST_IMAGES == events.MOST_IMAGES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_function_finds_no_fault_in_the_event_of_an_example(build_ami, path: Path) -> None:
    payload = load(read(str(path))).payload
    assert payload
    if list(events.refusals(payload, payload.amis)):
        pytest.skip("the classic engine cannot build from its source")
    wishes = list(build_ami.read_images(build_ami.payload_of(events.event(payload))))

    assert [image.image_name for image in payload.amis] == [wish.name for wish in wishes]
    assert [([], [])] * len(wishes) == [(wish.faults, wish.notes) for wish in wishes]


def test_defaults_and_empty_values_are_left_out(loaded) -> None:
    payload = loaded(
        {
            "architecture": "x86_64",
            "updateOs": "before",
            "automationDocument": "DefaultLinuxAmiDocument",
            "accounts": [],
            "amiTags": {},
        }
    )

    assert {"amis": [{"imageName": "web0", "sourceImage": SOURCE}]} == events.event(payload)


def test_every_used_key_gets_through(loaded) -> None:
    image = {
        "imageName": "web",
        "sourceImage": "ssm:/golden/base",
        "bootstrapUrl": "https://example.com/web.sh",
        "bootstrapSha256": "ab" * 32,
        "accounts": ["012345678901"],
        "organizations": ["arn:aws:organizations::111122223333:organization/o-abcdefghij"],
        "organizationalUnits": [
            "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-11111111"
        ],
        "automationDocument": "Own",
        "architecture": "arm64",
        "description": "a web server",
        "updateOs": "never",
        "amiTags": {"Team": "web"},
    }

    assert {"amis": [image]} == events.event(loaded(image))
    assert len(events.USED) == len(image)


def test_defaults_of_the_payload_are_worked_in(loaded) -> None:
    payload = loaded(
        {"amiTags": {"A": "1"}}, defaults={"updateOs": "both", "amiTags": {"A": "0", "B": "2"}}
    )

    assert {"A": "1", "B": "2"} == events.event(payload)["amis"][0]["amiTags"]
    assert "both" == events.event(payload)["amis"][0]["updateOs"]


def test_tags_of_the_factory_go_under_those_of_the_image(loaded) -> None:
    payload = loaded(
        {"amiTags": {"Team": "web"}}, {}, factory={"tags": {"Team": "platform", "Cost": "42"}}
    )

    assert [{"Team": "web", "Cost": "42"}, {"Team": "platform", "Cost": "42"}] == [
        image["amiTags"] for image in events.event(payload)["amis"]
    ]


@pytest.mark.parametrize(
    "key", ["aws:x", "AWS:x", "amifactory:x", "AmiFactory:", "CreatedBy", "CreatedByUs", "awsx"]
)
def test_tags_of_the_factory_that_the_function_refuses_are_left_out(
    loaded, build_ami, key: str
) -> None:
    payload = loaded({}, factory={"tags": {key: "1"}})
    kept = "amiTags" in events.event(payload)["amis"][0]

    assert kept == (not list(build_ami.wrong_tags({key: "1"})))


def test_the_event_of_one_image_has_that_image_alone(loaded) -> None:
    payload = loaded({}, {"updateOs": "after"})

    assert {"amis": events.event(payload)["amis"][1:]} == events.image_event(
        payload, payload.amis[1]
    )


@pytest.mark.parametrize(
    ("keys", "unused"),
    [
        ({}, ()),
        ({"updateOs": "never", "accounts": ["111122223333"]}, ()),
        ({"encrypted": True, "components": [], "scan": False}, ()),
        ({"encrypted": False}, ("encrypted",)),
        ({"schedule": "cron(0 4 ? * SUN *)", "enabled": False}, ()),
        (
            {"schedule": {"expression": "rate(7 days)", "when": "changed", "autoDisableAfter": 2}},
            ("schedule.when", "schedule.autoDisableAfter"),
        ),
        (
            {"regions": ["eu-west-1"], "watermarks": ["approved"], "scan": True},
            ("regions", "watermarks", "scan"),
        ),
    ],
)
def test_keys_without_effect_are_named_as_users_write_them(loaded, keys, unused) -> None:
    assert unused == events.unused_keys(loaded(keys).amis[0])


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (
            "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x",
            "an Image Builder image",
        ),
        ("prod-abcdefgh12345", "a Marketplace product"),
    ],
)
def test_a_source_of_image_builder_is_refused(loaded, source: str, kind: str) -> None:
    payload = loaded({}, {"sourceImage": source})
    (refusal,) = events.refusals(payload, payload.amis)

    assert ("amis", 1, "sourceImage") == refusal.path
    assert (
        f'sourceImage "{source}" is {kind}, from which the classic engine cannot build'
        == refusal.message
    )
    assert [] == list(events.refusals(payload, payload.amis[:1]))


def test_more_images_than_an_event_can_have_are_refused(loaded) -> None:
    payload = loaded(*[{}] * (events.MOST_IMAGES + 1))
    (refusal,) = events.refusals(payload, payload.amis)

    assert "101 images are more than the 100 that one event can have" == refusal.message
    assert [] == list(events.refusals(payload, payload.amis[1:]))
