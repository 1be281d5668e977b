"""AWS::SSM::Document: moto's model updates by deleting, and keeps content as it came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from generator.localaws.cloudformation.handlers import Asked, Handler, Made
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A document with UpdateMethod NewVersion gets a new default version, others are replaced",
        "CloudFormation User Guide, AWS::SSM::Document",
    ),
)


class Document(Handler):
    """A document and its versions."""

    type = "AWS::SSM::Document"
    name_property = "Name"

    def create(self, asked: Asked) -> Made:
        """Create it, its content as text."""
        wanted = asked.properties
        form = wanted.get("DocumentFormat", "JSON")
        self._backend(asked).create_document(
            content=_text(wanted["Content"], form),
            requires=wanted.get("Requires"),
            attachments=wanted.get("Attachments"),
            name=asked.name,
            version_name=wanted.get("VersionName"),
            document_type=wanted.get("DocumentType", "Command"),
            document_format=form,
            target_type=wanted.get("TargetType"),
            tags=wanted.get("Tags"),
        )
        return Made(asked.name)

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Make a new version of its content, and let it be the default."""
        backend, wanted = self._backend(asked), asked.properties
        form = wanted.get("DocumentFormat", "JSON")
        content = _text(wanted["Content"], form)
        if content != _text(before["Content"], before.get("DocumentFormat", "JSON")):
            told = backend.update_document(
                content=content,
                attachments=wanted.get("Attachments"),
                name=made.physical_id,
                version_name=wanted.get("VersionName"),
                document_version="$LATEST",
                document_format=form,
                target_type=wanted.get("TargetType"),
            )
            backend.update_document_default_version(made.physical_id, told["DocumentVersion"])
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it with all versions."""
        backend = self._backend(asked)
        backend.delete_document(made.physical_id, document_version="", version_name="", force=True)

    def replaces(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Its UpdateMethod decides; without one it is Replace."""
        del before
        return bool(after.get("UpdateMethod", "Replace") == "Replace")

    def _backend(self, asked: Asked) -> Any:
        from moto.ssm.models import ssm_backends

        return ssm_backends[asked.account][asked.region]


def _text(content: Any, form: str) -> str:
    if isinstance(content, str):
        return content
    return json.dumps(content) if form == "JSON" else yaml.safe_dump(content, sort_keys=False)
