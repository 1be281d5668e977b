"""Image recipes: what they refer to must be there and fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.arns import read_arn
from generator.localaws.imagebuilder.exceptions import Refusal, bad_request, bad_value
from generator.localaws.imagebuilder.world import image_of

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "A recipe's AMI, components and their parameters are checked when it is created",
        "botocore's model, CreateImageRecipe",
    ),
    Emulated("A recipe has at most 20 components", "EC2 Image Builder User Guide, manage recipes"),
)

MOST_COMPONENTS = 20
WINDOWS = "ssm:/aws/service/ami-windows-latest/"


def draft(backend: ImageBuilderBackend, asked: Record) -> Record:
    """What an image recipe has besides what was asked for."""
    wanted = asked.get("components", [])
    found = [_component(backend, one) for one in wanted]
    _check_list([one["componentArn"] for one in wanted])
    platforms = {one["platform"] for one in found} | _of_parent(backend, asked["parentImage"])
    if len(platforms) > 1:
        raise bad_request(f"The platforms do not match: {', '.join(sorted(platforms))}.")
    platform = next(iter(platforms), "Linux")
    directory = "C:/" if platform == "Windows" else "/tmp"  # noqa: S108  # AWS's default
    return {"type": "AMI", "platform": platform, "components": wanted} | {
        "workingDirectory": asked.get("workingDirectory", directory)
    }


def _component(backend: ImageBuilderBackend, wanted: Mapping[str, Any]) -> Record:
    record = backend.get(wanted["componentArn"])
    if record["state"]["status"] != "ACTIVE":
        raise bad_request(f"The component '{record['arn']}' is {record['state']['status']}.")
    if "parameters" in record:
        _check_parameters(record, {it["name"] for it in wanted.get("parameters", [])})
    return record


def _check_parameters(record: Record, given: set[str]) -> None:
    """All that have no default are given, and none that it does not have (botocore's model)."""
    known = {it["name"]: "defaultValue" in it for it in record["parameters"]}
    missing = {name for name, default in known.items() if not default} - given
    if missing or given - set(known):
        wrong = f"missing: {sorted(missing)}, unknown: {sorted(given - set(known))}"
        raise bad_value("components", f"Parameters of '{record['arn']}': {wrong}.")


def _check_list(arns: list[str]) -> None:
    names = [(arn.owner, arn.name) for arn in map(read_arn, arns)]
    if len(set(names)) < len(names):
        raise bad_request("Each component can be specified only one time in a recipe.")
    if len(names) > MOST_COMPONENTS:
        message = f"A recipe has at most {MOST_COMPONENTS} components."
        raise Refusal("ServiceQuotaExceededException", message)


def _of_parent(backend: ImageBuilderBackend, parent: str) -> set[str]:
    """The platform of the parent image, as far as it is known before a build."""
    if parent.startswith("arn:"):
        return {backend.get(parent).get("platform", "Linux")}
    if not parent.startswith("ami-"):
        _check_form(parent)
        return {"Windows"} if parent.startswith(WINDOWS) else set()
    image = image_of(backend, parent)
    return {"Windows" if image.get("Platform", "").lower() == "windows" else "Linux"}


def _check_form(parent: str) -> None:
    if not parent.startswith(("ssm:", "prod-")):
        raise bad_value("parentImage", f"'{parent}' is no AMI, image, parameter or product.")
