"""The composition root: joins the rooms for the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from generator.findings import Report
from generator.graph.assemble import assemble
from generator.graph.nodes import Graph
from generator.library.documents import Documents, attach
from generator.lint import findings as lint_findings
from generator.payload.document import STDIN, Document, read
from generator.payload.load import Loaded, load
from generator.payload.model import Payload, Suppression
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
    """Empty when the payload has errors."""


def stack(
    file: str, suppressed: tuple[Suppression, ...] = (), template_format: str = "yaml"
) -> Stack:
    """One payload, read, checked and rendered.

    Raises:
        UnreadableError: when the file cannot be read.
    """
    return stack_of(read(file), suppressed, template_format)


def stack_of(
    document: Document, suppressed: tuple[Suppression, ...] = (), template_format: str = "yaml"
) -> Stack:
    """A payload that was read, checked and rendered."""
    loaded = load(document)
    said = Report(loaded.findings, _sources(loaded))
    subject = _subject(loaded)
    if subject is None:
        return Stack(loaded, said)
    report = said + frame.check(loaded, subject, suppressed)
    if report.failed or loaded.payload is None:
        return Stack(loaded, report)
    return _rendered(loaded, loaded.payload, subject.documents, report, template_format)


def _subject(loaded: Loaded) -> Subject | None:
    """What the rules look at: the payload, or what remains of one with faults."""
    payload, tree = loaded.payload, loaded.tree
    if loaded.remains is not None:
        payload, tree = loaded.remains.payload, loaded.remains.pruned.tree
    if payload is None or tree is None:
        return None
    documents = attach(_folder(loaded.file), _named_files(payload))
    return Subject(payload, tree, loaded.factory_name, documents, datetime.now(UTC).date())


def _rendered(
    loaded: Loaded, payload: Payload, documents: Documents, report: Report, template_format: str
) -> Stack:
    graph = assemble(payload, loaded.factory_name, documents)
    rendered = render(graph, PurePath(loaded.file).name, lambda path: loaded.locate(path).span.line)
    written = WRITERS[template_format](rendered.template)
    found = tuple(lint_findings.check(loaded, rendered.template, written, rendered.origins))
    whole = report + Report(found, _sources(loaded))
    return Stack(loaded, whole, graph, rendered, "" if whole.failed else written)


def _sources(loaded: Loaded) -> dict[str, str]:
    return {loaded.file: loaded.document.text}


def _folder(file: str) -> Path:
    return Path() if file == STDIN else Path(file).parent


def _named_files(payload: Payload) -> Iterator[str]:
    """Files beside the payload that its images use."""
    for image in payload.amis:
        tests = image.tests.components if image.tests else ()
        for use in (*image.components, *tests, *image.workflows):
            if use.file is not None:
                yield use.file
