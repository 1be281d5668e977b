"""Every property of the Image Builder resources against the API's own service model.

Template linters know CloudFormation's schemas, which allow what the service refuses: component
version 1.0.x, volume type gp3a, a tag key of 200 characters. botocore's client checks types and
minima only. This walk checks lengths, ranges, patterns, enumerations, sizes and required members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.findings import Path
from generator.lint.api_model import request_shape
from generator.lint.api_samples import Samples
from generator.lint.api_shapes import check_of


@dataclass(frozen=True, slots=True)
class Violation:
    """One value that the Image Builder API would refuse."""

    logical_id: str
    path: Path
    """Where inside the resource's Properties, in CloudFormation's spelling.

    A missing property is named by the path it would have; a map's key by the path of its value;
    a branch of a condition by its place in the template: ("Name", "Fn::If", 1).
    """
    message: str
    hint: str = ""


def violations(resources: Mapping[str, Any]) -> Iterator[Violation]:
    """What the API would refuse of a template's Resources; other services are passed over.

    References to Image Builder resources and pseudo parameters are checked as samples of their
    form, both branches of Fn::If are checked, and what only a deployment knows is taken to be
    right. Raises LintUnavailableError when botocore's model cannot be read.
    """
    samples = Samples(resources)
    for logical_id, resource in resources.items():
        request = request_shape(resource.get("Type")) if isinstance(resource, dict) else None
        if request is None:
            continue
        for problem in check_of(request)(resource.get("Properties", {}), samples):
            yield Violation(logical_id, problem.path, problem.message, problem.hint)
