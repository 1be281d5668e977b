"""Lifecycle policies: kept and checked, but not run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.exceptions import bad_value
from generator.localaws.imagebuilder.world import check_role

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "Lifecycle policies are checked and kept; they never run, and their executions are refused",
        "botocore's model, LifecyclePolicy shapes",
    ),
)


def draft(backend: ImageBuilderBackend, asked: Record) -> Record:
    """What a lifecycle policy has besides what was asked for."""
    kinds = Counter(detail["action"]["type"] for detail in asked["policyDetails"])
    if max(kinds.values()) > 1:
        raise bad_value("policyDetails", "Each action type can be given one time.")
    amis = asked["resourceType"] == "AMI_IMAGE"
    for detail in asked["policyDetails"]:
        for wrong in _wrongs(detail, amis):
            raise bad_value("policyDetails", wrong)
    selected = asked["resourceSelection"]
    if ("recipes" in selected) == ("tagMap" in selected):
        raise bad_value("resourceSelection", "Exactly one of recipes and tagMap must be given.")
    check_role(backend, asked["executionRole"])
    return {"status": asked.get("status", "ENABLED")}


def _wrongs(detail: Mapping[str, Any], amis: bool) -> Iterator[str]:
    action, limits = detail["action"], detail["filter"]
    included = action.get("includeResources", {})
    if not amis and action["type"] != "DELETE":
        yield "Container images can only be deleted."
    if limits["type"] == "COUNT" and action["type"] != "DELETE":
        yield "The filter COUNT goes only with DELETE."
    if limits["type"] == "AGE" and "unit" not in limits:
        yield "The filter AGE needs a unit."
    if limits["type"] == "COUNT" and ("unit" in limits or "retainAtLeast" in limits):
        yield "The filter COUNT takes no unit and no retainAtLeast."
    yield from _of_resources(action["type"], included, amis)
    if not amis and "amis" in detail.get("exclusionRules", {}):
        yield "Container policies take no exclusion rules for AMIs."


def _of_resources(action: str, included: Mapping[str, bool], amis: bool) -> Iterator[str]:
    if included.get("snapshots") and not (included.get("amis") and action == "DELETE"):
        yield "Snapshots can only be deleted, and together with AMIs."
    if included.get("containers" if amis else "amis"):
        yield "The resources do not fit the resource type."
