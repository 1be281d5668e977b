"""The gate: cfn-lint, the linter that teams run in CI, with its rules loaded once a process.

The verdict is that of plain `cfn-lint FILE` without any configuration. A `.cfnlintrc` in the
home or the current folder is ignored on purpose: what passes here must pass everywhere, and a
forgotten file must not be able to switch the gate off. Directives inside a template (its
`Metadata`) belong to the template and count, as they do upstream.

cfn-lint needs about a second to load and 7 ms a resource, nearly all of it pure Python. What
does not help: ignoring rules (they run all the same, their matches are dropped) and linting a
plain dict instead of text (it saves 5 % and loses the line numbers). Caching its validator
classes would take a quarter off but means patching cfn-lint from outside, so the one thing
that pays is more processes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain, islice
from typing import Any

from generator import crew
from generator.errors import LintUnavailableError
from generator.findings import Path, Severity, one_line
from generator.lint.diagnostic import Diagnostic, in_reading_order

ENGINE = "cfn-lint"

_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING}


def diagnose(
    templates: Iterable[tuple[str, str]],
    processes: int | None = None,
    regions: tuple[str, ...] = ("us-east-1",),
) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    """Yield (name, diagnostics) for each (name, text), in the order given, as they are ready.

    Text is YAML, with or without short forms, or JSON; what is neither gets an E0000 at its
    place. Informational matches are left out. Each region is checked for what exists in it.
    Several templates are shared out to `processes` processes, by default one a core; a single
    one is judged in this process.

    Raises LintUnavailableError when cfn-lint is missing or does not know a region, or when a worker
    process was killed (for example for want of memory).
    """
    queue = iter(templates)
    first = list(islice(queue, processes or _cores()))
    work = chain(first, queue)
    if len(first) > 1:
        yield from _shared_out(work, len(first), regions)
    else:  # one template, or one process for all
        yield from (_judge_named(regions, template) for template in work)


def _shared_out(
    templates: Iterable[tuple[str, str]], size: int, regions: tuple[str, ...]
) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    if crew.forks():
        _runner(regions)  # loaded here once, the workers inherit it
    try:
        yield from crew.in_order(partial(_judge_named, regions), templates, size)
    except crew.WorkerLostError as lost:
        raise LintUnavailableError(
            "a cfn-lint process was killed before it had judged its template",
            hint="free some memory, or lint fewer templates at a time",
        ) from lost


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _judge_named(
    regions: tuple[str, ...], template: tuple[str, str]
) -> tuple[str, tuple[Diagnostic, ...]]:
    name, text = template
    return name, in_reading_order(_judge(text, _runner(regions)))


def _judge(text: str, runner: Any) -> Iterator[Diagnostic]:
    from cfnlint.decode import decode_str

    decoded, matches = decode_str(text)
    if not matches:
        matches = _matches(runner, decoded)
    for match in matches:
        if match.rule.severity in _SEVERITIES:
            yield _diagnostic(match)


def _matches(runner: Any, decoded: Any) -> list[Any]:
    """Judge a decoded template; where cfn-lint itself trips, that is one more match.

    It does over `Metadata: text`, for example, as `AttributeError`; its own code for a rule that
    trips is E0002.
    """
    from cfnlint.match import Match
    from cfnlint.rules.errors import RuleError

    try:
        return list(runner.validate_template(decoded))
    except Exception as problem:  # noqa: BLE001 - any text may end up here
        message = f"cfn-lint cannot judge this template: {problem}"
        return [Match.create(message=message, filename="", rule=RuleError())]


@cache
def _runner(regions: tuple[str, ...]) -> Any:
    try:
        from cfnlint.config import ConfigMixIn
        from cfnlint.helpers import REGIONS
        from cfnlint.runner import Runner
    except ImportError as missing:
        raise LintUnavailableError(
            f"cfn-lint cannot run here: {one_line(str(missing))}",
            hint="install it again with `pip install --force-reinstall cfn-lint`",
        ) from missing
    unknown = sorted(set(regions) - set(REGIONS))
    if unknown:
        raise LintUnavailableError(
            f"cfn-lint does not know the region {', '.join(unknown)}",
            hint="correct its spelling, or update cfn-lint: `pip install --upgrade cfn-lint`",
        )
    logging.getLogger("cfnlint").addHandler(logging.NullHandler())
    # Named as the configuration file, the empty device keeps it from looking for others.
    return Runner(ConfigMixIn(["--config-file", os.devnull], regions=list(regions)))


def _diagnostic(match: Any) -> Diagnostic:
    return Diagnostic(
        engine=ENGINE,
        code=match.rule.id,
        severity=_SEVERITIES[match.rule.severity],
        message=one_line(match.message),
        path=_path(getattr(match, "path", ())),
        line=match.linenumber,
        column=match.columnnumber,
        end_line=match.linenumberend,
        end_column=match.columnnumberend,
        source=match.rule.source_url,
    )


def _path(steps: Iterable[str | int]) -> Path:
    """Copy the path: cfn-lint's own keys drag the decoded template along."""
    return tuple(step if isinstance(step, int) else str(step) for step in steps)
