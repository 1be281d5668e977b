"""Valid payloads: every key a user may write, in combinations that no rule refuses."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st

from tests.property.dice import Dice, thrown
from tests.property.images import Json, Place, image, tags
from tests.property.worlds import PLAIN, TEXT, WORLDS, World

TYPES = {
    "x86_64": ("m6i.large", "c7i-flex.xlarge", "t3a.small"),
    "arm64": ("m6g.large", "t4g.nano"),
}
MOST_IMAGES = 4


def payload(seed: int, most_images: int = MOST_IMAGES) -> Json:
    """A payload as JSON would hold it; a smaller seed has fewer images."""
    dice = thrown(seed)
    world = dice.pick(WORLDS)
    shared = factory(dice, world)
    place = Place(world, shared.get("kmsKeyId"), _architectures(shared))
    names = image_names(dice, min(1 + seed.bit_length() // 7, most_images))
    amis = _images(dice, place, names)
    made: Json = {"amis": amis}
    if shared or dice.one_in(2):
        made["factory"] = shared
    if dice.one_in(2):
        made["defaults"] = _taken_out(dice, amis)
    if dice.one_in(4):
        made["$schema"] = "https://example.com/payload.schema.json"
    if dice.one_in(4):
        made["suppress"] = [_suppression(dice, names)]
    return dice.shuffled(made)


seeds = st.integers(0, 2**24 - 1)
payloads = seeds.map(payload)
small_payloads = seeds.map(lambda seed: payload(seed, 1))
"""Of one image, for what costs more than milliseconds."""


def factory(dice: Dice, world: World) -> Json:
    """What the images of a payload share."""
    options: Json = {
        "name": f"{dice.pick('abw')}-{dice.text(PLAIN).lower()}",
        "logRetentionDays": dice.pick((1, 90, 365, 3653)),
        "tags": tags(dice),
        "kmsKeyId": dice.pick(_keys(world)),
        "keyPair": "ops key (old)",
        "permissionsBoundary": world.arn("iam", "policy/team/boundary"),
        "workflowRole": world.arn("iam", "role/service/Workflows_1"),
        "buildLogs": dice.pick(
            ({"bucket": "example.logs"}, {"bucket": "example-logs", "prefix": "a/(b)/c's!/"})
        ),
        "notifications": _notifications(dice, world),
        "instanceTypes": [*dice.some(TYPES["arm64"], 0), *dice.some(TYPES["x86_64"])],
    }
    given = {key: value for key, value in options.items() if dice.one_in(3)}
    if world.home:
        given["region"] = world.home
    return dice.shuffled({**given, **_network(dice), **_profile(dice, world)})


def _keys(world: World) -> list[str]:
    keys = ["alias/golden-images", f"mrk-{'0123456789abcdef' * 2}", world.key_in(world.region)]
    keys.append(world.arn("kms", "alias/team/golden_1", world.region))
    return [*keys, "1234abcd-12ab-34cd-56ef-1234567890ab"] if world.home else keys


def _notifications(dice: Dice, world: World) -> Json:
    if dice.one_in(2):
        return {"topicArn": world.arn("sns", "image-builds_1", world.region)}
    return {"emails": dice.some(("ops@example.com", "o'neil+{x}~`@sub.example.org"))}


def _architectures(factory: Json) -> tuple[str, ...]:
    """Those that the instance types serve; all by default."""
    given = factory.get("instanceTypes", [*TYPES["x86_64"], *TYPES["arm64"]])
    return tuple(name for name, types in TYPES.items() if set(given).intersection(types))


def _network(dice: Dice) -> Json:
    if not dice.one_in(3):
        return {}
    groups = ["sg-0123456789abcdef0", "sg-01234567"]
    return {"subnetId": "subnet-0123456789abcdef0", "securityGroupIds": groups}


def _profile(dice: Dice, world: World) -> Json:
    if dice.one_in(4):
        return {"instanceProfile": "Build+Profile=1,2.3@4-5_6"}
    if dice.one_in(4):
        own = [world.arn("iam", f"policy/read/{letter}") for letter in dice.some("abc")]
        return {"instancePolicies": [*own, world.arn("iam", "policy/Read", account="aws")]}
    return {}


def image_names(dice: Dice, count: int) -> list[str]:
    """Names whose letters and digits differ, whatever their case."""
    names: dict[str, str] = {}
    for number in range(count):
        name = dice.pick(PLAIN)
        if dice.one_in(2):
            name += dice.text(PLAIN + " _-", 0, 12) + dice.pick(PLAIN)
        if _told_apart(name) in names:
            name += f" {number} x"
        names[_told_apart(name)] = name
    return list(names.values())


def _told_apart(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _images(dice: Dice, place: Place, names: list[str]) -> list[Json]:
    """Images of their own, and variants of the first one that differ in little."""
    first = image(dice, place, names[0])
    own = {"imageName", "amiName", "parameter"}
    alike = {key: value for key, value in first.items() if key not in own}
    made = [first]
    for name in names[1:]:
        variant = {"imageName": name, **deepcopy(alike)}
        made.append(variant if dice.one_in(2) else image(dice, place, name))
    return made


def _suppression(dice: Dice, names: list[str]) -> Json:
    accepted: Json = {"code": dice.pick(("AF320", "AF342")), "reason": dice.text(TEXT)}
    return {**accepted, "image": names[0]} if dice.one_in(2) else accepted


def _taken_out(dice: Dice, amis: list[Json]) -> Json:
    """Say once what all images say, whole values and entries of maps: it means the same."""
    defaults = _moved(dice, amis, "imageName")
    for key in ("amiTags", "lifecycle"):
        maps = [image[key] for image in amis if key in image]
        if len(maps) == len(amis) and dice.one_in(2):
            defaults[key] = _moved(dice, maps, "")
    return defaults


def _moved(dice: Dice, mappings: list[Json], stays: str) -> Json:
    first, *others = mappings
    common = [
        key
        for key, value in first.items()
        if key != stays and all(repr(value) == repr(other.get(key)) for other in others)
    ]
    taken = [key for key in common if dice.one_in(2)]
    return {key: [mapping.pop(key) for mapping in mappings].pop() for key in taken}
