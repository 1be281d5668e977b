"""What `lint` does: templates made of payloads, or given as files, through the engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.cli import wiring
from generator.findings import Finding, Report
from generator.lint import engine_cfn_lint, engine_cfn_validate
from generator.lint.diagnostic import Diagnostic
from generator.lint.findings import NAMED_BY_THE_USER, in_template, traced
from generator.payload.document import read
from generator.payload.model import Suppression


@dataclass(frozen=True, slots=True)
class Target:
    """A template to lint, and how a complaint about it becomes a finding."""

    name: str
    text: str
    find: Callable[[Diagnostic], Finding]
    beside_the_point: frozenset[str] = frozenset()
    """Codes of the engines that say nothing about a generated template."""


def lint(files: tuple[str, ...], suppressed: tuple[Suppression, ...], *, fast: bool) -> Report:
    """Everything the engines say of payloads and templates, suppressions applied.

    Raises:
        UnreadableError: when a file cannot be read.
        LintUnavailableError: when an engine cannot run here.
    """
    report, targets = Report(), {}
    for file in files:
        said, target = _target(file, suppressed)
        report += said
        if target is not None:
            targets[file] = target
    if report.failed:
        return report
    for found in _diagnosed(targets, fast=fast):
        report += found
    return _accepted(report, suppressed)


def _target(file: str, suppressed: tuple[Suppression, ...]) -> tuple[Report, Target | None]:
    document = read(file)
    if document.root is not None and "Resources" in document.root:
        return Report((), {file: document.text}), _template(file, document.text)
    stack = wiring.stack_of(document, suppressed)
    if not stack.text or stack.rendered is None:
        return stack.report, None
    loaded, origins = stack.loaded, stack.rendered.origins
    find = lambda diagnostic: traced(diagnostic, loaded, origins)  # noqa: E731
    return stack.report, Target(file, stack.text, find, NAMED_BY_THE_USER)


def _template(file: str, text: str) -> Target:
    return Target(file, text, lambda diagnostic: in_template(diagnostic, file))


def _diagnosed(targets: Mapping[str, Target], *, fast: bool) -> Iterator[Report]:
    work = [(name, target.text) for name, target in targets.items()]
    engines: list[Callable[[list[tuple[str, str]]], Iterable[tuple[str, tuple[Diagnostic, ...]]]]]
    engines = [engine_cfn_validate.diagnose]
    if not fast:
        # The gate forks, and the fast engine starts threads: first the one, then the other.
        engines.insert(0, engine_cfn_lint.diagnose)
    for engine in engines:
        for name, diagnostics in engine(work):
            target = targets[name]
            yield Report(
                tuple(
                    target.find(diagnostic)
                    for diagnostic in diagnostics
                    if diagnostic.code not in target.beside_the_point
                )
            )


def _accepted(report: Report, suppressed: tuple[Suppression, ...]) -> Report:
    """Engine findings that the command line accepts, set apart."""
    reasons = {each.code: each.reason for each in suppressed}
    return Report(
        tuple(each for each in report.findings if each.code not in reasons),
        report.sources,
        (
            *report.suppressed,
            *(
                replace(each, reason=reasons[each.code])
                for each in report.findings
                if each.code in reasons
            ),
        ),
    )
