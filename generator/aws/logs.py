"""CloudWatch Logs: the lines of builds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from generator.aws.failures import translated
from generator.aws.session import client
from generator.errors import NotFoundError
from generator.ports.builds import LogLine

Lines = tuple[tuple[LogLine, ...], str]


class CloudWatchLogs:
    """The port `Logs`, by boto3."""

    def __init__(self, logs: Any) -> None:
        self._client = logs

    def lines(self, group: str, stream: str, after: str = "") -> Lines:
        """Lines of a stream from a token on, and the token for the next look (GetLogEvents).

        A page can be empty and still not be the last one: the end is where AWS gives back the
        token that it was given.
        """
        read: list[LogLine] = []
        try:
            while True:
                page = self._page(group, stream, after)
                read += [_line(event, stream) for event in page.get("events", ())]
                token = page.get("nextForwardToken") or after
                if token == after:
                    return tuple(read), token
                after = token
        except NotFoundError:
            return tuple(read), after

    def streams(self, group: str, prefix: str = "") -> tuple[str, ...]:
        """Names of streams, those with the newest events first (DescribeLogStreams)."""
        asked = {"logStreamNamePrefix": prefix} if prefix else {}
        try:
            with translated(f"list the streams of the log group {group}"):
                pages = self._client.get_paginator("describe_log_streams")
                found = [
                    each
                    for page in pages.paginate(logGroupName=group, **asked)
                    for each in page.get("logStreams", ())
                ]
        except NotFoundError:
            return ()
        found.sort(key=lambda each: each.get("lastEventTimestamp", 0), reverse=True)
        return tuple(each["logStreamName"] for each in found)

    def _page(self, group: str, stream: str, after: str) -> dict[str, Any]:
        more = {"nextToken": after} if after else {}
        with translated(f"read the log {group} {stream}"):
            page: dict[str, Any] = self._client.get_log_events(
                logGroupName=group, logStreamName=stream, startFromHead=True, **more
            )
        return page


def connect(region: str | None, profile: str | None) -> CloudWatchLogs:
    """CloudWatch Logs of an account and region.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return CloudWatchLogs(client("logs", region, profile))


def _line(event: dict[str, Any], stream: str) -> LogLine:
    at = datetime.fromtimestamp(event.get("timestamp", 0) / 1000, UTC)
    return LogLine(at, stream, event.get("message", "").rstrip("\r\n"))
