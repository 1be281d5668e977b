"""A document, phase by phase in the order they stand in."""

from __future__ import annotations

from collections.abc import Collection

from generator.awstoe.model import Phase
from generator.rehearse.events import DocumentBegan, DocumentEnded, PhaseBegan, PhaseEnded
from generator.rehearse.model import DocumentResult, PhaseResult, Place, Status, StepResult
from generator.rehearse.scope import Scope
from generator.rehearse.session import Session
from generator.rehearse.statuses import together
from generator.rehearse.steps import run_step


def run_document(session: Session, scope: Scope, names: Collection[str]) -> DocumentResult:
    """Run the phases of these names, in the document's order.

    A step that fails with Abort ends the document, and whatever would come after it; with
    Continue the rest runs, and the document has failed all the same.

    Raises:
        AccessError: when the machine cannot run anything.
    """
    session.listen(DocumentBegan(session.stage, scope.name, scope.file, scope.depth))
    started = session.now()
    phases: list[PhaseResult] = []
    aborted = False
    for phase in scope.document.phases:
        if phase.name in names and not aborted:
            result, aborted = _phase(session, scope, phase)
            phases.append(result)
    document = DocumentResult(
        scope.name,
        scope.file,
        scope.document.description,
        together(each.status for each in phases),
        started,
        session.now(),
        tuple(phases),
        aborted,
    )
    session.listen(DocumentEnded(session.stage, document, scope.depth))
    return document


def _phase(session: Session, scope: Scope, phase: Phase) -> tuple[PhaseResult, bool]:
    session.listen(PhaseBegan(session.stage, scope.name, str(phase.name), scope.depth))
    started = session.now()
    steps: list[StepResult] = []
    aborted = False
    for step in phase.steps:
        place = Place(session.stage, scope.name, str(phase.name), str(step.name), scope.depth)
        result, aborted = run_step(session, scope, place, step)
        steps.append(result)
        if aborted:
            break
    status = together(each.status for each in steps if each.status is not Status.SKIPPED)
    ended = PhaseResult(str(phase.name), status, started, session.now(), tuple(steps))
    session.listen(PhaseEnded(session.stage, scope.name, ended, scope.depth))
    return ended, aborted
