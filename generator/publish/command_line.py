"""The same launch without the console."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping

from generator.publish.links import Launch
from generator.publish.template import Template

_SIMPLE = re.compile(r"[A-Za-z0-9_./:+-]+")
"""Values that the CLI's shorthand takes as they are."""


def create_stack(template: Template, launch: Launch) -> str:
    """A line for a POSIX shell that creates the stack with the AWS CLI."""
    words = [
        *("aws", "cloudformation", "create-stack"),
        *("--region", launch.region),
        *("--stack-name", launch.stack),
        *("--template-url", launch.template),
    ]
    if template.capabilities:
        words += ["--capabilities", *template.capabilities]
    if launch.parameters:
        words += ["--parameters", *_pairs("ParameterKey", "ParameterValue", launch.parameters)]
    if template.tags:
        words += ["--tags", *_pairs("Key", "Value", template.tags)]
    return shlex.join(words)


def _pairs(key: str, value: str, given: Mapping[str, str]) -> list[str]:
    """Shorthand where it cannot be misread, JSON elsewhere."""
    if all(_SIMPLE.fullmatch(text) for pair in given.items() for text in pair):
        return [f"{key}={name},{value}={text}" for name, text in given.items()]
    return [json.dumps([{key: name, value: text} for name, text in given.items()])]
