"""The default Automation documents, with what the deployer chose as defaults of parameters."""

from __future__ import annotations

from typing import Any

from troposphere import If, Ref, ssm

from generator.classic import ids
from generator.classic.sources import runbook


def linux_document() -> ssm.Document:
    """Bakes Linux images."""
    return _document(ids.LINUX_DOCUMENT, "linux", {"AuthorizedKey": _authorized_key()})


def windows_document() -> ssm.Document:
    """Bakes Windows images."""
    return _document(ids.WINDOWS_DOCUMENT, "windows", {})


def _authorized_key() -> If:
    return If(ids.HAS_AUTHORIZED_KEY, Ref("AuthorizedKey"), "")


def _document(logical_id: str, name: str, defaults: dict[str, Any]) -> ssm.Document:
    """Unnamed, so that it can be replaced; changes become new versions."""
    content = runbook(name)
    parameters = {
        key: {**about, "default": defaults[key]} if key in defaults else about
        for key, about in content["parameters"].items()
    }
    return ssm.Document(
        logical_id,
        DocumentType="Automation",
        # The content is JSON, which is YAML too; scripts are documented for YAML runbooks only.
        DocumentFormat="YAML",
        UpdateMethod="NewVersion",
        Content={**content, "parameters": parameters},
    )
