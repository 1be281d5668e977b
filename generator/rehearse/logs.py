"""The log folder that the real tool leaves, as texts by path: writing them is for the caller.

Image Builder User Guide, "Use component documents in AWSTOE", component logging: a folder
`TOE_<time>_UTC-0_<id>/` for each run of the tool, which is one for each stage, with
document.yaml, application.log, detailedoutput.json, console.log and chaining.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from generator.rehearse import detailed
from generator.rehearse.events import Event
from generator.rehearse.lines import console, stage_of, traced
from generator.rehearse.model import Result, StageResult, Use

Told = Sequence[tuple[datetime, Event]]


@dataclass(slots=True)
class Recorder:
    """Listens, and keeps what it hears with the time."""

    now: Callable[[], datetime]
    told: list[tuple[datetime, Event]] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        """Keep an event."""
        self.told.append((self.now(), event))


def log_files(
    result: Result, uses: Iterable[Use], told: Told, token: Callable[[], str]
) -> dict[str, str]:
    """Texts of all log folders by their relative paths, which have no part of the user's.

    `told` is what a `Recorder` heard; `token` gives execution ids, a new one at each call.
    """
    texts = {use.name: use.text for use in uses}
    files: dict[str, str] = {}
    for stage in result.stages:
        files |= _folder(stage, texts, told, token)
    return files


def _folder(
    stage: StageResult, texts: Mapping[str, str], told: Told, token: Callable[[], str]
) -> dict[str, str]:
    execution = token()
    folder = f"TOE_{stage.started.astimezone(UTC):%Y-%m-%d_%H-%M-%S}_UTC-0_{execution}"
    here = [(when, event) for when, event in told if stage_of(event) == stage.name]
    files = {
        "application.log": "".join(traced(here)),
        "console.log": "".join(console(here)),
        "detailedoutput.json": _json(detailed.execution(stage, execution, token)),
        "chaining.json": _json(detailed.chaining(stage)),
    }
    for number, document in enumerate(stage.documents, 1):
        name = "document.yaml" if number == 1 else f"document-{number}.yaml"
        files[name] = texts.get(document.name, "")
    return {f"{folder}/{name}": text for name, text in files.items()}


def _json(value: object) -> str:
    return json.dumps(value, indent=4, ensure_ascii=False) + "\n"
