"""The composition root: joins the rooms for the commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from generator.classic.scheduled_image import ScheduledImage
from generator.cli.locks import lock_beside, pinned
from generator.cli.options import CLASSIC, IMAGE_BUILDER
from generator.findings import Report
from generator.graph.assemble import assemble
from generator.graph.nodes import Graph
from generator.library.documents import Documents, attach
from generator.lint import findings as lint_findings
from generator.lock.changes import digests
from generator.lock.pins import Lock
from generator.payload.component_uses import attached_files, script_files
from generator.payload.credentials import masked
from generator.payload.document import STDIN, Document, read
from generator.payload.document_file import document_given, document_kind
from generator.payload.load import Loaded, load
from generator.payload.model import Payload, Suppression
from generator.payload.template_file import is_template, template_given
from generator.rules import frame
from generator.rules.subject import Subject
from generator.templates import text
from generator.templates.stack import Rendered, render

WRITERS: dict[str, Callable[[dict[str, object]], str]] = {
    "yaml": text.to_yaml,
    "json": text.to_json,
}


@dataclass(frozen=True, slots=True)
class Stack:
    """One payload all the way to text, with everything found on the way."""

    loaded: Loaded
    report: Report
    graph: Graph | None = None
    rendered: Rendered | None = None
    text: str = ""
    """Empty when the payload has errors, or when Image Builder is not asked for."""
    scheduled: tuple[ScheduledImage, ...] = ()
    """What the classic engine builds by itself."""


def stack(
    file: str,
    suppressed: tuple[Suppression, ...] = (),
    template_format: str = "yaml",
    engines: tuple[str, ...] = (IMAGE_BUILDER,),
) -> Stack:
    """One payload, read, checked and rendered.

    Raises:
        UnreadableError: when the file cannot be read.
    """
    return stack_of(read(file), suppressed, template_format, engines)


def stack_of(
    document: Document,
    suppressed: tuple[Suppression, ...] = (),
    template_format: str = "yaml",
    engines: tuple[str, ...] = (IMAGE_BUILDER,),
) -> Stack:
    """A payload that was read, checked and rendered."""
    mistaken = _no_payload(document)
    if mistaken is not None:
        return Stack(load(mistaken), Report(mistaken.findings, {document.file: document.text}))
    locked = lock_beside(document.file)
    loaded = pinned(load(document), locked.lock)
    said = Report(loaded.findings, _sources(loaded)) + locked.report
    subject = _subject(loaded, locked.lock)
    if subject is None:
        return Stack(loaded, said)
    report = said + frame.check(loaded, subject, suppressed)
    made = Stack(loaded, report)
    if loaded.payload is not None and CLASSIC in engines:
        made = _classic(made, loaded.payload, by_name=engines == (CLASSIC,))
    if made.report.failed or loaded.payload is None or IMAGE_BUILDER not in engines:
        return made
    return _rendered(made, loaded.payload, subject.documents, template_format)


def _no_payload(document: Document) -> Document | None:
    """A file of another kind, with that as its one finding; None for what may be a payload."""
    kind = document_kind(document)
    if is_template(document):
        return replace(document, root=None, findings=(template_given(document),))
    if kind is not None:
        return replace(document, root=None, findings=(document_given(document, kind),))
    return None


def _classic(made: Stack, payload: Payload, *, by_name: bool) -> Stack:
    """What the classic engine builds by itself, and what it cannot."""
    from generator.classic.scheduled import check, scheduled_images

    loaded = made.loaded
    found = Report(tuple(check(loaded, payload, by_name=by_name)))
    scheduled = scheduled_images(payload, loaded.factory_name)
    return replace(made, report=made.report + found, scheduled=scheduled)


def _subject(loaded: Loaded, lock: Lock) -> Subject | None:
    """What the rules look at: the payload, or what remains of one with faults."""
    payload, tree = loaded.payload, loaded.tree
    if loaded.remains is not None:
        payload, tree = loaded.remains.payload, loaded.remains.pruned.tree
    if payload is None or tree is None:
        return None
    documents = attach(_folder(loaded.file), attached_files(payload), script_files(payload))
    today = datetime.now(UTC).date()
    folder = "" if loaded.file == STDIN else str(Path(loaded.file).parent)
    return Subject(payload, tree, loaded.factory_name, documents, today, folder, digests(lock))


def _rendered(made: Stack, payload: Payload, documents: Documents, template_format: str) -> Stack:
    loaded = made.loaded
    graph = assemble(payload, loaded.factory_name, documents)
    rendered = render(graph, PurePath(loaded.file).name, lambda path: loaded.locate(path).span.line)
    written = WRITERS[template_format](rendered.template)
    found = tuple(lint_findings.check(loaded, rendered.template, written, rendered.origins))
    whole = made.report + Report(found)
    kept = "" if whole.failed else written
    return replace(made, report=whole, graph=graph, rendered=rendered, text=kept)


def _sources(loaded: Loaded) -> dict[str, str]:
    """The text that findings point into, without the credentials somebody wrote into it."""
    return {loaded.file: masked(loaded.document.text)}


def _folder(file: str) -> Path:
    return Path() if file == STDIN else Path(file).parent
