"""Which phase of a build a workflow is for."""

from __future__ import annotations

import re

from generator.payload.uses import WorkflowUse

MANAGED_WORKFLOWS = {
    "build-image": "build",
    "build-image-with-update-ssm-agent": "build",
    "express-build-image": "build",
    "test-image": "test",
    "express-test-image": "test",
    "distribute-image": "distribution",
}
"""AMI workflows that AWS manages (Image Builder User Guide, "Manage image workflows")."""

_PHASE = re.compile(r":workflow/(build|test|distribution)/")


def phase(use: WorkflowUse) -> str | None:
    """build, test or distribution; None when the use does not tell."""
    if use.name is not None:
        return MANAGED_WORKFLOWS.get(use.name)
    if use.file is not None:
        return use.type
    match = _PHASE.search(str(use.arn))
    return match[1] if match else None
