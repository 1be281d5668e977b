"""What a generated image is made with: updates, components, tests and workflows."""

from __future__ import annotations

from typing import Any

from generator import library
from tests.property.dice import Dice
from tests.property.worlds import World

Json = dict[str, Any]


def made(dice: Dice, world: World, *, windows: bool) -> Json:
    """The keys of an image that say what runs in its build and its tests."""
    platform = "Windows" if windows else "Linux"
    making: Json = {}
    if dice.one_in(2):
        making["updateOs"] = dice.pick(("before", "after", "both", "never"))
    if dice.one_in(2):
        making["components"] = dice.some(_uses(world, platform, tested=False))
    if dice.one_in(2):
        making["tests"] = _tests(dice, dice.some(_uses(world, platform, tested=True)))
    if dice.one_in(4):
        making["workflows"] = _workflows(dice, world)
    return making


def is_tested(image: Json) -> bool:
    """True when the image has a test phase, which scanning needs."""
    tests = image.get("tests")
    if isinstance(tests, dict) and not tests.get("enabled", True):
        return False
    flows = image.get("workflows")
    return not flows or any(_tests_image(flow) for flow in flows)


def _tests_image(flow: Json) -> bool:
    return "test" in (flow.get("type") or flow.get("arn") or flow["name"])


def _uses(world: World, platform: str, *, tested: bool) -> list[Json]:
    """All that can be used; never an update, which `updateOs` adds."""
    held = [each for each in library.components() if each.platform == platform]
    managed = [each for each in library.managed_components() if each.platform == platform]
    name = f"component/mine-{'test' if tested else 'build'}"
    return [
        *(
            _library_use(each)
            for each in held
            if each.is_test == tested and each.name != "update-os"
        ),
        *(
            {"name": each.name}
            for each in managed
            if each.is_test == tested and not each.name.startswith("update-")
        ),
        {"arn": world.arn("imagebuilder", f"{name}/1.x.x", world.region)},
        {"arn": world.arn("imagebuilder", f"{name}-2/1.2.3/4", world.region)},
        *(_own(tested=tested) if platform == "Linux" else ()),
    ]


def _own(*, tested: bool) -> list[Json]:
    """Documents beside the payload; they are for Linux."""
    if tested:
        return [{"file": "checks/Smoke_Test 1.yaml", "parameters": {"Path": ["/etc/web", "/x y"]}}]
    return [{"file": "./tune-kernel.yaml", "parameters": {"Swappiness": 10}}]


def _library_use(document: library.ComponentDocument) -> Json:
    use: Json = {"name": document.name}
    if document.name == "hardening":
        use["version"] = "1.x.x"
    if document.parameters:
        use["parameters"] = {
            each.name: 8080 if each.name == "Port" else "nginx" for each in document.parameters
        }
    return use


def _tests(dice: Dice, uses: list[Json]) -> Json | list[Json]:
    if dice.one_in(2):
        return uses
    return dice.pick(
        (
            {"components": uses},
            {"enabled": True, "components": uses},
            {"enabled": False, "components": uses},
            {"enabled": False},
        )
    )


def _workflows(dice: Dice, world: World) -> list[Json]:
    """One that builds, perhaps some that test, and one that distributes."""
    own = world.arn("imagebuilder", "workflow/build/mine/1.x.x", world.region)
    managed = world.arn("imagebuilder", "workflow/test/test-image/x.x.x", world.region, "aws")
    build = dice.pick(
        (
            {"name": "build-image"},
            {"file": "build-flow.yaml", "type": "build", "parameters": {"waitFor": "ssmAgent"}},
            {"arn": own, "parameters": {"one": [1, "two"], "three": True}},
        )
    )
    tests = [
        {"file": "checks/test_flow.yaml", "type": "test", "parameters": {"groups": ["a", "b"]}},
        {"arn": managed, "onFailure": "continue", "parallelGroup": "a+b#1"},
        {"name": "express-test-image", "onFailure": "abort"},
    ]
    distribution = [{"name": "distribute-image"}] if dice.one_in(2) else []
    return [build, *dice.some(tests, 0), *distribution]
