"""Infrastructure and distribution configurations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.exceptions import bad_request, bad_value
from generator.localaws.imagebuilder.world import check_instance_profile, check_topic

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "An infrastructure configuration needs an instance profile and a topic that exist, and"
        " security groups beside a subnet",
        "botocore's model, CreateInfrastructureConfiguration",
    ),
    Emulated(
        "A distribution names each region once, with at least one output, and an AMI name has"
        " imagebuilder:buildDate",
        "botocore's model, Distribution and AmiDistributionConfiguration",
    ),
)

RESERVED_TAGS = ("CreatedBy", "Ec2ImageBuilderArn", "Name", "Tags")
"""Keys that ResourceTags may not have (botocore's model)."""

TIMEOUT_MINUTES = 360
"""Of a distribution; the model requires the member and says no more."""


def infrastructure(backend: ImageBuilderBackend, asked: Record) -> Record:
    """What an infrastructure configuration has besides what was asked for."""
    if "subnetId" in asked and not asked.get("securityGroupIds"):
        raise bad_request("If you specify subnetId, you must also specify securityGroupIds.")
    reserved = [key for key in asked.get("resourceTags", {}) if key in RESERVED_TAGS]
    if reserved:
        raise bad_value("resourceTags", f"The keys {', '.join(reserved)} are reserved.")
    _check_placement(asked.get("placement", {}))
    check_instance_profile(backend, asked["instanceProfileName"])
    if "snsTopicArn" in asked:
        check_topic(backend, asked["snsTopicArn"])
    return {
        "terminateInstanceOnFailure": asked.get("terminateInstanceOnFailure", True),
        "terminateInstanceOnCompletion": asked.get("terminateInstanceOnCompletion", True),
    }


def _check_placement(placement: Mapping[str, Any]) -> None:
    hosts = [key for key in ("hostId", "hostResourceGroupArn") if key in placement]
    if len(hosts) > 1 or (hosts and placement.get("tenancy") != "host"):
        raise bad_value("placement", "One host may be given, with tenancy host.")


def distribution(_backend: ImageBuilderBackend, asked: Record) -> Record:
    """What a distribution configuration has besides what was asked for."""
    entries = asked["distributions"]
    twice = [region for region, n in Counter(it["region"] for it in entries).items() if n > 1]
    if twice:
        raise bad_request(f"The region {twice[0]} is named more than once.")
    for entry in entries:
        _check_entry(entry)
    return {
        "timeoutMinutes": TIMEOUT_MINUTES,
        "regions": [entry["region"] for entry in entries],
    }


def _check_entry(entry: Mapping[str, Any]) -> None:
    if len(entry) == 1:
        raise bad_request("One or more outputs should be provided for each region.")
    name = entry.get("amiDistributionConfiguration", {}).get("name", "")
    if name and "imagebuilder:buildDate" not in name:
        raise bad_value("name", "The AMI name must contain {{ imagebuilder:buildDate }}.")
    permission = entry.get("amiDistributionConfiguration", {}).get("launchPermission", {})
    if set(permission.get("userGroups", [])) - {"all"}:
        raise bad_value("userGroups", "The only supported value is all.")
