"""What a rehearsal would run, step by step, and what it cannot run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.awstoe.inputs import entries
from generator.awstoe.model import BUILD_STAGE, Document, Phase, Step
from generator.rehearse.chaining import known, variables_of
from generator.rehearse.model import Data, Refusal, Stage, Use
from generator.rehearse.refusals import refused
from generator.rehearse.words import condition_words, loop_words

PHASES: Mapping[Stage, tuple[str, ...]] = {"build": BUILD_STAGE, "test": ("test",)}
"""Phases of each stage; container-host-test is for container images, which have no rehearsal."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that would run."""

    name: str
    action: str
    line: int
    inputs: tuple[Data, ...]
    """Parameters and constants are replaced; what only a run can tell is left in its braces."""
    timeout: int
    on_failure: str
    attempts: int
    loop: str = ""
    """In words; empty without one."""
    condition: str = ""
    """In words; empty without one."""


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase that would run."""

    stage: Stage
    name: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A document that would run."""

    name: str
    file: str
    parameters: Mapping[str, str]
    """Those that the document has, with the values they would have."""
    phases: tuple[PlannedPhase, ...]
    """In the order they stand in."""
    left_out: tuple[str, ...] = ()
    """Names of phases that do not run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would run, and what keeps it from running."""

    documents: tuple[PlannedDocument, ...]
    refusals: tuple[Refusal, ...] = ()

    def stage(self, stage: Stage) -> tuple[PlannedDocument, ...]:
        """Documents that have something to do in a stage."""
        return tuple(
            each for each in self.documents if any(phase.stage == stage for phase in each.phases)
        )


def plan(uses: Sequence[Use], *, network: bool = False, platform: str = "Linux") -> Plan:
    """Say what a rehearsal of documents would run; nothing is run."""
    refusals = [each for use in uses for each in _refusals(use, network=network, platform=platform)]
    return Plan(tuple(_document(use) for use in uses), tuple(refusals))


def resolve(
    document: Document, parameters: Mapping[str, str], platform: str = "Linux", *, file: str = ""
) -> Plan:
    """Say what one document with these parameters would run, with network."""
    use = Use(document.name or file, file, "", document, parameters)
    return plan([use], network=True, platform=platform)


def stage_of(phase: str) -> Stage | None:
    """The stage that runs the phase of a name."""
    return next((stage for stage, names in PHASES.items() if phase in names), None)


def _document(use: Use) -> PlannedDocument:
    values = variables_of(use.document, use.parameters)
    parameters = {
        str(each.name): values[each.name] for each in use.document.parameters if each.name in values
    }
    planned, left_out = [], []
    for phase in use.document.phases:
        stage = stage_of(phase.name)
        if stage is None:
            left_out.append(str(phase.name))
        else:
            planned.append(_phase(stage, phase, values))
    return PlannedDocument(use.name, use.file, parameters, tuple(planned), tuple(left_out))


def _phase(stage: Stage, phase: Phase, values: Mapping[str, str]) -> PlannedPhase:
    return PlannedPhase(stage, str(phase.name), tuple(_step(step, values) for step in phase.steps))


def _step(step: Step, values: Mapping[str, str]) -> PlannedStep:
    return PlannedStep(
        str(step.name),
        str(step.action),
        step.span.line,
        tuple(known(entry, values) for entry in entries(step)),
        step.timeout,
        step.on_failure,
        step.attempts,
        loop_words(step.loop) if step.loop else "",
        condition_words(step.condition, values) if step.condition is not None else "",
    )


def _refusals(use: Use, *, network: bool, platform: str) -> Iterator[Refusal]:
    def telling(line: int, message: str, hint: str) -> Refusal:
        return Refusal(use.name, use.file, line, message, hint)

    names = {str(each.name): each for each in use.document.parameters}
    for given in use.parameters:
        if given not in names:
            known_ones = ", ".join(names) or "none"
            yield telling(1, f'there is no parameter "{given}"', f"there are: {known_ones}")
    for name, parameter in names.items():
        if parameter.default is None and name not in use.parameters:
            yield telling(
                parameter.name.span.line,
                f'parameter "{name}" has no value',
                f"give one: --param {name}=...",
            )
    for step in _steps(use.document.phases):
        for problem in refused(step, network=network, platform=platform):
            yield telling(step.span.line, *problem)


def _steps(phases: Iterable[Phase]) -> Iterator[Step]:
    for phase in phases:
        if stage_of(phase.name) is not None:
            yield from phase.steps
