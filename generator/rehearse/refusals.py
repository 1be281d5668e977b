"""Steps that cannot run in a rehearsal, told by name before anything runs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.awstoe.actions import ACTIONS
from generator.awstoe.inputs import entries
from generator.awstoe.model import Step

_NO_CREDENTIALS = "a rehearsal has no credentials"
_ELSEWHERE = "rehearse the other phases (--phase), or build for real (amifactory build)"
_NO_NETWORK = "the rehearsal has no network"
_WITH_NETWORK = "allow it: --network"


def refused(step: Step, *, network: bool, platform: str) -> Iterator[tuple[str, str]]:
    """What keeps a step from running, each as a message and what to do."""
    action = ACTIONS[step.action]
    told = f'step "{step.name}": {action.name}'
    if platform not in action.platforms:
        others = " and ".join(action.platforms)
        yield (
            f"{told} cannot run on {platform}, only on {others}",
            "rehearse documents for Linux; others are checked only (amifactory check)",
        )
    elif action.name in ("S3Download", "S3Upload"):
        yield f"{told} cannot run: {_NO_CREDENTIALS}", _ELSEWHERE
    elif action.name in ("WebDownload", "UpdateOS") and not network:
        yield f"{told} cannot run: {_NO_NETWORK}", _WITH_NETWORK
    elif action.name == "ExecuteDocument":
        yield from _elsewhere(step, told)


def _elsewhere(step: Step, told: str) -> Iterator[tuple[str, str]]:
    """Documents that are not in the machine; what is known only later is refused then."""
    for entry in entries(step):
        where = str(entry.get("document", ""))
        if where.startswith(("s3://", "arn:")):
            hint = "rehearse that document by itself, or use a copy of it by its path"
            yield f"{told} cannot run {where}: {_NO_CREDENTIALS}", hint
