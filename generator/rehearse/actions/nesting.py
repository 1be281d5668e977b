"""ExecuteDocument: a document of the machine, run inside of a step.

Three levels below the first one at most, and none that is already running: told by its path in
the machine, and by its text. Everything else about it is looked at when it is its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from generator.awstoe.check import check
from generator.awstoe.model import Document
from generator.rehearse.actions.encodings import content
from generator.rehearse.chaining import variables_of
from generator.rehearse.failing import StepFailedError
from generator.rehearse.model import DocumentResult, Status
from generator.rehearse.refusals import refused
from generator.rehearse.scope import Scope
from generator.rehearse.work import Given, Outcome, Work

DEEPEST = 3
_WHERE = 'readlink -f -- "$1" || printf "%s\\n" "$1"'


def execute(work: Work) -> Outcome:
    """Run a document, and give the summary of it."""
    from generator.rehearse.documents import run_document  # documents run steps, steps run this

    [given] = work.entries
    scope = _scope(work, given)
    known = [str(phase.name) for phase in scope.document.phases]
    wanted = [name.strip() for name in given.text("phases").split(",") if name.strip()]
    result = run_document(work.session, scope, wanted or known)
    work.inner.append(result)
    if result.status is Status.FAILED:
        raise StepFailedError(f"document {scope.file} failed")
    return Outcome((_summary(result),))


def _scope(work: Work, given: Given) -> Scope:
    path = given.path("document")
    above = work.scope
    if path.startswith(("s3://", "arn:")):
        raise StepFailedError(f"a rehearsal has no credentials to read {path}")
    if above.depth >= DEEPEST:
        raise StepFailedError(f"documents are nested more than {DEEPEST} levels deep")
    where = work.shell.do(_WHERE, path).rstrip("\n")
    text = content(work.shell, path, "utf8")
    if where in above.above or text == above.text or text in above.above:
        raise StepFailedError(f"document {path} is running already")
    document = _document(work, path, text)
    variables = _variables(document, given.pairs("parameters"))
    running = (*above.above, where, text)
    name = document.name or path
    return Scope(name, path, text, document, variables, running, above.depth + 1)


def _document(work: Work, path: str, text: str) -> Document:
    checked = check(path, text.encode("utf-8", "replace"), "Linux")
    if checked.document is None:
        first = next(each for each in checked.findings if each.severity.rank == 0)
        line = first.location.span.line if first.location is not None else 1
        raise StepFailedError(f"{path}:{line}: {first.message}")
    for step in chain.from_iterable(phase.steps for phase in checked.document.phases):
        for message, _ in refused(step, network=work.session.network, platform="Linux"):
            raise StepFailedError(f"{path}:{step.span.line}: {message}")
    return checked.document


def _variables(document: Document, given: Mapping[str, str]) -> dict[str, str]:
    names = [str(each.name) for each in document.parameters]
    unknown = [name for name in given if name not in names]
    if unknown:
        raise StepFailedError(f'the document has no parameter "{unknown[0]}"')
    values = variables_of(document, given)
    missing = [name for name in names if name not in values]
    if missing:
        raise StepFailedError(f'parameter "{missing[0]}" has no value')
    return values


def _summary(result: DocumentResult) -> dict[str, str]:
    """The runtime summary that the guide shows in the output of the step."""
    ran = [step for phase in result.phases for step in phase.steps]
    failed = [step for step in ran if step.status is Status.FAILED]
    ignored = [step for step in ran if step.status is Status.IGNORED]
    return {
        "executedStepCount": str(len(ran)),
        "failedStepCount": str(len(failed)),
        "ignoredFailedStepCount": str(len(ignored)),
        "failureMessage": "",
        "status": result.status.value,
    }
