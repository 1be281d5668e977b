"""Workflows: their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.localaws.imagebuilder.components import content
from generator.localaws.imagebuilder.documents import workflow_parameters, workflow_steps

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record


def draft(backend: ImageBuilderBackend, asked: Record) -> Record:
    """What a workflow has besides what was asked for."""
    text = content(backend, asked)
    workflow_steps(text)
    return {"data": text, "parameters": workflow_parameters(text)}
