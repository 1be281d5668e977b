"""A plan as JSON, for programs.

    changes   whether a deployment would do anything
    stacks[]  name, file, factory, account, region, partition, emulated
              action (create, update, none, blocked), status and note of the stack as it is
              images[]: name, impact (nothing, settings, recipe, pipeline, new, goes), words,
                certain, causes[]: key, place
              resources[]: action, logicalId, type, physicalId, image, key, place, forcedBy,
                differences[]: path, before, after, known; lost, kept
              stack[]: differences of parameters, tags and outputs
              counts: by action; needsAllowReplace: logical ids

Secrets are masked; a value that is not there is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.plan.differences import Difference
from generator.plan.image_changes import ImageChange
from generator.plan.resource_changes import ResourceChange
from generator.present.plan import Planned
from generator.present.plan_values import clean


def plan_document(planned: Sequence[Planned]) -> dict[str, Any]:
    """The keys of a plan; the caller adds those of the findings."""
    return {
        "changes": any(each.changes for each in planned),
        "stacks": [_stack(each) for each in planned],
    }


def _stack(planned: Planned) -> dict[str, Any]:
    target, place, review = planned.target, planned.place, planned.review
    return {
        "name": target.name,
        "file": target.file,
        "factory": target.factory,
        "account": place.account,
        "region": place.region,
        "partition": place.partition,
        "emulated": place.emulated,
        "action": planned.action,
        "status": planned.status or None,
        "note": planned.start.said,
        "images": [_image(each) for each in review.images] if review else [],
        "resources": [_resource(each) for each in review.resources] if review else [],
        "stack": _differences(review.stack) if review else [],
        "counts": {str(action): count for action, count in review.counts.items()} if review else {},
        "needsAllowReplace": [each.logical_id for each in review.guarded] if review else [],
    }


def _image(image: ImageChange) -> dict[str, Any]:
    return {
        "name": image.name,
        "impact": image.impact.name.lower(),
        "words": str(image.impact),
        "certain": image.certain,
        "causes": [{"key": cause.pointer, "place": cause.place or None} for cause in image.causes],
    }


def _resource(change: ResourceChange) -> dict[str, Any]:
    return {
        "action": str(change.action),
        "logicalId": change.logical_id,
        "type": change.type,
        "physicalId": change.physical_id or None,
        "image": change.image or None,
        "key": change.pointer or None,
        "place": change.origin or None,
        "forcedBy": list(change.forced_by),
        "differences": _differences(change.differences),
        "lost": change.lost or None,
        "kept": change.kept,
    }


def _differences(differences: Iterable[Difference]) -> list[dict[str, Any]]:
    return [
        {
            "path": each.path,
            "before": clean(each.before),
            "after": clean(each.after),
            "known": each.known,
        }
        for each in differences
    ]
