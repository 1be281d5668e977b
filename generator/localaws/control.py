"""The server's own addresses: what only a local AWS has, moving time and asking for failures.

GET  /amifactory-local/status          what runs, since when, what is due, what is to fail
GET  /amifactory-local/clock           the simulated moment
POST /amifactory-local/clock           {"advance": seconds}
POST /amifactory-local/faults          {"kind": "resource" | "build" | "command", ...}
POST /amifactory-local/faults/clear    {}
POST /amifactory-local/schedules/fire  {"name": ..., "region": ...}
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from generator import __version__
from generator.localaws.clock import clock
from generator.localaws.faults import faults, is_meant

PREFIX = "/amifactory-local/"
LONGEST = 10 * 365 * 86400
"""Seconds of a single step in time: ten years."""
BODY_LIMIT = 100_000
"""Bytes of a request."""


class Refusal(Exception):  # noqa: N818  # it is an answer
    """A request that is refused: HTTP status and why."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


def control(environ: dict[str, Any]) -> dict[str, Any]:
    """Answer one request to the control addresses.

    Raises:
        Refusal: for an address that is none, or a body that does not fit.
    """
    clock.catch_up()
    place = environ["PATH_INFO"].removeprefix(PREFIX).strip("/")
    answer = ANSWERS.get((environ["REQUEST_METHOD"], place))
    if answer is None:
        raise Refusal(404, f"there is no {environ['REQUEST_METHOD']} {PREFIX}{place}")
    with clock.lock:
        return answer(_body(environ) if environ["REQUEST_METHOD"] == "POST" else {})


def _body(environ: dict[str, Any]) -> dict[str, Any]:
    size = environ.get("CONTENT_LENGTH") or "0"
    if not size.isdigit() or int(size) > BODY_LIMIT:
        raise Refusal(413, "the request is too long")
    try:
        body = json.loads(environ["wsgi.input"].read(int(size)) or b"{}")
    except ValueError as error:
        raise Refusal(400, f"the request is no JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refusal(400, "the request must be a JSON object")
    return body


def _status(_: dict[str, Any]) -> dict[str, Any]:
    due = [{"at": one.moment.isoformat(), "what": one.label} for one in clock.pending()]
    return _time({}) | {"amifactory": __version__, "due": due, "faults": faults.waiting()}


def _time(_: dict[str, Any]) -> dict[str, Any]:
    return {"emulated": True, "now": clock.now().isoformat(), "speed": clock.speed}


def _advance(body: dict[str, Any]) -> dict[str, Any]:
    seconds = body.get("advance")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Refusal(400, "say how far: {'advance': seconds}")
    if not 0 <= seconds <= LONGEST:
        raise Refusal(400, f"time moves by 0 to {LONGEST} seconds at once")
    clock.advance(seconds)
    return _time({})


def _fail(body: dict[str, Any]) -> dict[str, Any]:
    known: dict[Any, Callable[..., None]] = {
        "resource": faults.resource,
        "build": faults.build,
        "command": faults.command,
    }
    said = dict(body)
    ask = known.get(said.pop("kind", None))
    if ask is None:
        raise Refusal(400, f"a failure has a kind: {', '.join(known)}")
    try:
        ask(**said)
    except (TypeError, ValueError) as error:
        raise Refusal(400, f"that is not how such a failure is asked for: {error}") from error
    return {"emulated": True, "faults": faults.waiting()} | _meant(body)


def _meant(body: dict[str, Any]) -> dict[str, Any]:
    """Whether a build's failure is meant for an image that has a pipeline, and which there are."""
    from generator.localaws.imagebuilder import called

    if body["kind"] != "build":
        return {}
    every = [names for names in called.pipelines() if names]
    wanted = body.get("image", "*")
    return {
        "matches": sorted({names[-1] for names in every if is_meant(wanted, names)}),
        "pipelines": sorted({names[-1] for names in every}),
    }


def _clear(body: dict[str, Any]) -> dict[str, Any]:
    if body:
        raise Refusal(400, "everything is forgotten: nothing can be said about it")
    forgotten = len(faults.waiting())
    faults.reset()
    return {"emulated": True, "forgotten": forgotten}


def _fire(body: dict[str, Any]) -> dict[str, Any]:
    from generator.localaws import schedules

    try:
        schedules.fire(**body)
    except (TypeError, LookupError, ValueError) as error:
        raise Refusal(400, f"no such schedule: {error}") from error
    return {"emulated": True}


ANSWERS: dict[tuple[str, str], Callable[[dict[str, Any]], dict[str, Any]]] = {
    ("GET", "status"): _status,
    ("GET", "clock"): _time,
    ("POST", "clock"): _advance,
    ("POST", "faults"): _fail,
    ("POST", "faults/clear"): _clear,
    ("POST", "schedules/fire"): _fire,
}
