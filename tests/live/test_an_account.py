"""The whole job in one account: on the local AWS always, in a real one when you ask for it.

    AMIFACTORY_LIVE=1 AWS_PROFILE=sandbox AWS_REGION=eu-west-1 \
        .venv/bin/pytest tests/live -n0 --force-enable-socket

It costs what an m6i.large costs for half an hour, a KMS key for a week and a snapshot for as long
as the test runs. It makes a factory of its own name, and takes everything away that it made.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from generator.cli.door import run
from generator.errors import Exit
from generator.localaws.door import local_aws

LIVE = os.environ.get("LIVE_ACCOUNT") == "1"
PAYLOAD = """\
factory: {{name: {name}}}
amis:
  - imageName: probe
    sourceImage: ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64
    bootstrapUrl: ./probe.sh
    updateOs: never
    tests: [{{name: test-imdsv2}}]
    parameter: /imagebuilder/{name}/ami
"""


@contextmanager
def emulated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The local AWS."""
    monkeypatch.setenv("AMIFACTORY_POLL", "0.002")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    with local_aws(speed=10_000):
        yield


@pytest.fixture(
    params=[
        "local",
        pytest.param(
            "live",
            marks=pytest.mark.skipif(not LIVE, reason="AMIFACTORY_LIVE=1 runs it in an account"),
        ),
    ]
)
def account(request, monkeypatch, tmp_path):
    """Where the job is done; an empty folder to do it in."""
    monkeypatch.chdir(tmp_path)
    if request.param == "live":
        yield
        return
    with emulated(monkeypatch):
        yield


@pytest.fixture
def amifactory(capsys):
    """Run a command; gives its exit code and what it printed."""

    def call(*arguments: str) -> tuple[int, str]:
        code = run(list(arguments))
        return code, capsys.readouterr().out

    return call


@pytest.mark.usefixtures("account")
def test_the_whole_job(amifactory) -> None:
    name = f"probe-{secrets.token_hex(3)}"
    Path("probe.sh").write_text("#!/bin/bash\nset -eu\ntouch /etc/probe\n")
    Path(f"{name}.yaml").write_text(PAYLOAD.format(name=name))
    amis = []
    try:
        assert Exit.DONE == amifactory("deploy", f"{name}.yaml", "--yes")[0]
        assert Exit.DONE == amifactory("plan", f"{name}.yaml", "--exit-code")[0]
        assert Exit.DONE == amifactory("build", f"{name}/probe", "--follow")[0]
        amis = built(amifactory("images", f"{name}/probe", "--format", "json")[1])
        assert amis
        assert launchable(amis[0])
        held = boto3.client("ssm").get_parameter(Name=f"/imagebuilder/{name}/ami")
        assert amis[0] == held["Parameter"]["Value"]
    finally:
        code, said = amifactory("destroy", name, "--yes", "--unprotect")
        clean_up(name, amis)
    assert Exit.DONE == code, said


def built(document: str) -> list[str]:
    """The AMIs that `images --format json` lists."""
    return [image["id"] for image in json.loads(document)["images"]]


def launchable(ami: str) -> bool:
    """Whether EC2 would launch it: it is asked with DryRun."""
    try:
        boto3.client("ec2").run_instances(ImageId=ami, MinCount=1, MaxCount=1, DryRun=True)
    except ClientError as error:
        return bool(error.response["Error"]["Code"] == "DryRunOperation")
    return False


def clean_up(name: str, amis: list[str]) -> None:
    """What destroying leaves on purpose: AMIs, their parameter, the log bucket."""
    ec2, s3 = boto3.client("ec2"), boto3.resource("s3")
    for ami in amis:
        ec2.deregister_image(ImageId=ami, DeleteAssociatedSnapshots=True)
    boto3.client("ssm").delete_parameters(Names=[f"/imagebuilder/{name}/ami"])
    for bucket in s3.buckets.all():
        if bucket.name.startswith(f"{name}-logbucket-"):
            bucket.object_versions.delete()
            bucket.delete()
