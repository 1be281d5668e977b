"""What can be changed of an AMI: permissions, description, deprecation, protection."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.ec2.repair import without
from generator.localaws.ec2.volumes import has_default_key, is_encrypted
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "An AMI encrypted under aws/ebs cannot be shared, and an encrypted one not be public",
        "botocore's EC2 model, ModifySnapshotAttribute; EC2 User Guide",
    ),
    Emulated(
        "A deprecation time is rounded to the minute and lies ahead, at most ten years",
        "botocore's EC2 model, EnableImageDeprecation",
    ),
    Emulated(
        "A protected AMI cannot be deregistered; the cooldown of a day holds after protection ends",
        "botocore's EC2 model, EnableImageDeregistrationProtection",
    ),
)

LISTS = {
    "UserIds": "UserId",
    "UserGroups": "Group",
    "OrganizationArns": "OrganizationArn",
    "OrganizationalUnitArns": "OrganizationalUnitArn",
}
"""Lists of ModifyImageAttribute -> what a launch permission calls one of them."""

FARTHEST = timedelta(days=3653)


def own(response: Any) -> Any:
    """The account's AMI that a request names; moto's errors when it has none."""
    from moto.ec2.exceptions import EC2ClientError, UnvailableAMIIdError

    ami_id, backend = response._get_param("ImageId"), response.ec2_backend  # noqa: SLF001  # moto's
    if ami_id in backend.deleted_amis:
        raise UnvailableAMIIdError(ami_id)
    if ami_id not in backend.amis:
        backend.describe_images(ami_ids=[ami_id])
        raise EC2ClientError("AuthFailure", f"Not authorized for image:{ami_id}")
    found = backend.amis[ami_id]
    if found.owner_id != backend.account_id:
        raise EC2ClientError("AuthFailure", f"Not authorized for image:{ami_id}")
    return found


def modify_image_attribute(response: Any, _theirs: Any) -> Any:
    """ModifyImageAttribute: launch permissions in both spellings, and the description."""
    from moto.core.responses import EmptyResult

    asked, ami = response._get_param, own(response)  # noqa: SLF001  # moto's way
    without(response, "ProductCodes", "ImdsSupport", "Value")
    structure = asked("LaunchPermission") or {}
    lists = [{one: value} for key, one in LISTS.items() for value in asked(key, [])]
    operation = asked("OperationType")
    added = structure.get("Add", []) + (lists if operation == "add" else [])
    removed = structure.get("Remove", []) + (lists if operation == "remove" else [])
    response.error_on_dryrun()
    _check_sharing(response.ec2_backend, ami, added)
    response.ec2_backend.modify_image_attribute(
        ami_id=ami.id, launch_permissions_to_add=added, launch_permissions_to_remove=removed
    )
    described = asked("Description")
    if described is not None:
        ami.description = described.get("Value") if isinstance(described, dict) else described
    return EmptyResult()


def _check_sharing(backend: Any, ami: Any, added: list[dict[str, str]]) -> None:
    from moto.ec2.exceptions import EC2ClientError

    if added and has_default_key(backend, ami):
        message = f"Snapshots of {ami.id} encrypted with the AWS managed key cannot be shared."
        raise EC2ClientError("InvalidParameter", message)
    if {"Group": "all"} in added and is_encrypted(ami):
        raise EC2ClientError("InvalidParameter", f"The encrypted AMI {ami.id} cannot be public.")


def enable_image_deprecation(response: Any, _theirs: Any) -> Any:
    """EnableImageDeprecation."""
    from moto.ec2.exceptions import EC2ClientError

    ami, moment = own(response), response._get_param("DeprecateAt")  # noqa: SLF001  # moto's way
    moment = moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    moment = moment.replace(tzinfo=clock.now().tzinfo) if moment.tzinfo is None else moment
    rounded = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    if not clock.now() < rounded <= clock.now() + FARTHEST:
        message = f"The deprecation time {rounded.isoformat()} is not valid."
        raise EC2ClientError("InvalidParameter", message)
    response.error_on_dryrun()
    ami.deprecation_time = f"{rounded:%Y-%m-%dT%H:%M:%S}.000Z"
    return _done(value=True)


def disable_image_deprecation(response: Any, _theirs: Any) -> Any:
    """DisableImageDeprecation."""
    ami = own(response)
    response.error_on_dryrun()
    ami.deprecation_time = None
    return _done(value=True)


def enable_image_deregistration_protection(response: Any, _theirs: Any) -> Any:
    """EnableImageDeregistrationProtection."""
    cooldown = response._get_param("WithCooldown") in (True, "true")  # noqa: SLF001  # moto's way
    ami = own(response)
    response.error_on_dryrun()
    ami.deregistration_protection = "enabled-with-cooldown" if cooldown else "enabled"
    return _done(value=ami.deregistration_protection)


def disable_image_deregistration_protection(response: Any, _theirs: Any) -> Any:
    """DisableImageDeregistrationProtection; a cooldown lasts for another day."""
    ami = own(response)
    response.error_on_dryrun()
    if getattr(ami, "deregistration_protection", None) == "enabled-with-cooldown":
        ami.cooldown_until = clock.now() + timedelta(days=1)
    ami.deregistration_protection = "disabled"
    return _done(value="disabled")


def is_protected(ami: Any) -> bool:
    """Whether an AMI may not be deregistered now."""
    protection = getattr(ami, "deregistration_protection", None) or "disabled"
    until = getattr(ami, "cooldown_until", None)
    return protection.startswith("enabled") or (until is not None and clock.now() < until)


def describe_image_attribute(response: Any, theirs: Any) -> Any:
    """DescribeImageAttribute; moto's own for all but the time of the last launch."""
    from moto.core.responses import ActionResult

    attribute = response._get_param("Attribute")  # noqa: SLF001  # moto's way
    if attribute not in ("lastLaunchedTime", "deregistrationProtection"):
        own(response)
        return theirs(response)
    ami = own(response)
    if attribute == "lastLaunchedTime":
        value = getattr(ami, "last_launched_time", None)
        return ActionResult({"ImageId": ami.id, "LastLaunchedTime": {"Value": value or ""}})
    value = getattr(ami, "deregistration_protection", None) or "disabled"
    return ActionResult({"ImageId": ami.id, "DeregistrationProtection": {"Value": value}})


def _done(*, value: Any) -> Any:
    from moto.core.responses import ActionResult

    return ActionResult({"Return": value})


OPERATIONS = (
    modify_image_attribute,
    enable_image_deprecation,
    disable_image_deprecation,
    enable_image_deregistration_protection,
    disable_image_deregistration_protection,
    describe_image_attribute,
)
