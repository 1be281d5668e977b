"""What an image's resources are called and say depends on that image alone.

CloudFormation replaces a resource whose logical id changes, and an Image Builder resource that
is created before its twin is deleted collides with it (docs of CreateImageRecipe, `name`).
"""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from generator.cli.wiring import Stack, stack_of
from generator.graph.naming import ARCHITECTURES, SHARED, infrastructure
from generator.graph.nodes import Component
from generator.payload.document import parse
from generator.payload.resource_names import camel
from generator.templates.text import to_yaml
from tests.property.payloads import payload, payloads
from tests.property.worlds import BESIDE

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(path for path in (ROOT / "payloads").iterdir() if path.suffix != ".md")
MOVING = "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"

IMAGES: dict[str, dict[str, Any]] = {
    "plain": {},
    "shared": {"accounts": ["222233334444"]},
    "copied": {
        "copyToAccounts": ["222233334444"],
        "organizations": ["arn:aws:organizations::111122223333:organization/o-abcdefghij"],
    },
    "windows": {
        "automationDocument": "DefaultWindowsAmiDocument",
        "components": [{"name": "hardening"}],
        "bootstrapUrl": "https://example.com/web.ps1",
    },
    "arm64": {"architecture": "arm64", "components": [{"name": "docker"}]},
    "scripted": {"bootstrapUrl": "s3://example-bootstrap/web.sh", "updateOs": "both"},
    "ageing": {"lifecycle": {"deleteAfter": "90 days", "keepLatest": 2}},
    "own workflows": {
        "workflows": [
            {"file": "build-flow.yaml", "type": "build"},
            {"file": "checks/test_flow.yaml", "type": "test", "parameters": {"groups": "a"}},
        ]
    },
    "composed": {
        "components": [{"name": "hardening"}, {"file": "tune-kernel.yaml"}],
        "tests": [{"name": "test-imdsv2"}],
        "sourceImage": MOVING,
        "schedule": "rate(1 day)",
    },
    "published": {"parameter": "/golden/ami", "regions": ["eu-west-1"], "public": False},
}
"""One image a kind of resource or of sharing."""


def stack(given: dict[str, Any]) -> Stack:
    made = stack_of(parse(str(BESIDE / "factory.json"), json.dumps(given).encode()))
    assert made.text, [finding.message for finding in made.report.findings]
    return made


def resources(given: dict[str, Any]) -> dict[str, str]:
    """Logical ids, each with the exact text of its resource."""
    found = stack(given).rendered.template["Resources"]
    return {logical_id: to_yaml({logical_id: body}) for logical_id, body in found.items()}


def of(*names: str, **factory: Any) -> dict[str, Any]:
    images = [{"imageName": name, "sourceImage": "ami-0abc1234", **IMAGES[name]} for name in names]
    return {"factory": {"region": "eu-west-1", **factory}, "amis": images}


def without(given: dict[str, Any], position: int) -> dict[str, Any]:
    return {**given, "amis": [*given["amis"][:position], *given["amis"][position + 1 :]]}


def example(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def quiet(given: dict[str, Any]) -> dict[str, Any]:
    """Without acceptances of findings, which may name an image that is taken away."""
    return {key: value for key, value in given.items() if key != "suppress"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_order_of_an_example_does_not_matter(path):
    given = example(path)
    assert resources(given) == resources({**given, "amis": given["amis"][::-1]})


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_joins_an_example_leaves_it_as_it_was(path):
    """A new image, first or last, with what the example's images share or without."""
    given = example(path)
    new = {"imageName": "Newcomer 7", "sourceImage": "ami-0abc1234", **IMAGES["ageing"]}
    before = resources(given)
    for amis in ([new, *given["amis"]], [*given["amis"], new]):
        after = resources({**given, "amis": amis})
        assert before == {logical_id: after[logical_id] for logical_id in before}


def test_what_leaves_an_example_takes_only_its_own_along():
    given = example(ROOT / "payloads/fleet.yaml")
    before = resources(given)
    for position, image in enumerate(given["amis"]):
        after = resources(without(given, position))
        assert after == {logical_id: before[logical_id] for logical_id in after}
        assert not [each for each in after if each == camel(image["imageName"]) + "Recipe"]


@pytest.mark.parametrize(("one", "other"), list(permutations(IMAGES, 2)))
def test_two_images_do_not_touch_each_other(one, other):
    alone, together, swapped = (
        resources(of(*names)) for names in ([one], [one, other], [other, one])
    )
    assert together == swapped
    assert alone == {logical_id: together[logical_id] for logical_id in alone}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(payload=payloads.map(quiet))
def test_generated_images_come_and_go_without_touching_the_others(payload):
    before = resources(payload)
    assert before == resources({**payload, "amis": payload["amis"][::-1]})
    for position in range(len(payload["amis"]) if len(payload["amis"]) > 1 else 0):
        after = resources(without(payload, position))
        assert after == {logical_id: before[logical_id] for logical_id in after}


@pytest.mark.parametrize(
    "change",
    [
        {"bootstrapUrl": "s3://other/script.sh"},
        {"bootstrapSha256": "0" * 64},
        {"components": [{"name": "docker"}, {"name": "hardening"}]},
        {"components": []},
        {"description": "something else"},
        {"sourceImage": MOVING},
        {"updateOs": "never", "accounts": ["123456789012"]},
        {"volumes": [{"device": "/dev/xvda", "sizeGiB": 30}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_new_content_keeps_ids_names_and_versions(change):
    given = of("composed")
    given["amis"][0] |= {"bootstrapUrl": "https://example.com/web.sh", "bootstrapSha256": "1" * 64}
    changed = {**given, "amis": [{**given["amis"][0], **change}]}
    before, after = identities(given), identities(changed)
    assert {each: before[each] for each in before if each in after} == {
        each: after[each] for each in after if each in before
    }
    assert "ComposedRecipe" in before.keys() & after.keys()


def identities(given: dict[str, Any]) -> dict[str, tuple[str, Any, Any]]:
    """What Image Builder and CloudFormation know each resource by."""
    return {
        logical_id: (body["Type"], name_of(body), body["Properties"].get("Version"))
        for logical_id, body in stack(given).rendered.template["Resources"].items()
    }


def name_of(resource: dict[str, Any]) -> Any:
    properties = resource["Properties"]
    keys = ("Name", "LogGroupName", "PolicyName", "BucketName", "RoleName", "TopicName")
    return next((properties[key] for key in keys if key in properties), None)


def test_an_id_has_one_type_and_name_whatever_the_image_holds():
    """Over many stacks of one name, with images of one name and of any content."""
    known: dict[str, tuple[str, Any]] = {}
    for seed in range(0, 10_000, 211):
        made = quiet(payload(seed))
        made["factory"] = {**made.get("factory", {}), "name": "web"}
        for number, image in enumerate(made["amis"]):
            image["imageName"] = f"Image {number}_a"
        for logical_id, (kind, name, _) in identities(made).items():
            assert known.setdefault(logical_id, (kind, name)) == (kind, name)
    named = [each for each in known.values() if each[1] is not None]
    assert len(set(named)) == len(named)


def test_the_name_of_a_bootstrap_is_never_that_of_a_shared_component():
    """An image may be called as a platform and a file are: shared components begin with one."""
    given = of("windows", "scripted")
    for image, name in zip(given["amis"], ("linux web", "windows web"), strict=True):
        image["imageName"] = name
    names = {
        node.name.removeprefix("factory-").partition("-")[0]: node.image
        for node in stack(given).graph.nodes
        if isinstance(node, Component)
    }
    assert {key for key, image in names.items() if image} == {"bootstrap"}
    assert {key for key, image in names.items() if not image} == {"linux", "windows"}


def test_no_shared_id_ends_like_one_of_an_image():
    """So that no image name, whatever it is, makes the id of something shared."""
    kinds, shared = set(), {*SHARED.values(), *map(infrastructure, ARCHITECTURES)}
    for seed in range(0, 10_000, 211):
        for node in stack(quiet(payload(seed))).graph.nodes:
            if node.image:
                kinds.add(node.logical_id.removeprefix(camel(node.image.lower())))
            else:
                shared.add(node.logical_id)
    assert {"Recipe", "Pipeline", "Access", "AmiKey", "ExecutionRole"} <= kinds
    assert [(each, kind) for each in shared for kind in kinds if each.endswith(kind)] == []
