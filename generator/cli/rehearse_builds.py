"""Builds of the local AWS whose component documents run for real: `amifactory local --rehearse`."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from generator.awstoe.check import check
from generator.errors import AmiFactoryError
from generator.localaws.rehearsing import Fault, Part, Stage, Verdict
from generator.rehearse.events import Event, Output, StepBegan, StepEnded
from generator.rehearse.model import Result, Use
from generator.rehearse.plan import plan
from generator.rehearse.run import rehearse

SECONDS = 600
"""That the documents of one build may take, in real time."""
_DOWNLOAD = "Download"
"""The step of a bootstrap wrapper that fetches its script."""


@dataclass(slots=True)
class _Log:
    """Lines of each stage, as they are told."""

    lines: dict[Stage, list[str]] = field(default_factory=dict)

    def listen(self, event: Event) -> None:
        """One event of the rehearsal."""
        match event:
            case StepBegan(place, action):
                self._say(place.stage, f"{place.document}: {place.phase} > {place.step} ({action})")
            case Output(place, _, line):
                self._say(place.stage, f"  {line}")
            case StepEnded(place, result):
                self._say(place.stage, f"  {result.status} {result.message}".rstrip())

    def _say(self, stage: Stage, line: str) -> None:
        self.lines.setdefault(stage, []).append(line)


@dataclass(frozen=True, slots=True)
class Rehearser:
    """Runs the components of a recipe in a sandbox of this machine."""

    network: bool

    def __call__(self, parts: Sequence[Part]) -> Mapping[Stage, Verdict]:
        """Both stages; what cannot run here is left out, and named in the log."""
        uses, left_out = self._chosen(parts)
        if not uses:
            return {"build": Verdict(tuple(left_out))}
        log = _Log()
        try:
            result = self._rehearsed(uses, log)
        except AmiFactoryError as error:
            return {"build": Verdict((*left_out, f"nothing was rehearsed: {error.message}"))}
        return _verdicts(result, log, left_out)

    def _chosen(self, parts: Sequence[Part]) -> tuple[list[Use], list[str]]:
        uses, left_out = [], []
        for part in parts:
            use = _use(part)
            why = self._refused(use) if use is not None else "AWS manages it"
            if use is not None and not why:
                uses.append(use)
            else:
                left_out.append(f"{part.name}: not rehearsed: {why}")
        return uses, left_out

    def _refused(self, use: Use) -> str:
        """Why a document cannot run here; empty when it can."""
        refusals = plan((use,), network=self.network).refusals
        if refusals:
            return refusals[0].message
        steps = [str(step.name) for phase in use.document.phases for step in phase.steps]
        if not self.network and _DOWNLOAD in steps:
            return "it downloads, and there is no network (--rehearse network)"
        return ""

    def _rehearsed(self, uses: Sequence[Use], log: _Log) -> Result:
        from generator.sandbox.choose import Order, choose
        from generator.sandbox.limits import Deadline, Limits

        deadline = Deadline(time.monotonic, time.monotonic() + SECONDS)
        machines = choose(Order(Limits(), deadline, network=self.network), lambda _: None)
        try:
            return rehearse(
                uses, machines, log.listen, now=lambda: datetime.now(UTC), network=self.network
            )
        finally:
            machines.close()


def _use(part: Part) -> Use | None:
    """A document that can be run; None for one of AWS's own."""
    document = check(part.name, part.text.encode()).document if part.text else None
    if document is None:
        return None
    return Use(part.name, part.name, part.text, document, part.parameters)


def _verdicts(result: Result, log: _Log, left_out: Sequence[str]) -> Mapping[Stage, Verdict]:
    failure = result.failure
    fault = None
    if failure is not None and not result.passed:
        place = failure.place
        fault = Fault(place.document, place.phase, place.step, failure.action, failure.message)
    failed: Stage | None = failure.place.stage if failure is not None and fault else None
    first: dict[Stage, Sequence[str]] = {"build": left_out, "test": ()}
    return {
        stage: Verdict(
            (*first[stage], *log.lines.get(stage, ())), fault if stage == failed else None
        )
        for stage in first
    }
