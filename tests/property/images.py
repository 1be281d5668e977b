"""One image of a generated payload: every key of `amis[]`, in combinations that no rule refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.property.dice import Dice
from tests.property.making import is_tested, made
from tests.property.worlds import ACCOUNTS, PLAIN, TEXT, World

Json = dict[str, Any]

DATE = "{{ imagebuilder:buildDate }}"
HEX = "0123456789abcdef"
TAG_KEYS = ("Team", "Cost Center", "app:tier", "a/b", "e@x", "Stage=1", "no", "1.10", "on")
SCHEDULES = (
    "rate(1 day)",
    "cron(0 4 ? * SUN *)",
    "cron(30 6 ? * WED#2 *)",
    "cron(0 2 1 * ? *)",
    "cron(15 0-6/2 L * ? 2098,2099)",
    "rate(36 hours)",
)
ZONES = ("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata")
AGES = {
    "deprecateAfter": ("30 days", "1 m", "4weeks", "1d"),
    "disableAfter": ("60 days", "2 months", "9w"),
    "deleteAfter": ("180 days", "1 year", "999 y"),
}
"""Any of one comes before any of the next."""
LISTS = ("regions", "launchTemplates", "volumes", "components", "tests", "workflows", "watermarks")
SHARING = ("accounts", "copyToAccounts", "organizations", "organizationalUnits")


@dataclass(frozen=True)
class Place:
    """What the rest of the payload says that an image has to go along with."""

    world: World
    key: str | None
    """`factory.kmsKeyId`."""
    architectures: tuple[str, ...]

    def keyless(self, region: str, *, shared: bool) -> bool:
        """True where an encrypted AMI needs a `kmsKeyId` in that region's entry."""
        if self.key is None:
            return shared and region != self.world.home
        if self.key.startswith(("alias/", "mrk-")):
            return False
        return region != self.world.region


def image(dice: Dice, place: Place, name: str) -> Json:
    """An image of this name, its keys in any order."""
    image: Json = {"imageName": name}
    image |= _source(dice, place)
    image |= _sharing(dice, place.world, 2)
    image |= _encryption(dice, image)
    image |= _regions(dice, place, image)
    image |= _volumes(dice, image)
    image |= made(dice, place.world, windows="Windows" in image.get("automationDocument", ""))
    image |= _naming(dice, image)
    image |= _ageing(dice, image)
    empty = [key for key in LISTS if key not in image and dice.one_in(16)]
    return dice.shuffled({**image, **{key: [] for key in empty}})


def tags(dice: Dice, least: int = 0) -> Json:
    """Tags for everything: values are kept as they are written, numbers and booleans, too."""
    values = ("platform", 42, True, "a b", "null", "1.10", 10**6, False, dice.text(PLAIN))
    keys = dice.some((*TAG_KEYS, "t" + dice.text(PLAIN)), least)
    return {key: dice.pick(values) for key in keys}


def _ami_tags(dice: Dice) -> Json:
    """AMIs take any text as a value, and what Image Builder fills in."""
    keys = dice.some(TAG_KEYS)
    return {key: DATE if dice.one_in(8) else dice.text(TEXT, most=30) for key in keys}


def _source(dice: Dice, place: Place) -> Json:
    architecture = dice.pick(place.architectures)
    windows = architecture == "x86_64" and dice.one_in(4)
    source: Json = {"sourceImage": _source_image(dice, place.world)}
    if architecture != "x86_64" or dice.one_in(4):
        source["architecture"] = architecture
    if windows or dice.one_in(4):
        source["automationDocument"] = f"Default{'Windows' if windows else 'Linux'}AmiDocument"
    if dice.one_in(2):
        source["bootstrapUrl"] = _url(dice, "ps1" if windows else "sh")
        if dice.one_in(2):
            source["bootstrapSha256"] = dice.text(HEX, 64, 64)
    return source


def _source_image(dice: Dice, world: World) -> str:
    own = world.arn("imagebuilder", "image", world.region)
    managed = world.arn("imagebuilder", "image", world.region, "aws")
    parameter = world.arn("ssm", "parameter", world.region)
    return dice.pick(
        (
            f"ami-{dice.text(HEX, 17, 17)}",
            "ami-0abc1234",
            "ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/ami-id",
            "ssm:/golden/base",
            "ssm:base",
            f"ssm:{parameter}/golden/base",
            f"{managed}/amazon-linux-2023/x.x.x",
            f"{own}/base/1.x.x",
            f"{own}/base/1.2.3/4",
            "prod-abcdefgh12345",
        )
    )


def _url(dice: Dice, ending: str) -> str:
    return dice.pick(
        (
            f"https://example.com/bootstrap/web-1.4.2.{ending}",
            f"https://example.com:8443/a%20b/~x/(1)/@v2/it,s&more;*.{ending}?ref=a+b&n=!",
            f"https://xn--bcher-kva.example/b.{ending}",
            f"s3://example-bootstrap/web/set-up.{ending}",
            f"s3://b.u-cket.1/a/(b)/c!d&e=1,2;3+4@5:6~7.{ending}",
        )
    )


def _sharing(dice: Dice, world: World, one_in: int) -> Json:
    target: Json = {}
    if dice.one_in(one_in):
        target["accounts"] = dice.some(ACCOUNTS)
        if dice.one_in(4):
            target["accounts"] = [int(ACCOUNTS[0])]  # a number is as good as its digits
    if dice.one_in(4):
        target["copyToAccounts"] = dice.some(ACCOUNTS)
    if dice.one_in(4):
        target["organizations"] = [world.organization(letter) for letter in dice.some("abc")]
    if dice.one_in(4):
        target["organizationalUnits"] = [world.unit(letter) for letter in dice.some("abc")]
    return target


def _encryption(dice: Dice, image: Json) -> Json:
    if dice.one_in(8) and not image["sourceImage"].startswith("prod-"):
        return {"public": True, "confirmPublic": True, "encrypted": False}
    if dice.one_in(4):
        return {"encrypted": dice.one_in(2), "public": False}
    return {}


def _regions(dice: Dice, place: Place, image: Json) -> Json:
    targets: Json = {}
    world = place.world
    if dice.one_in(2):
        names = [*filter(None, [world.home]), *dice.some(world.others)]
        entries = [_region(dice, place, name) for name in names]
        shared = any(entry.get(key) for entry in (image, *entries) for key in SHARING)
        for entry in entries:
            if image.get("encrypted", True) and place.keyless(entry["name"], shared=shared):
                entry["kmsKeyId"] = world.key_in(entry["name"])
        targets["regions"] = [entry["name"] if len(entry) == 1 else entry for entry in entries]
    if dice.one_in(4) and (not targets or world.home):
        targets["launchTemplates"] = [_launch_template(dice)]
    return targets


def _region(dice: Dice, place: Place, name: str) -> Json:
    entry: Json = {"name": name}
    if dice.one_in(4):
        entry |= {key: [] for key in SHARING if dice.one_in(4)}
        entry |= _sharing(dice, place.world, 4)
    if dice.one_in(8):
        entry["amiTags"] = _ami_tags(dice)
    if dice.one_in(8):
        entry["launchTemplates"] = [_launch_template(dice)]
    return entry


def _launch_template(dice: Dice) -> Json | str:
    template: Json = {"id": f"lt-{dice.text(HEX, 17, 17)}"}
    if dice.one_in(2):
        return str(template["id"])
    if dice.one_in(2):
        template["account"] = dice.pick(ACCOUNTS)
    if dice.one_in(2):
        template["setDefault"] = dice.one_in(2)
    return template


def _volumes(dice: Dice, image: Json) -> Json:
    devices = dice.some(("/dev/xvda", "/dev/sda1", "/dev/sdf", "xvdb"), 0)
    volumes = [_volume(dice, device, encrypted=image.get("encrypted", True)) for device in devices]
    return {"volumes": volumes} if volumes else {}


def _volume(dice: Dice, device: str, *, encrypted: bool) -> Json:
    kinds: tuple[Json, ...] = (
        {},
        {"sizeGiB": dice.number(1, 16000)},
        {"type": "gp3", "iops": 4000, "throughput": 1000, "sizeGiB": 8},
        {"type": "gp2", "sizeGiB": 40},
        {"type": "io2", "iops": 100, "sizeGiB": 4},
        {"type": "io1", "iops": 5000, "sizeGiB": 100},
        {"type": "standard"},
    )
    volume = {"device": device, **dice.pick(kinds)}
    if not encrypted:
        volume["encrypted"] = False
    elif dice.one_in(4):
        volume["kmsKeyId"] = dice.pick(("alias/golden", f"mrk-{'0' * 32}"))
    return volume


def _naming(dice: Dice, image: Json) -> Json:
    name = image["imageName"]
    naming: Json = {}
    if dice.one_in(4):
        naming["amiName"] = f"ami:{name}.{{{{imagebuilder:buildDate}}}}"
    if dice.one_in(2):
        naming["description"] = dice.text(TEXT, most=40)
    if dice.one_in(2):
        naming["amiTags"] = _ami_tags(dice)
    if dice.one_in(4) and not image.get("public"):
        naming["watermarks"] = dice.some(("golden web", "(a)[b]./'@_-", "x-1"))
    if dice.one_in(4):
        prefix = dice.pick(("/imagebuilder/", "/golden/images/", "golden."))
        naming["parameter"] = prefix + name.replace(" ", ".")
    if dice.one_in(4):
        naming["version"] = dice.pick(("1.4.0", "0.0.1", "1073741823.0.0"))
    return naming


def _ageing(dice: Dice, image: Json) -> Json:
    ageing: Json = {}
    if dice.one_in(2):
        ageing["schedule"] = _schedule(dice, moving=image["sourceImage"].startswith("ssm:"))
    if dice.one_in(3):
        ageing["lifecycle"] = _lifecycle(dice)
    if dice.one_in(4):
        ageing["enabled"] = dice.one_in(2)
    if dice.one_in(4) and is_tested(image):
        ageing["scan"] = True
    return ageing


def _schedule(dice: Dice, *, moving: bool) -> Json | str:
    schedule: Json = {"expression": dice.pick(SCHEDULES)}
    if dice.one_in(2):
        return str(schedule["expression"])
    if dice.one_in(2):
        schedule["timezone"] = dice.pick(ZONES)
    if dice.one_in(2):
        schedule["when"] = dice.pick(("always", "changed")) if moving else "always"
    if dice.one_in(2):
        schedule["autoDisableAfter"] = dice.number(1, 10)
    return schedule


def _lifecycle(dice: Dice) -> Json:
    steps = dice.some(list(AGES), 0)
    lifecycle: Json = {step: dice.pick(ages) for step, ages in AGES.items() if step in steps}
    if not lifecycle or dice.one_in(2):
        lifecycle["keepLatest"] = dice.number(1, 10)
    if {"deleteAfter", "keepLatest"} & lifecycle.keys() and dice.one_in(2):
        lifecycle["includeSnapshots"] = dice.one_in(2)
    if dice.one_in(2):
        lifecycle["protectTags"] = tags(dice, 1)
    return lifecycle
