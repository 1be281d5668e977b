"""How deployments ended, as JSON for programs.

stacks[]  name, result (created, updated, unchanged, started, deleted, absent, failed,
          dropped), arn, status, account, region, partition, emulated, outputs, notes,
          stays[]: logicalId, type, physicalId
          error: message, hint; failure: reason, logicalId, type, place, cancelled
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.deploy.outcome import Failure, Outcome
from generator.ports.place import Place


def outcomes_document(ended: Iterable[tuple[Outcome, Place]]) -> dict[str, Any]:
    """The keys of the outcomes; the caller adds those of the findings."""
    return {"stacks": [_outcome(outcome, place) for outcome, place in ended]}


def _outcome(outcome: Outcome, place: Place) -> dict[str, Any]:
    error = outcome.error
    return {
        "name": outcome.stack,
        "result": str(outcome.result),
        "arn": outcome.arn or None,
        "status": outcome.status or None,
        "account": place.account,
        "region": place.region,
        "partition": place.partition,
        "emulated": place.emulated,
        "outputs": dict(outcome.outputs),
        "notes": list(outcome.notes),
        "stays": [
            {"logicalId": each.logical_id, "type": each.type, "physicalId": each.physical_id}
            for each in outcome.stays
        ],
        "error": {"message": error.message, "hint": error.hint} if error else None,
        "failure": _failure(outcome.failure) if outcome.failure else None,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "reason": failure.reason,
        "logicalId": failure.logical_id or None,
        "type": failure.type or None,
        "place": failure.place or None,
        "cancelled": failure.cancelled,
        "hint": failure.hint,
    }
