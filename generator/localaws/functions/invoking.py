"""One invocation: a function of moto's store, or a script of Automation, run in a child process."""

from __future__ import annotations

import base64
import io
import json
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.localaws.emulated import Emulated
from generator.localaws.functions.loopback import endpoint
from generator.localaws.functions.process import Answer, Order, run

EMULATES = (
    Emulated(
        "A function runs in a new process for every invocation, with this machine's Python"
        " whatever python3 runtime it asked for; other runtimes and images are refused",
        "nothing isolates it",
    ),
    Emulated(
        "A function has its own environment, LAMBDA and AWS variables, and its role's account"
        " as credentials; what the role allows is not checked",
        "Lambda Developer Guide, environment variables",
    ),
    Emulated(
        "Functions see simulated time, and take of it what they take of real time; as long as one"
        " runs, time is no faster than that for anybody",
        "unverified",
    ),
    Emulated(
        "A handler that raises answers 200 with FunctionError Unhandled, errorType, errorMessage,"
        " requestId and stackTrace; one that takes too long with Sandbox.Timedout",
        "Lambda Developer Guide, Python exceptions",
    ),
    Emulated("Scripts of aws:executeScript run as functions do", "SSM User Guide"),
)

SCRIPT_SECONDS = 600
"""A script of executeScript is ended after ten minutes (SSM User Guide, aws:executeScript)."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """What came of an invocation."""

    request_id: str
    answer: Answer
    log: str
    """With Lambda's own lines."""

    @property
    def tail(self) -> str:
        """The last 4 KB of the log, as LogResult has them."""
        return base64.b64encode(self.log.encode()[-4096:]).decode()


def refuse_unless_runnable(function: Any) -> None:
    """Raises moto's error when the function is none that runs here."""
    from generator.localaws.refusing import CODE, refusal

    if function.package_type == "Zip" and str(function.run_time).startswith("python3."):
        return
    from moto.core.exceptions import JsonRESTError

    kind = function.run_time if function.package_type == "Zip" else "images"
    raise JsonRESTError(CODE, refusal(f"lambda:Invoke of {kind}, only of python3 in zip archives"))


def invoke(function: Any, event: Any, request_id: str = "") -> Invocation:
    """Run a function of moto's store once; waits for it."""
    refuse_unless_runnable(function)
    request_id = request_id or str(uuid.uuid4())
    stream = f"[$LATEST]{request_id.replace('-', '')}"
    answer = run(
        Order(
            handler=function.handler,
            event=event,
            timeout=float(function.timeout),
            context=_context(function, request_id, stream),
            environment={
                **_environment(function, stream),
                **{name: str(value) for name, value in function.environment_vars.items()},
            },
            unpack=lambda root: _unpack(function.code_bytes, root),
        )
    )
    return Invocation(request_id, answer, _logged(function, request_id, stream, answer))


def run_script(  # noqa: PLR0913, PLR0917  # where, and what
    account: str, region: str, role: str, script: str, handler: str, payload: Any
) -> Any:
    """Run a script of executeScript. Raises RuntimeError with what it raised."""
    answer = run(
        Order(
            handler=f"script.{handler}",
            event=payload,
            timeout=SCRIPT_SECONDS,
            context=dict.fromkeys(_CONTEXT, ""),
            environment=_place(account, region, role),
            unpack=lambda root: (root / "script.py").write_text(script, encoding="utf-8"),
        )
    )
    found = json.loads(answer.payload)
    if answer.failed:
        raise RuntimeError(f"{found['errorType']}: {found['errorMessage']}")
    return found


_CONTEXT = (
    *("aws_request_id", "function_name", "function_version", "invoked_function_arn"),
    *("memory_limit_in_mb", "log_group_name", "log_stream_name"),
)


def _context(function: Any, request_id: str, stream: str) -> Mapping[str, str]:
    values = (
        *(request_id, function.function_name, "$LATEST", function.function_arn),
        *(str(function.memory_size), function.logs_group_name, stream),
    )
    return dict(zip(_CONTEXT, values, strict=True))


def _environment(function: Any, stream: str) -> dict[str, str]:
    return {
        **_place(function.account_id, function.region, function.role),
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "_HANDLER": function.handler,
    }


def _place(account: str, region: str, role: str) -> dict[str, str]:
    """Where a process is in the local AWS, and as whom: its role, assumed."""
    from moto.sts.models import sts_backends
    from moto.utilities.utils import get_partition

    backend = sts_backends[account][get_partition(region)]
    arn = role or f"arn:{get_partition(region)}:iam::{account}:role/emulated"
    assumed = backend.assume_role(region, "emulated", arn, "", 3600, "")
    return {
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ACCESS_KEY_ID": assumed.access_key_id,
        "AWS_SECRET_ACCESS_KEY": assumed.secret_access_key,
        "AWS_SESSION_TOKEN": assumed.session_token,
        "AWS_ENDPOINT_URL": endpoint(),
    }


def _unpack(archive: bytes, root: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(root)


def _logged(function: Any, request_id: str, stream: str, answer: Answer) -> str:
    """Write the log of an invocation, with the lines that Lambda adds."""
    from moto.core.utils import unix_time_millis

    milliseconds = answer.seconds * 1000
    lines = [
        f"START RequestId: {request_id} Version: $LATEST",
        *answer.output.splitlines(),
        *([f"[ERROR] {answer.payload}"] if answer.failed else []),
        f"END RequestId: {request_id}",
        f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t[emulated]",
    ]
    logs, group = function.logs_backend, function.logs_group_name
    if group not in logs.groups:
        logs.create_log_group(group, {})
    if stream not in logs.groups[group].streams:
        logs.create_log_stream(group, stream)
    now = unix_time_millis()
    logs.put_log_events(group, stream, [{"timestamp": now, "message": line} for line in lines])
    return "\n".join(lines) + "\n"
