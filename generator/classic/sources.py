"""The files that are deployed as they are: functions and Automation documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def function_source(name: str) -> str:
    """The source of a Lambda function, byte for byte as it is tested."""
    return (HERE / "functions" / f"{name}.py").read_text(encoding="utf-8")


@cache
def runbook(name: str) -> dict[str, Any]:
    """An Automation document as values; callers do not change it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (HERE / "documents" / f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506  # a safe loader
    return content
