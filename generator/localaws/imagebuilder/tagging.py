"""Tags of anything that Image Builder keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.localaws.imagebuilder.arns import read_arn
from generator.localaws.imagebuilder.kinds import kind_at
from generator.localaws.imagebuilder.making import own_record

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record


def _record(backend: ImageBuilderBackend, asked: Record) -> Record:
    arn = asked["resourceArn"]
    return own_record(backend, kind_at(read_arn(arn).path), arn)


def tag(backend: ImageBuilderBackend, asked: Record) -> Record:
    """Add tags."""
    record = _record(backend, asked)
    record["tags"] = record["tags"] | asked["tags"]
    return {}


def untag(backend: ImageBuilderBackend, asked: Record) -> Record:
    """Remove tags."""
    record = _record(backend, asked)
    gone = asked["tagKeys"]
    record["tags"] = {key: value for key, value in record["tags"].items() if key not in gone}
    return {}


def tags(backend: ImageBuilderBackend, asked: Record) -> Record:
    """All tags."""
    return {"tags": _record(backend, asked)["tags"]}
