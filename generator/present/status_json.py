"""How stacks are, as JSON for programs.

stacks[]  name, arn, account, region, partition, emulated, factory
          status (as AWS names it), words, running, inTrouble, reason, changed (ISO 8601)
          payload, protected, outputs, parameters, tags
          images[]: name, state, built, next (the last three only with --builds)
          broken[]: logicalId, type, status; failure: as `deploy` tells it; next: what to do
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from generator.deploy.outcome import Failure
from generator.plan.origins import FACTORY_TAG
from generator.plan.starting import Act
from generator.present.json_report import SCHEMA_VERSION
from generator.present.status import Built, Seen


def status_document(seen: Iterable[Seen]) -> dict[str, Any]:
    """The whole document."""
    return {"schemaVersion": SCHEMA_VERSION, "stacks": [_stack(each) for each in seen]}


def _stack(seen: Seen) -> dict[str, Any]:
    stack, place = seen.stack, seen.place
    return {
        "name": stack.name,
        "arn": stack.arn,
        "account": place.account,
        "region": place.region,
        "partition": place.partition,
        "emulated": place.emulated,
        "factory": stack.tags.get(FACTORY_TAG),
        "status": stack.status,
        "words": seen.start.said,
        "running": seen.start.act is Act.WATCH,
        "inTrouble": seen.start.in_trouble,
        "reason": stack.reason or None,
        "changed": _moment(stack.changed),
        "payload": seen.payload or None,
        "protected": stack.protected,
        "outputs": dict(stack.outputs),
        "parameters": dict(stack.parameters),
        "tags": dict(stack.tags),
        "images": [_image(each) for each in seen.images],
        "broken": [
            {"logicalId": each.logical_id, "type": each.type, "status": each.status}
            for each in seen.broken
        ],
        "failure": _failure(seen.failure) if seen.failure else None,
        "next": seen.next or None,
    }


def _image(image: Built) -> dict[str, Any]:
    return {
        "name": image.name,
        "state": image.state or None,
        "built": _moment(image.built),
        "next": _moment(image.next),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "reason": failure.reason,
        "logicalId": failure.logical_id or None,
        "type": failure.type or None,
        "place": failure.place or None,
        "cancelled": failure.cancelled,
        "hint": failure.hint or None,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
