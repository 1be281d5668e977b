"""rotateAmi: shares a new AMI, then retires old AMIs of the same image.

The event is {"factory", "imageName", "imageId", "accounts", "organizationArns",
"organizationalUnitArns"}. An AMI belongs to an image by its tags amifactory:factory and
amifactory:image, compared exactly; names and prefixes play no part.

First the launch permissions of the new AMI become exactly the lists; if that fails, nothing is
retired. Then an AMI stays if it is the new one, one of the newest KEEP_LATEST, younger than
GRACE_DAYS, protected, disabled or in use, or if its use cannot be told. What is left goes in two
steps: the rotation that first finds it deprecates it, a later one, GRACE_DAYS after that,
deregisters it with its snapshots. What AWS refuses for one AMI stops no other.

The answer, logged as one line of JSON too: {"image", "imageId", "shared": {added, removed, keys},
"kept": [{id, why}], "deprecated": [id], "deregistered": [{id, snapshots, snapshotsKept}],
"refused": [{id, why}]}. After a refusal RotationError is raised with a sentence, a line feed and
the answer as JSON.
"""

from __future__ import annotations

import functools
import json
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

TEXTS = {"imageName": r"[A-Za-z0-9 _-]{1,64}", "imageId": r"ami-[0-9a-f]{8,17}"}
LISTS = {
    "accounts": ("UserId", r"[0-9]{12}"),
    "organizationArns": ("OrganizationArn", r"arn:[a-z-]+:organizations::[0-9]+:organization/.+"),
    "organizationalUnitArns": ("OrganizationalUnitArn", r"arn:[a-z-]+:organizations::[0-9]+:ou/.+"),
}
ALIVE = ["pending", "running", "shutting-down", "stopping", "stopped"]
RECIPES = ["imagebuilder:ImageRecipe", "imagebuilder:ContainerRecipe"]
USERS = [{"ResourceType": kind} for kind in ("ec2:Instance", "ec2:LaunchTemplate", *RECIPES)]
STEPS = ("kept", "deprecated", "deregistered", "refused")
TO_RETIRE, TO_WAIT = 30_000, 90_000  # milliseconds that must be left to do so
AWS_ERRORS = (ClientError, BotoCoreError)
Image = dict[str, Any]
Reasons = Iterator[tuple[str, str]]
Service = Literal["ec2", "autoscaling"]
moment = datetime.fromisoformat


class RotationError(Exception):
    """The event or its AMI cannot be used, or AWS refused something about old AMIs."""


@functools.cache
def client(service: Service) -> Any:
    """A client: made at its first use, kept while Lambda keeps the process."""
    return boto3.client(service, config=Config(retries={"mode": "standard", "max_attempts": 6}))


def listed(service: Service, operation: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    """Everything an operation lists, page after page."""
    paging = {"PageSize": 100}
    pages = client(service).get_paginator(operation).paginate(**arguments, PaginationConfig=paging)
    for page in pages:
        yield from page.get(pages.result_keys[0].expression, [])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Share the new AMI, retire old ones, raise if AWS refused any of that."""
    if faults := list(faults_of(event)):
        raise RotationError("; ".join(faults))
    identity = {"amifactory:factory": event["factory"], "amifactory:image": event["imageName"]}
    image = new_image(event["imageId"], identity)
    report = {"image": event["imageName"], "imageId": image["ImageId"]}
    report |= {"shared": share(image, event)} | Rotation(image, context).run(identity)
    print(json.dumps(report))  # noqa: T201  # the function's log
    if names := [one["id"] for one in report["refused"]]:
        raise RotationError(f"AWS refused: {', '.join(names)}\n{json.dumps(report)}")
    return report


def faults_of(event: dict[str, Any]) -> Iterator[str]:
    """Everything that is wrong with the event."""
    if event.get("factory") != os.environ["FACTORY_NAME"]:
        yield f"factory: expected {os.environ['FACTORY_NAME']}"
    for key, form in (TEXTS | {key: form for key, (_, form) in LISTS.items()}).items():
        values = [event.get(key)] if key in TEXTS else event.get(key) or []
        if not all(isinstance(one, str) and re.fullmatch(form, one) for one in values):
            yield f"{key}: expected {form}"


def new_image(image_id: str, identity: dict[str, str]) -> Image:
    """The AMI to share; refused unless it is ours, finished, and of this very image."""
    found = client("ec2").describe_images(ImageIds=[image_id], Owners=["self"])["Images"]
    if not found or not belongs(found[0], identity):
        raise RotationError(f"{image_id} is no AMI of this account with the tags {identity}")
    if found[0]["State"] != "available":
        raise RotationError(f"{image_id} is {found[0]['State']}, expected available")
    return dict(found[0])


def belongs(image: Image, identity: dict[str, str]) -> bool:
    """Whether an AMI carries exactly these tags; EC2's filters take wildcards."""
    return identity.items() <= {tag["Key"]: tag["Value"] for tag in image.get("Tags", [])}.items()


def share(image: Image, event: dict[str, Any]) -> dict[str, list[str]]:
    """Make the launch permissions exactly those of the event; tells which KMS keys that takes."""
    wanted = {(kind, one) for key, (kind, _) in LISTS.items() for one in event.get(key) or []}
    wanted.discard(("UserId", image["OwnerId"]))  # who needs no permission
    present = launch_permissions(image)
    change = {"Add": sorted(wanted - present), "Remove": sorted(present - wanted)}
    entries = {verb: [dict([pair]) for pair in pairs] for verb, pairs in change.items() if pairs}
    if entries:
        client("ec2").modify_image_attribute(ImageId=image["ImageId"], LaunchPermission=entries)
    added, removed = ([value for _, value in pairs] for pairs in change.values())
    return {"added": added, "removed": removed, "keys": encryption_keys(image)}


def launch_permissions(image: Image) -> set[tuple[str, str]]:
    """Who else may launch an AMI, as pairs such as (UserId, 111122223333)."""
    request = {"ImageId": image["ImageId"], "Attribute": "launchPermission"}
    answer = client("ec2").describe_image_attribute(**request)
    return {pair for entry in answer["LaunchPermissions"] for pair in entry.items()}


def snapshots_of(image: Image) -> list[str]:
    """The snapshots behind an AMI; the mapping of an instance store volume has none."""
    volumes = [mapping.get("Ebs", {}) for mapping in image.get("BlockDeviceMappings", [])]
    return sorted({volume["SnapshotId"] for volume in volumes if "SnapshotId" in volume})


def encryption_keys(image: Image) -> list[str]:
    """ARNs of the keys that encrypt an AMI."""
    if not (snapshots := snapshots_of(image)):  # without ids EC2 would list everybody's
        return []
    found = client("ec2").describe_snapshots(SnapshotIds=snapshots)["Snapshots"]
    return sorted({one["KmsKeyId"] for one in found if one.get("KmsKeyId")})


class Rotation:
    """One rotation over the AMIs of one image."""

    def __init__(self, new: Image, context: Any) -> None:
        self.new, self.now = new, datetime.now(UTC)
        self.milliseconds_left = context.get_remaining_time_in_millis
        self.keep = int(os.environ["KEEP_LATEST"])
        self.since = self.now - timedelta(days=int(os.environ["GRACE_DAYS"]))
        self.report: dict[str, list[Any]] = {key: [] for key in STEPS}

    def run(self, identity: dict[str, str]) -> dict[str, list[Any]]:
        """Keep what must stay, retire the rest, oldest first; the report of both."""
        images = self.family(identity)
        newest = [one["ImageId"] for one in images if one["State"] == "available"][: self.keep]
        old = [one for one in images if not self.noted("kept", one, self.reason(one, newest))]
        uses = uses_of([one["ImageId"] for one in old]) if old else {}
        for image in reversed(old):
            try:
                if not self.noted("kept", image, uses.get(image["ImageId"], "")):
                    self.retire(image)
            except AWS_ERRORS as error:
                self.noted("refused", image, str(error))
        return self.report

    def family(self, identity: dict[str, str]) -> list[Image]:
        """All AMIs of the image, newest first; equal times are told apart by name, then by id."""
        filters = [{"Name": f"tag:{key}", "Values": [value]} for key, value in identity.items()]
        found = listed("ec2", "describe_images", Owners=["self"], Filters=filters)
        # what EC2 lists may lag behind, so the new one is put in by hand
        images = {one["ImageId"]: one for one in [*found, self.new] if belongs(one, identity)}
        order = sorted((one["CreationDate"], one["Name"], key) for key, one in images.items())
        return [images[key] for _, _, key in reversed(order)]

    def noted(self, step: str, image: Image, why: str) -> bool:
        """Whether there is a reason; if so, it is in the report."""
        if why:
            self.report[step].append({"id": image["ImageId"], "why": why[:500]})
        return bool(why)

    def reason(self, image: Image, newest: list[str]) -> str:
        """Why an AMI stays whether it is used or not."""
        reasons = {
            "it is the new one": image["ImageId"] == self.new["ImageId"],
            f"it is one of the newest {self.keep}": image["ImageId"] in newest,
            f"it is {image['State']}": image["State"] in ("pending", "transient"),
            "it is younger than the grace time": moment(image["CreationDate"]) > self.since,
            "it is protected": image.get("DeregistrationProtection", "").startswith("enabled"),
        }
        return next((why for why, true in reasons.items() if true), "")

    def retire(self, image: Image) -> None:
        """The next step for one AMI. EC2 deprecates to the minute, and not in the past."""
        deprecated = image.get("DeprecationTime")
        soon = (self.now + timedelta(minutes=2)).replace(second=0, microsecond=0)
        if self.milliseconds_left() < TO_RETIRE:
            self.noted("kept", image, "time ran out, it is left for the next rotation")
        elif image["State"] == "available" and (not deprecated or moment(deprecated) > soon):
            client("ec2").enable_image_deprecation(ImageId=image["ImageId"], DeprecateAt=soon)
            self.report["deprecated"].append(image["ImageId"])
        elif deprecated and moment(deprecated) > self.since:
            self.noted("kept", image, f"it is deprecated since {deprecated}, in its grace time")
        elif not self.noted("kept", image, self.used_elsewhere(image)):
            self.deregister(image)

    def used_elsewhere(self, image: Image) -> str:
        """Who else uses a shared AMI, as far as EC2's usage report knows; it takes its time."""
        try:
            if not launch_permissions(image):
                return ""
            while not (report := usage_report(image["ImageId"], self.now)):
                if self.milliseconds_left() < TO_WAIT:
                    return "EC2 has not reported yet on its use in other accounts"
                time.sleep(5)
            uses = listed("ec2", "describe_image_usage_report_entries", ReportIds=[report])
            accounts = sorted({one["AccountId"] for one in uses} - {image["OwnerId"]})
            return f"used in {', '.join(accounts)}" if accounts else ""
        except AWS_ERRORS as error:
            return f"its use in other accounts is unknown: {error}"

    def deregister(self, image: Image) -> None:
        """Deregister an AMI and delete its snapshots, but those that another AMI has too."""
        request = {"ImageId": image["ImageId"], "DeleteAssociatedSnapshots": True}
        results = client("ec2").deregister_image(**request).get("DeleteSnapshotResults", [])
        codes = {one["SnapshotId"]: one["ReturnCode"] for one in results}
        told: dict[str, Any] = {"id": image["ImageId"], "snapshots": [], "snapshotsKept": []}
        self.report["deregistered"].append(told)
        for snapshot in snapshots_of(image):
            end = codes.get(snapshot) or delete_snapshot(snapshot)
            if end in ("success", "skipped"):
                told["snapshots" if end == "success" else "snapshotsKept"].append(snapshot)
            else:
                self.report["refused"].append({"id": snapshot, "why": end})


def delete_snapshot(snapshot: str) -> str:
    """Delete a snapshot that DeregisterImage said nothing about; the answer is in its words."""
    known = {"InvalidSnapshot.InUse": "skipped", "InvalidSnapshot.NotFound": "success"}
    try:
        client("ec2").delete_snapshot(SnapshotId=snapshot)
    except ClientError as error:
        return known.get(error.response["Error"]["Code"], str(error))
    return "success"


def usage_report(image_id: str, now: datetime) -> str:
    """Id of EC2's latest report on all accounts, asked for if there is none; it lasts 30 days."""
    found = listed("ec2", "describe_image_usage_reports", ImageIds=[image_id])
    usable = [one for one in found if one["State"] != "error" and not one.get("AccountIds")]
    if not usable:
        request = {"ResourceTypes": USERS, "ClientToken": f"{image_id}-{now:%Y-%m-%d}"}
        client("ec2").create_image_usage_report(ImageId=image_id, **request)
    ready = [(one["CreationTime"], one["ReportId"]) for one in usable if one["State"] != "pending"]
    return max(ready)[1] if ready else ""


def uses_of(ids: list[str]) -> dict[str, str]:
    """Why AMIs stay: something in this account uses them, or AWS does not tell."""
    try:
        return dict([*references(ids), *instances(ids), *launch_templates(), *auto_scaling()])
    except AWS_ERRORS as error:
        return dict.fromkeys(ids, f"its use is unknown: {error}")


def references(ids: list[str]) -> Reasons:
    """What EC2 itself finds, SSM parameters and recipes too."""
    for start in range(0, len(ids), 10):
        request = {"ImageIds": ids[start : start + 10], "IncludeAllResourceTypes": True}
        for one in listed("ec2", "describe_image_references", **request):
            yield one["ImageId"], f"{one['Arn']} uses it"


def instances(ids: list[str]) -> Reasons:
    """Instances in any state but terminated."""
    states = {"Name": "instance-state-name", "Values": ALIVE}
    for start in range(0, len(ids), 200):
        filters = [states, {"Name": "image-id", "Values": ids[start : start + 200]}]
        for reservation in listed("ec2", "describe_instances", Filters=filters):
            for one in reservation["Instances"]:
                yield one["ImageId"], f"instance {one['InstanceId']} uses it"


def launch_templates() -> Reasons:
    """Every version of every launch template: a group or a fleet may use an old one."""
    for template in listed("ec2", "describe_launch_templates"):
        name = template["LaunchTemplateId"]
        for one in listed("ec2", "describe_launch_template_versions", LaunchTemplateId=name):
            ami = one["LaunchTemplateData"].get("ImageId", "")
            yield ami, f"version {one['VersionNumber']} of {name} uses it"


def auto_scaling() -> Reasons:
    """Launch configurations, and groups that override the AMI of their launch template."""
    for one in listed("autoscaling", "describe_launch_configurations"):
        yield one["ImageId"], f"launch configuration {one['LaunchConfigurationName']} uses it"
    for group in listed("autoscaling", "describe_auto_scaling_groups"):
        policy = group.get("MixedInstancesPolicy", {}).get("LaunchTemplate", {})
        for one in policy.get("Overrides", []):
            yield one.get("ImageId", ""), f"group {group['AutoScalingGroupName']} uses it"
