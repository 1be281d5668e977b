"""Talking to a running local AWS: the one that AWS_ENDPOINT_URL names, and no other."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import click

from generator.cli import streams
from generator.cli.options import Asked
from generator.errors import LocalAwsError
from generator.present.foreign import harmless

VARIABLE = "AWS_ENDPOINT_URL"
HINT = f"start one with `amifactory local`, and give its {VARIABLE} to this shell"
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
PATIENCE = 600
"""Seconds to wait for an answer: a year of schedules takes a while."""


def seconds(duration: str) -> float:
    """A duration like 7d in seconds.

    Raises:
        click.BadParameter: when it is none.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", duration.strip())
    if found is None:
        raise click.BadParameter(f'"{duration}" is no duration; give 90s, 45m, 12h, 7d or 2w')
    return float(found[1]) * UNITS[found[2]]


def moment(text: str) -> str:
    """A moment as people read it, in UTC."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S} UTC"


def get(what: str) -> dict[str, Any]:
    """What the local AWS says of itself.

    Raises:
        LocalAwsError: when there is none, or it is not ours.
    """
    return _asked(what, None)


def post(what: str, body: dict[str, Any]) -> dict[str, Any]:
    """Tell the local AWS to do what only a local one does.

    Raises:
        LocalAwsError: when there is none, it is not ours, or it refuses.
    """
    return _asked(what, json.dumps(body).encode())


def _asked(what: str, body: bytes | None) -> dict[str, Any]:
    from http.client import HTTPConnection, HTTPException

    host, port = _address()
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET" if body is None else "POST", f"/amifactory-local/{what}", body)
        answer = connection.getresponse()
        ours, text = answer.headers.get("x-amifactory-emulated") == "true", answer.read()
    except (OSError, HTTPException) as error:
        raise LocalAwsError(f"no local AWS answers at {host}:{port}: {error}", HINT) from error
    finally:
        connection.close()
    if not ours:
        raise LocalAwsError(f"what answers at {host}:{port} is not `amifactory local`", HINT)
    return _read(answer.status, text)


def _read(status: int, text: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(text)
    if status != 200:
        raise LocalAwsError(f"the local AWS refuses: {harmless(str(said.get('error', said)))}")
    return said


def _address() -> tuple[str, int]:
    """Host and port of the local AWS; anything but loopback is refused before it is asked."""
    url = os.environ.get(VARIABLE)
    if not url:
        raise LocalAwsError(f"{VARIABLE} is not set, so there is no local AWS to talk to", HINT)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError as error:
        raise LocalAwsError(f"{VARIABLE} is no address: {harmless(url)}", HINT) from error
    if parts.scheme != "http" or host not in ("127.0.0.1", "::1", "localhost"):
        raise LocalAwsError(f"{harmless(url)} is not on this machine: not a local AWS", HINT)
    return host, port


def warn_of_nobody(image: str, said: dict[str, Any]) -> None:
    """Say when a failure is for an image that has no pipeline so far, and which there are."""
    if said["matches"]:
        return
    there = ", ".join(said["pipelines"])
    known = f"there are pipelines for {there}" if there else "there are no pipelines yet"
    streams.err(harmless(f"emulated: nothing matches {image} so far; {known}") + "\n")


def tell_status(status: dict[str, Any], asked: Asked) -> None:
    """Print what the local AWS says of itself."""
    if asked.findings == "json":
        streams.out(json.dumps(status, indent=2) + "\n")
        return
    lines = [f"emulated: it is {moment(status['now'])}, {status['speed']:g} times real time"]
    lines += [f"due {moment(one['at'])}  {one['what'] or 'something'}" for one in status["due"]]
    lines += [f"will fail: {_fault(one)}" for one in status["faults"]]
    streams.out("".join(f"{harmless(line)}\n" for line in lines))


def _fault(fault: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in fault.items() if value)
