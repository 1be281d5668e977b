"""`amifactory local run`: a command against an AWS that lives as long as it does."""

from __future__ import annotations

import json
import sys

from generator.errors import Exit

ASK = """
import boto3, json, os, pathlib, sys
aws = boto3.client("sts").get_caller_identity()
pathlib.Path(sys.argv[1]).write_text(json.dumps({
    "account": aws["Account"],
    "emulated": aws["ResponseMetadata"]["HTTPHeaders"]["x-amifactory-emulated"],
    "seen": {name: value for name, value in os.environ.items() if name.startswith("AWS_")},
    "poll": os.environ["AMIFACTORY_POLL"],
}))
raise SystemExit(7)
"""


def test_a_command_runs_against_an_aws_of_its_own(monkeypatch, here, amifactory):
    """It finds it, sees nothing of the user's AWS, and its exit code is ours."""
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://s3.example.com")
    said = amifactory(
        "local", "run", "--region", "us-west-2", "--", sys.executable, "-c", ASK, "told"
    )
    told = json.loads((here / "told").read_text())
    address = told["seen"].pop("AWS_ENDPOINT_URL")

    assert (7, "123456789012", "true", "0.2") == (
        said.code, told["account"], told["emulated"], told["poll"],
    )  # fmt: skip
    assert address.startswith("http://127.0.0.1:")
    assert {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": "us-west-2",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    } == told["seen"]


def test_a_command_that_is_not_there_is_an_error(amifactory):
    said = amifactory("local", "run", "--", "./nothing-here")

    assert Exit.MACHINE == said.code
    assert "cannot run ./nothing-here: No such file or directory" in said.err
