"""The classic functions as Lambda drives them, and an AWS for them: moto and what it lacks.

moto 5.2 has no StartAutomationExecution, EnableImageDeprecation, DescribeImageReferences and image
usage reports, lists AMIs and launch templates in one page whatever is asked, and shows every AMI
with one volume. `Aws` stands between botocore and moto for exactly that, checks what it is given
against botocore's model as botocore does, and keeps a record of every call. It can also be told
to refuse an operation, as AWS refuses one that a role may not use.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.validate import validate_parameters
from moto import mock_aws
from moto.ec2 import ec2_backends
from moto.ec2.models.amis import Ami

from generator.classic.sources import runbook

ROOM = Path(__file__).parents[3] / "generator" / "classic"
REGION, ACCOUNT = "eu-west-1", "123456789012"
PAGED_BY_US = {
    "DescribeImages": "Images",
    "DescribeLaunchTemplates": "LaunchTemplates",
    "DescribeLaunchTemplateVersions": "LaunchTemplateVersions",
    "DescribeImageReferences": "ImageReferences",
    "DescribeImageUsageReports": "ImageUsageReports",
    "DescribeImageUsageReportEntries": "ImageUsageReportEntries",
}

Answer = dict[str, Any]


@dataclass
class Aws:
    """moto, what it lacks, and every call."""

    moto: Callable[[BaseClient, str, Answer], Answer]
    page_size: int = 100
    calls: list[tuple[str, Answer]] = field(default_factory=list)
    executions: dict[str, Answer] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    """AMI id -> ARN of what refers to it."""
    reports: list[Answer] = field(default_factory=list)
    report_state: str = "available"
    """State of a usage report that is asked for."""
    users: dict[str, list[str]] = field(default_factory=dict)
    """AMI id -> accounts that use it."""
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    """(operation, something in its request) -> error code."""

    def call(self, client: BaseClient, operation: str, request: Answer) -> Answer:
        """One call: refused, answered here, or by moto."""
        self.calls.append((operation, request))
        for (refused, part), code in self.refused.items():
            if operation == refused and part in json.dumps(request, default=str):
                raise failure(code, operation)
        own = {
            "StartAutomationExecution": self.start,
            "EnableImageDeprecation": self.deprecate,
            "DescribeImageReferences": self.describe_references,
            "CreateImageUsageReport": self.create_report,
            "DescribeImageUsageReports": self.describe_reports,
            "DescribeImageUsageReportEntries": self.describe_entries,
        }.get(operation)
        if own is not None:
            shape = client.meta.service_model.operation_model(operation).input_shape
            validate_parameters(request, shape)
        answer = own or (lambda asked: self.moto(client, operation, asked))
        if operation in PAGED_BY_US:
            return self.page(PAGED_BY_US[operation], answer, request)
        for limit in ("MaxResults", "MaxRecords"):
            if limit in request:
                request = request | {limit: min(request[limit], self.page_size)}
        return answer(request)

    def page(self, key: str, answer: Callable[[Answer], Answer], request: Answer) -> Answer:
        """One page of what moto gives at once, and up to its own limit only."""
        rest = {one: value for one, value in request.items() if one != "NextToken"}
        everything = answer(rest | {"MaxResults": 1000} if "MaxResults" in rest else rest)[key]
        limit = request.get("MaxResults")
        size = len(everything) if limit is None else min(limit, self.page_size)
        start = int(request.get("NextToken", "0"))
        more = {"NextToken": str(start + size)} if start + size < len(everything) else {}
        return {key: everything[start : start + size]} | more

    def made(self, operation: str) -> list[Answer]:
        """The requests of one operation, in order."""
        return [request for made, request in self.calls if made == operation]

    def start(self, request: Answer) -> Answer:
        """One execution a token; the same token with other parameters is refused."""
        assert uuid.UUID(request["ClientToken"]).hex == request["ClientToken"].replace("-", "")
        longest = [len(value) for values in request["Parameters"].values() for value in values]
        assert max(longest) <= 512
        assert max(len(values) for values in request["Parameters"].values()) <= 50
        earlier = self.executions.get(request["ClientToken"])
        if earlier is not None and earlier["request"] != request:
            raise failure("IdempotentParameterMismatch", "StartAutomationExecution")
        entry = {"request": request, "id": str(uuid.uuid4())}
        self.executions.setdefault(request["ClientToken"], entry)
        return {"AutomationExecutionId": self.executions[request["ClientToken"]]["id"]}

    def deprecate(self, request: Answer) -> Answer:
        """EC2 rounds to the minute and refuses the past."""
        moment = request["DeprecateAt"]
        rounded = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
        if rounded <= datetime.now(UTC):
            raise failure("InvalidParameter", "EnableImageDeprecation")
        ami(request["ImageId"]).deprecation_time = f"{rounded:%Y-%m-%dT%H:%M:%SZ}"
        return {"Return": True}

    def describe_references(self, request: Answer) -> Answer:
        """What refers to the AMIs; EC2 takes ten of them."""
        assert len(request["ImageIds"]) <= 10
        return {
            "ImageReferences": [
                {"ImageId": image_id, "Arn": arn}
                for image_id, arn in self.references.items()
                if image_id in request["ImageIds"]
            ]
        }

    def create_report(self, request: Answer) -> Answer:
        """A usage report, ready at once unless the test says otherwise."""
        report = {
            "ReportId": f"amiur-{len(self.reports):017x}",
            "ImageId": request["ImageId"],
            "State": self.report_state,
            "CreationTime": datetime.now(UTC),
        }
        self.reports.append(report)
        return {"ReportId": report["ReportId"]}

    def describe_reports(self, request: Answer) -> Answer:
        """The usage reports on the AMIs."""
        found = [one for one in self.reports if one["ImageId"] in request["ImageIds"]]
        return {"ImageUsageReports": found}

    def describe_entries(self, request: Answer) -> Answer:
        """One line for each account that uses the AMI of a report."""
        images = [one["ImageId"] for one in self.reports if one["ReportId"] in request["ReportIds"]]
        return {
            "ImageUsageReportEntries": [
                {"ImageId": image_id, "AccountId": account, "UsageCount": 1}
                for image_id in images
                for account in self.users.get(image_id, [])
            ]
        }


def failure(code: str, operation: str) -> ClientError:
    """What botocore raises for an error: the model's own exception where it has one."""
    error = {"Error": {"Code": code, "Message": f"{code} as told by the test"}}
    if code == "IdempotentParameterMismatch":
        model = boto3.client("ssm", region_name=REGION).exceptions
        raised: ClientError = model.IdempotentParameterMismatch(error, operation)
        return raised
    return ClientError(error, operation)


def ami(image_id: str) -> Ami:
    """The object moto keeps of an AMI, for what its API cannot set."""
    return ec2_backends[ACCOUNT][REGION].amis[image_id]


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function about an invocation."""

    aws_request_id: str
    milliseconds: int

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the function."""
        return self.milliseconds


class Function:
    """A function as Lambda has it: loaded as `index`, its event and its answer are JSON."""

    def __init__(
        self, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.file = ROOM / "functions" / f"{name}.py"
        self.capsys, self.monkeypatch = capsys, monkeypatch
        self.sleeps: list[float] = []
        """Seconds that the function wanted to wait; nobody waits."""
        self.module = self.cold_start()

    def cold_start(self) -> ModuleType:
        """Load the module as a new process does, so with no clients yet."""
        spec = importlib.util.spec_from_file_location("index", self.file)
        assert spec is not None
        assert spec.loader is not None
        self.module = importlib.util.module_from_spec(spec)
        self.monkeypatch.setitem(sys.modules, "index", self.module)
        spec.loader.exec_module(self.module)
        return self.module

    def __call__(self, event: Any, request_id: str = "first", milliseconds: int = 300_000) -> Any:
        """Invoke the function; what it raises is raised."""
        context = Context(request_id, milliseconds)
        return json.loads(json.dumps(self.module.handler(json.loads(json.dumps(event)), context)))

    def log(self) -> list[Answer]:
        """The lines logged since the last look; every line is JSON."""
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]


@pytest.fixture(scope="session")
def service_models() -> Loader:
    """What botocore reads from its files for each session anew, which takes longer than a test."""
    return Loader()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, service_models: Loader) -> Iterator[Aws]:
    """An AWS account without a thing in it."""
    monkeypatch.setattr("botocore.session.create_loader", lambda _: service_models)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    one_volume = Ami.block_device_mappings
    monkeypatch.setattr(
        Ami,
        "block_device_mappings",
        property(lambda self: getattr(self, "volumes", None) or one_volume.fget(self)),
    )
    with mock_aws():
        account = Aws(BaseClient._make_api_call)  # noqa: SLF001 - every call passes here

        def make_api_call(client: BaseClient, operation: str, request: Answer) -> Answer:
            return account.call(client, operation, request)

        monkeypatch.setattr(BaseClient, "_make_api_call", make_api_call)
        yield account


@pytest.fixture
def build_ami(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Function:
    """The function buildAmi in a stack with the default documents as they are."""
    environment = {
        "FACTORY_NAME": "Factory",
        "AUTOMATION_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/automation",
        "INSTANCE_PROFILE_NAME": "profile",
        "LAUNCH_TEMPLATE_ID": "lt-0123456789abcdef0",
        "INSTANCE_TYPE": "m6i.large",
        "ARM_INSTANCE_TYPE": "m6g.large",
        "KMS_KEY_ARN": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0123",
        "LINUX_DOCUMENT": "Factory-Linux",
        "WINDOWS_DOCUMENT": "Factory-Windows",
        "ROTATE_FUNCTION_NAME": "Factory-rotate",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ssm = boto3.client("ssm")
    for name in ("linux", "windows"):
        content = json.dumps(runbook(name))
        ssm.create_document(
            Name=f"Factory-{name.title()}", DocumentType="Automation", Content=content
        )
    aws.calls.clear()
    return Function("build_ami", capsys, monkeypatch)


@pytest.fixture
def rotate_ami(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Function:
    """The function rotateAmi in a stack that keeps two AMIs and gives a day of grace."""
    for name, value in {"FACTORY_NAME": "Factory", "KEEP_LATEST": "2", "GRACE_DAYS": "1"}.items():
        monkeypatch.setenv(name, value)
    aws.calls.clear()
    function = Function("rotate_ami", capsys, monkeypatch)
    monkeypatch.setattr(function.module, "time", SimpleNamespace(sleep=function.sleeps.append))
    return function


@pytest.fixture
def bake(aws: Aws) -> Callable[..., str]:  # noqa: ARG001 - it opens the account
    """Makes an AMI as the documents do, so many days ago, and gives its id.

    Straight in moto's books, which is quick, and where facts are written that no call can set.
    """
    numbers = itertools.count()

    def make(days: float = 0, image: str = "Web", factory: str = "Factory", **facts: Any) -> str:
        name = facts.pop("name", f"{image} {next(numbers):06}")
        baked = ec2_backends[ACCOUNT][REGION].register_image(name)
        baked.add_tags({"amifactory:factory": factory, "amifactory:image": image})
        baked.creation_date = datetime.now(UTC) - timedelta(days=days)
        for fact, value in facts.items():
            setattr(baked, fact, value)
        image_id: str = baked.id
        return image_id

    return make


@pytest.fixture
def days_ago() -> Callable[[float], str]:
    """A moment as EC2 writes it."""
    return lambda days: f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%S.000Z}"
