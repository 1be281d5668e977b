"""What could not be delivered in the local AWS: a log that a user can read, instead of silence.

AWS counts such things in a metric (FailedInvocations); here each is a line in the log group
`/amifactory/local/undelivered` of the target's account and region.
"""

from __future__ import annotations

from typing import Any

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "What could not be delivered is a line in the log group /amifactory/local/undelivered,"
        " which AWS does not have",
        "made up",
    ),
)

GROUP = "/amifactory/local/undelivered"
STREAM = "log"


def note(target: str, why: str) -> None:
    """Write where CloudWatch Logs shows it that a delivery to an ARN failed."""
    from moto.logs.models import logs_backends

    _, _, _, region, account, _ = f"{target}:::::".split(":", 5)
    if not (region and account):
        return
    logs: Any = logs_backends[account][region]
    if GROUP not in logs.groups:
        logs.create_log_group(GROUP, {})
        logs.create_log_stream(GROUP, STREAM)
    now = int(clock.now().timestamp() * 1000)
    line = f"[emulated] {target}: {why}"
    logs.put_log_events(GROUP, STREAM, [{"timestamp": now, "message": line}])
