"""What `lint` does: templates made of payloads, or given as files, through the engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.cli import sharing, wiring
from generator.errors import UnreadableError
from generator.findings import Report
from generator.lint import engine_cfn_lint, engine_cfn_validate
from generator.lint.diagnostic import Diagnostic
from generator.lint.findings import NAMED_BY_THE_USER, in_template, traced
from generator.payload.document import Document, read
from generator.payload.model import Suppression
from generator.payload.template_file import is_template
from generator.rules.suppression import sort_out

Engine = Callable[[Iterable[tuple[str, str]]], Iterable[tuple[str, tuple[Diagnostic, ...]]]]


@dataclass(frozen=True, slots=True)
class Target:
    """A file to lint: what is known of it before, and its template when there is one."""

    report: Report
    text: str = ""
    found: Callable[[tuple[Diagnostic, ...]], Report] = lambda _: Report()
    """What an engine says of the template as findings, suppressions applied."""


def lint(
    files: tuple[str, ...], suppressed: tuple[Suppression, ...], *, fast: bool
) -> tuple[Report, list[UnreadableError]]:
    """Everything the engines say of payloads and templates, and why some could not be read.

    What a payload's own check says comes first: one with errors has no template to lint, and
    keeps the others from nothing.

    Raises:
        LintUnavailable: when an engine cannot run here.
    """
    # The gate forks, and the fast engine starts threads: first the one, then the other.
    engines: list[Engine] = [engine_cfn_lint.diagnose, engine_cfn_validate.diagnose]
    bench = Bench(files, suppressed)
    for engine in engines[1:] if fast else engines:
        bench.run(engine)
    return sharing.together(bench.reports), list(bench.unread.values())


class Bench:
    """Files on their way through the engines, made anew for each of them.

    Making a template takes a hundredth of judging it, and so only those at work are in memory.
    """

    def __init__(self, files: tuple[str, ...], suppressed: tuple[Suppression, ...]) -> None:
        self.reports: list[Report] = []
        self.unread: dict[str, UnreadableError] = {}
        self._files = files
        self._suppressed = suppressed
        self._standard_input: list[Document] = []
        self._at_work: dict[str, Target] = {}

    def run(self, engine: Engine) -> None:
        """Take every file through an engine."""
        for file, diagnostics in engine(self._templates()):
            self.reports.append(sharing.slim(self._at_work.pop(file).found(diagnostics)))

    def _templates(self) -> Iterator[tuple[str, str]]:
        for file in self._files:
            try:
                target = _target(self._read(file), self._suppressed)
            except UnreadableError as error:
                self.unread[file] = error
                continue
            self.reports.append(sharing.slim(target.report))
            if target.text:
                self._at_work[file] = target
                yield file, target.text

    def _read(self, file: str) -> Document:
        """Standard input can be read once."""
        if file != "-":
            return read(file)
        if not self._standard_input:
            self._standard_input.append(read(file))
        return self._standard_input[0]


_OURS = re.compile(r'^ {0,2}"?Metadata"?:\s*{?\s*"?AmiFactory"?:', re.MULTILINE)
"""What `templates.stack` writes at the head of a template."""


def _target(document: Document, suppressed: tuple[Suppression, ...]) -> Target:
    if is_template(document):
        return _template(document, suppressed)
    stack = wiring.stack_of(document, suppressed)
    if stack.rendered is None or stack.loaded.payload is None:
        return Target(stack.report)
    loaded, payload, origins = stack.loaded, stack.loaded.payload, stack.rendered.origins

    def found(diagnostics: tuple[Diagnostic, ...]) -> Report:
        findings = [traced(each, loaded, origins) for each in _to_the_point(diagnostics)]
        kept = sort_out(findings, payload, (*payload.suppress, *suppressed))
        return Report(kept.standing, {document.file: document.text}, kept.accepted)

    return Target(stack.report, stack.text, found)


def _template(document: Document, suppressed: tuple[Suppression, ...]) -> Target:
    source = {document.file: document.text}
    ours = _OURS.search(document.text)

    def found(diagnostics: tuple[Diagnostic, ...]) -> Report:
        counting = _to_the_point(diagnostics) if ours else diagnostics
        findings = [in_template(each, document.file) for each in counting]
        kept = sort_out(findings, None, suppressed)
        return Report(kept.standing, source, kept.accepted)

    return Target(Report((), source), document.text, found)


def _to_the_point(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [each for each in diagnostics if each.code not in NAMED_BY_THE_USER]
