"""Who uses an AMI: references in this account, reports over the accounts it is shared with."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.ec2.attributes import own
from generator.localaws.ec2.visibility import paged
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "References are instances, launch templates, parameters and image recipes",
        "botocore's EC2 model, DescribeImageReferences",
    ),
    Emulated("A usage report is available at once; AWS takes up to a day", "unverified"),
)

REPORTED = (
    "ec2:Instance",
    "ec2:LaunchTemplate",
    "imagebuilder:ImageRecipe",
    "imagebuilder:ContainerRecipe",
)
"""Types that a usage report knows (botocore's EC2 model, ImageUsageResourceTypeRequest)."""
MOST_IMAGES = 10


def references(backend: Any, ami_id: str) -> Iterator[tuple[str, str]]:
    """(type, ARN) of each resource of an account and region that refers to an AMI."""
    head = f"arn:{backend.partition}:ec2:{backend.region_name}:{backend.account_id}"
    for reservation in backend.reservations.values():
        for instance in reservation.instances:
            if instance.image_id == ami_id and instance.state != "terminated":
                yield "ec2:Instance", f"{head}:instance/{instance.id}"
    for template in backend.launch_templates.values():
        if any(version.image_id == ami_id for version in template.versions):
            yield "ec2:LaunchTemplate", f"{head}:launch-template/{template.id}"
    yield from _parameters(backend, ami_id)
    yield from _recipes(backend, ami_id)


def _parameters(backend: Any, ami_id: str) -> Iterator[tuple[str, str]]:
    from moto.ssm.models import ssm_backends

    head = f"arn:{backend.partition}:ssm:{backend.region_name}:{backend.account_id}:parameter"
    ssm = ssm_backends[backend.account_id][backend.region_name]
    for name, versions in list(dict.items(ssm._parameters)):  # noqa: SLF001  # no other list
        if versions and versions[-1].value == ami_id and not name.startswith("/aws/"):
            yield "ssm:Parameter", f"{head}/{name.lstrip('/')}"


def _recipes(backend: Any, ami_id: str) -> Iterator[tuple[str, str]]:
    from generator.localaws.imagebuilder.models import imagebuilder_backends

    builder = imagebuilder_backends[backend.account_id][backend.region_name]
    for arn, recipe in builder.shelves["ImageRecipe"].items():
        if recipe["parentImage"] == ami_id:
            yield "imagebuilder:ImageRecipe", arn


def describe_image_references(response: Any, _theirs: Any) -> Any:
    """DescribeImageReferences."""
    from moto.core.responses import ActionResult
    from moto.ec2.exceptions import EC2ClientError

    asked, backend = response._get_param, response.ec2_backend  # noqa: SLF001  # moto's way
    ids, types = asked("ImageIds", []), [it["ResourceType"] for it in asked("ResourceTypes", [])]
    everything = asked("IncludeAllResourceTypes") in (True, "true")
    if len(ids) > MOST_IMAGES:
        raise EC2ClientError("InvalidParameterValue", f"At most {MOST_IMAGES} images can be given.")
    if everything == bool(types):
        message = "Specify either IncludeAllResourceTypes or ResourceTypes."
        raise EC2ClientError("InvalidParameterCombination", message)
    response.error_on_dryrun()
    found = [
        {"ImageId": ami_id, "ResourceType": type_, "Arn": arn}
        for ami_id in ids
        for type_, arn in references(backend, ami_id)
        if everything or type_ in types
    ]
    return ActionResult(paged(response, "ImageReferences", found))


def _reports(backend: Any) -> dict[str, dict[str, Any]]:
    if not hasattr(backend, "image_usage_reports"):
        backend.image_usage_reports = {}
    kept: dict[str, dict[str, Any]] = backend.image_usage_reports
    return kept


def create_image_usage_report(response: Any, _theirs: Any) -> Any:
    """CreateImageUsageReport, of the use at this moment."""
    from moto.core.responses import ActionResult
    from moto.ec2.exceptions import EC2ClientError

    asked, ami = response._get_param, own(response)  # noqa: SLF001  # moto's way
    types = [it["ResourceType"] for it in asked("ResourceTypes", [])]
    if not set(types) <= set(REPORTED):
        message = f"A usage report knows {', '.join(REPORTED)} only."
        raise EC2ClientError("InvalidParameterValue", message)
    response.error_on_dryrun()
    report = {
        "ReportId": f"amiur-{uuid.uuid4().hex[:17]}",
        "ImageId": ami.id,
        "State": "available",
        "ResourceTypes": [{"ResourceType": it} for it in types],
        "AccountIds": asked("AccountIds", []),
        "CreationTime": clock.now(),
        "ExpirationTime": clock.now() + timedelta(days=30),
    }
    report["entries"] = list(_entries(report, response.ec2_backend, types))
    _reports(response.ec2_backend)[str(report["ReportId"])] = report
    return ActionResult({"ReportId": report["ReportId"]})


def _entries(report: dict[str, Any], backend: Any, types: list[str]) -> Iterator[dict[str, Any]]:
    from moto.ec2.models import ec2_backends

    for account, regions in sorted(ec2_backends.items()):
        wanted = not report["AccountIds"] or account in report["AccountIds"]
        if not wanted or not dict.__contains__(regions, backend.region_name):
            continue
        uses = [it for it, _ in references(regions[backend.region_name], report["ImageId"])]
        for type_ in sorted(set(uses) & set(types)):
            yield {
                "ResourceType": type_,
                "ReportId": report["ReportId"],
                "UsageCount": uses.count(type_),
                "AccountId": account,
                "ImageId": report["ImageId"],
                "ReportCreationTime": report["CreationTime"],
            }


def _asked_for(response: Any) -> list[dict[str, Any]]:
    asked = response._get_param  # noqa: SLF001  # moto's way
    ids, images = asked("ReportIds", []), asked("ImageIds", [])
    kept = list(_reports(response.ec2_backend).values())
    by_id = [it for it in kept if not ids or it["ReportId"] in ids]
    return [it for it in by_id if not images or it["ImageId"] in images]


def describe_image_usage_reports(response: Any, _theirs: Any) -> Any:
    """DescribeImageUsageReports."""
    from moto.core.responses import ActionResult

    return ActionResult(paged(response, "ImageUsageReports", _asked_for(response)))


def describe_image_usage_report_entries(response: Any, _theirs: Any) -> Any:
    """DescribeImageUsageReportEntries."""
    from moto.core.responses import ActionResult

    entries = [entry for report in _asked_for(response) for entry in report["entries"]]
    return ActionResult(paged(response, "ImageUsageReportEntries", entries))


def delete_image_usage_report(response: Any, _theirs: Any) -> Any:
    """DeleteImageUsageReport."""
    from moto.core.responses import ActionResult

    _reports(response.ec2_backend).pop(response._get_param("ReportId"), None)  # noqa: SLF001  # moto's
    return ActionResult({"Return": True})


OPERATIONS = (
    describe_image_references,
    create_image_usage_report,
    describe_image_usage_reports,
    describe_image_usage_report_entries,
    delete_image_usage_report,
)
