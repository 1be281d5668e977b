"""What a build writes down: CloudWatch Logs and the S3 log bucket.

No component is run, and every line says so: a log of the local AWS must never pass for a real
one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.documents import (
    BUILD_PHASES,
    TEST_PHASES,
    DocumentStep,
    component_steps,
)
from generator.localaws.imagebuilder.world import aws, said

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "A build's log stream is <version>/<build> in the log group of its image",
        "EC2 Image Builder User Guide, CloudWatch Logs",
    ),
    Emulated("The lines of build logs: no component is run, and each line says so", "unverified"),
    Emulated("Keys of build logs in S3: <prefix>/<image>/<version>/<build>/...", "unverified"),
)

MARK = "[emulated]"


def write(backend: ImageBuilderBackend, image: Record, lines: Sequence[str]) -> None:
    """Add lines to a build's log stream, which is made when it is not there."""
    now = int(clock.now().timestamp() * 1000)
    request = {
        "logGroupName": image["loggingConfiguration"]["logGroupName"],
        "logStreamName": image["version"],
        "logEvents": [{"timestamp": now, "message": f"{MARK} {line}"} for line in lines],
    }
    if not lines:
        return
    logs = aws(backend, "logs")
    try:
        logs.put_log_events(**request)
    except logs.exceptions.ResourceNotFoundException:
        _make(logs, request["logGroupName"], request["logStreamName"])
        logs.put_log_events(**request)


def _make(logs: Any, group: str, stream: str) -> None:
    with suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName=stream)


def upload(backend: ImageBuilderBackend, image: Record, key: str, lines: Sequence[str]) -> str:
    """Put a log into the S3 log bucket, if there is one; gives what went wrong, or nothing."""
    logging = image.get("infrastructureConfiguration", {}).get("logging", {}).get("s3Logs", {})
    if "s3BucketName" not in logging:
        return ""
    name = image["arn"].split("/", 1)[1]
    path = "/".join(part for part in (logging.get("s3KeyPrefix", "").strip("/"), name, key) if part)
    body = "".join(f"{MARK} {line}\n" for line in lines).encode()
    try:
        aws(backend, "s3").put_object(Bucket=logging["s3BucketName"], Key=path, Body=body)
    except ClientError as error:
        return f"Failed to upload the log to s3://{logging['s3BucketName']}/{path}: {said(error)}"
    return ""


def component_lines(record: Record, phases: Sequence[str]) -> Iterator[tuple[DocumentStep, str]]:
    """(step, line) for each step that a component would run in these phases."""
    if "data" not in record:
        if ("test" in phases) == (record["type"] == "TEST"):
            step = DocumentStep(phases[0], "AwsManaged", "Unknown")
            yield step, "AWS-managed component: not run"
        return
    for step in component_steps(record["data"]):
        if step.phase in phases:
            yield step, f"Phase {step.phase}, step {step.name} ({step.action}): not run"


def phases_of(kind: str) -> tuple[str, ...]:
    """The component phases that a workflow of a kind runs."""
    return TEST_PHASES if kind == "TEST" else BUILD_PHASES
