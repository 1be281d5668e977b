"""Why AWS does not even begin: a change set that could not be made."""

from __future__ import annotations

import contextlib

from generator.deploy import causes
from generator.deploy.outcome import FailedError, Failure
from generator.deploy.world import World
from generator.errors import AmiFactoryError
from generator.plan.target import Target
from generator.ports.stacks import ChangeSet


def refusal(target: Target, change_set: ChangeSet, world: World) -> FailedError:
    """The error for a change set that AWS refuses, with the place that AWS's own check names."""
    failure = Failure(change_set.reason or change_set.status, hint=causes.hint(change_set.reason))
    with contextlib.suppress(AmiFactoryError):  # whoever may not ask for more still gets the reason
        found = world.stacks.validation(change_set.arn)
        failure = _first(target, found) if found else failure
    hint = failure.hint or "nothing was changed; mend that and run again"
    return FailedError(
        f"AWS refuses the changes of the stack {target.name}", hint, failure, change_set.status
    )


def _first(target: Target, found: tuple[tuple[str, str], ...]) -> Failure:
    """The first finding; the others are told of by their number alone.

    Paths are JSON pointers into the template: /Resources/LogBucket/Properties/...
    """
    path, reason = found[0]
    parts = path.strip("/").split("/")
    logical_id = parts[1] if parts[0] == "Resources" and len(parts) > 1 else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    resource = (target.template.get("Resources") or {}).get(logical_id) or {}
    return Failure(
        reason=f"{reason}{more}",
        logical_id=logical_id,
        type=str(resource.get("Type", "")),
        place=target.origins.get(logical_id, ""),
        hint=causes.hint(reason),
    )
