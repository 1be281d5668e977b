"""`amifactory local` as a shell sees it: its lines are pasted, Ctrl-C stops it, state stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import boto3

ROOT = Path(__file__).parent.parent.parent


def started(*arguments: str) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """A local AWS, and the variables that it says to set."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "local", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    said: dict[str, str] = {}
    while "AWS_DEFAULT_REGION" not in said:
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else ""
        if found := re.fullmatch(r"export (\w+)=(\S+)\n", line):
            said[found[1]] = found[2]
    return process, said


def client(service: str, said: dict[str, str]) -> object:
    return boto3.client(
        service,
        said["AWS_REGION"],
        endpoint_url=said["AWS_ENDPOINT_URL"],
        aws_access_key_id=said["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=said["AWS_SECRET_ACCESS_KEY"],
    )


def stopped(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


def test_what_was_made_is_there_after_a_restart(tmp_path: Path) -> None:
    file = str(tmp_path / "aws.state")
    process, said = started("--state", file)
    client("sns", said).create_topic(Name="builds")  # type: ignore[attr-defined]
    first = stopped(process, signal.SIGINT)
    process, said = started("--state", file)
    topics = client("sns", said).list_topics()["Topics"]  # type: ignore[attr-defined]
    second = stopped(process, signal.SIGTERM)

    assert ["arn:aws:sns:eu-west-1:123456789012:builds"] == [one["TopicArn"] for one in topics]
    assert [(0, True), (0, True)] == [
        (code, f"emulated: kept in {file}\n" in err) for code, err in (first, second)
    ]
