"""Deregistering AMIs, with their snapshots when asked."""

from __future__ import annotations

from typing import Any

from generator.localaws.ec2.attributes import is_protected, own
from generator.localaws.ec2.volumes import snapshots_of
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Deregistering can delete the snapshots, except those that other AMIs use",
        "botocore's EC2 model, DeregisterImage",
    ),
)


def deregister_image(response: Any, _theirs: Any) -> Any:
    """DeregisterImage."""
    from moto.core.responses import ActionResult
    from moto.ec2.exceptions import EC2ClientError

    backend, ami = response.ec2_backend, own(response)
    if is_protected(ami):
        message = f"The image '{ami.id}' is protected from deregistration."
        raise EC2ClientError("OperationNotPermitted", message)
    response.error_on_dryrun()
    snapshots = snapshots_of(ami)
    backend.deregister_image(ami.id)
    if response._get_param("DeleteAssociatedSnapshots") not in (True, "true"):  # noqa: SLF001  # moto's
        return ActionResult({"Return": True})
    results = [{"SnapshotId": it, "ReturnCode": _delete(backend, it)} for it in snapshots]
    return ActionResult({"Return": True, "DeleteSnapshotResults": results})


def _delete(backend: Any, snapshot: str) -> str:
    if any(snapshot in snapshots_of(ami) for ami in backend.amis.values()):
        return "skipped"
    return "success" if backend.snapshots.pop(snapshot, None) else "missing-permissions"


OPERATIONS = (deregister_image,)
