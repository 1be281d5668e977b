"""CloudFormation's limits on one stack, counted before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.findings import Code
from generator.lint import codes

RESOURCES = 500
OUTPUTS = 200
TEMPLATE_BYTES = 1_000_000
"""Of a template in S3; CloudFormation says 1 MB."""


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit that a template exceeds."""

    code: Code
    message: str
    hint: str


def excesses(template: Mapping[str, Any], text: str, images: int) -> Iterator[Excess]:
    """The limits that the template of so many images exceeds."""
    counts = (
        (codes.TOO_MANY_RESOURCES, len(template["Resources"]), RESOURCES, "resources"),
        (codes.TOO_LARGE, len(text.encode()), TEMPLATE_BYTES, "bytes"),
        (codes.TOO_MANY_OUTPUTS, len(template.get("Outputs", {})), OUTPUTS, "outputs"),
    )
    for code, count, limit, what in counts:
        if count > limit:
            fitting = images * limit // count
            yield Excess(
                code,
                f"{images} images make {count} {what}, a stack holds {limit}",
                f"about {fitting} of these images fit one file; split them over "
                f"{-(-images // max(fitting, 1))} files",
            )
