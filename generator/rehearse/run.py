"""The door: documents run in their stages, on machines made for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from generator.ports.machine import Machine, Machines
from generator.rehearse.documents import run_document
from generator.rehearse.events import Listen, StageBegan, StageEnded
from generator.rehearse.model import (
    DocumentResult,
    Failure,
    Result,
    StageResult,
    Status,
    Use,
)
from generator.rehearse.plan import PHASES, plan
from generator.rehearse.scope import Scope
from generator.rehearse.session import WORKING_FOLDER, Session
from generator.rehearse.statuses import together


def rehearse(  # noqa: PLR0913 - the outside world is passed in
    uses: Sequence[Use],
    machines: Machines,
    listen: Listen,
    *,
    now: Callable[[], datetime],
    network: bool = False,
    folder: str = WORKING_FOLDER,
) -> Result:
    """Run documents as Image Builder would run those of a recipe.

    Build stage: every document in order, its phases build and validate in the order they stand
    in (the guide's "awstoe run command": documents run in the order they are listed; "Use
    component documents": phases always run in the order of the document). Test stage: phase
    test of every document, on a new machine with the files of the first. A stage that fails
    ends the rehearsal. Times are what `now` tells; `folder` is the recipe's working directory.
    The machines are left for the caller to close.

    Raises:
        AccessError: when a machine cannot be made, or cannot run anything.
    """
    planned = plan(uses, network=network)
    if planned.refusals:
        return Result(Status.REFUSED, machines.about, refusals=planned.refusals)
    stages: list[StageResult] = []
    machine: Machine | None = None
    for stage, names in PHASES.items():
        documents = [use for use in uses if _has(use, names)]
        if not documents:
            continue
        machine = machines.make() if machine is None else machines.make_from(machine)
        session = Session(machine, listen, now, stage, folder, network=network)
        stages.append(_stage(session, machines.about, documents))
        if stages[-1].status is Status.FAILED:
            break
    status = together(each.status for each in stages)
    failures = [each for stage in stages for each in _failures(stage.documents)]
    return Result(status, machines.about, tuple(stages), failure=next(iter(failures), None))


def _has(use: Use, names: Collection[str]) -> bool:
    """Whether a document has one of these phases."""
    return any(phase.name in names for phase in use.document.phases)


def _stage(session: Session, about: str, uses: Sequence[Use]) -> StageResult:
    names = tuple(use.name for use in uses)
    session.listen(StageBegan(session.stage, about, names))
    started = session.now()
    documents: list[DocumentResult] = []
    for use in uses:
        documents.append(run_document(session, Scope.of(use), PHASES[session.stage]))
        if documents[-1].aborted:
            break
    result = StageResult(
        session.stage,
        together(each.status for each in documents),
        started,
        session.now(),
        tuple(documents),
        session.machine.changed(),
        session.reboots,
    )
    session.listen(StageEnded(result))
    return result


def _failures(documents: Sequence[DocumentResult]) -> Iterator[Failure]:
    """What failed and counts, the innermost first."""
    for document in documents:
        for phase in document.phases:
            for step in phase.steps:
                if step.status is Status.FAILED:
                    yield from _failures(step.inner)
                    if step.failure is not None:
                        yield step.failure
