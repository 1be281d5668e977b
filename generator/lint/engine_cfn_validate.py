"""The fast template linter: AWS's cloudformation-validate, a Rust library, in this process.

Building its engine costs about a quarter of a second once; a template of a few resources then
takes milliseconds. It knows fewer rules than cfn-lint and reports a value outside an enum only
as a warning (W3030), which is passed on as it is.
"""

from __future__ import annotations

import atexit
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import chain, islice
from threading import Lock
from typing import Any

from generator.errors import LintUnavailableError
from generator.findings import Path, Severity, one_line
from generator.lint.diagnostic import Diagnostic, in_reading_order

ENGINE = "cloudformation-validate"

_THREADS = 2
"""The library lets go of Python's lock, so two threads halve the time on two cores."""
_AHEAD = 2 * _THREADS
"""Templates in flight: enough to keep the threads busy, few enough to keep memory flat."""

_SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARN": Severity.WARNING}
_SECTIONS = {
    "RESOURCE": "Resources",
    "PARAMETER": "Parameters",
    "OUTPUT": "Outputs",
    "MAPPING": "Mappings",
    "CONDITION": "Conditions",
    "RULE": "Rules",
}

_building = Lock()

_Diagnose = Callable[[str], tuple[Diagnostic, ...]]


def diagnose(
    templates: Iterable[tuple[str, str]], region: str = "us-east-1"
) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    """Yield (name, diagnostics) for each (name, text), in the order given, as they are ready.

    Text is YAML, with or without short forms, or JSON; what is neither gets an F1101 at its
    place. `region` is what `AWS::Region` stands for. Only warnings and errors are reported.

    Raises LintUnavailableError when the library cannot run on this machine.
    """
    queue = iter(templates)
    first = list(islice(queue, 2))
    if not first:
        return
    judge = _judge(region)
    if len(first) > 1:
        yield from _threaded(judge, chain(first, queue))
    else:
        yield from ((name, judge(text)) for name, text in first)


def _threaded(
    judge: _Diagnose, templates: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    waiting: deque[tuple[str, Future[tuple[Diagnostic, ...]]]] = deque()
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix=ENGINE)
    try:
        for name, text in templates:
            waiting.append((name, pool.submit(judge, text)))
            if len(waiting) > _AHEAD:
                done, verdict = waiting.popleft()
                yield done, verdict.result()
        for done, verdict in waiting:
            yield done, verdict.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _judge(region: str) -> _Diagnose:
    engine = _shared_engine()
    config = _config(region)

    def judge(text: str) -> tuple[Diagnostic, ...]:
        # A lone surrogate gets through to the library, which answers with an F1101.
        report = engine.validate_template(text.encode("utf-8", "surrogatepass"), config)
        return in_reading_order(map(_diagnostic, report.diagnostics))

    return judge


def _shared_engine() -> Any:
    with _building:
        return _engine()


@cache
def _engine() -> Any:
    try:
        from cloudformation_validate import CelEngine

        engine = CelEngine()
    except Exception as problem:  # a native library fails to load in ways of its own
        raise LintUnavailableError(
            f"cloudformation-validate cannot run here: {one_line(str(problem))}",
            hint="install it again with `pip install --force-reinstall cloudformation-validate`",
        ) from problem
    # Freed by the interpreter's own clean-up, it would complain on stderr.
    atexit.register(_engine.cache_clear)
    return engine


def _config(region: str) -> Any:
    from cloudformation_validate import (
        DetailLevel,
        PseudoParameterOverrides,
        Severity,
        ValidateConfig,
    )

    return ValidateConfig(
        detail_level=DetailLevel.STANDARD,
        severity_level=Severity.WARN,
        pseudo_parameter_overrides=PseudoParameterOverrides(region=region),
    )


def _diagnostic(found: Any) -> Diagnostic:
    line, column = found.start_line or 1, found.start_column or 1
    return Diagnostic(
        engine=ENGINE,
        code=found.rule_id,
        severity=_SEVERITIES[found.severity.name],
        message=one_line(found.message),
        path=_path(found.entity, found.property_path or ""),
        line=line,
        column=column,
        end_line=found.end_line or line,
        end_column=found.end_column or column,
        source="",
    )


def _path(entity: Any, written: str) -> Path:
    """Read the three ways in which the library writes a place.

    Below a resource it is `Properties.Name`, below other entities `Outputs/Arn/Value.Ref`, and
    without an entity `Outputs.Arn.Value.Ref`. A key that holds a dot comes out as two steps.
    """
    section = entity and _SECTIONS.get(entity.entity_type.name)
    if not section:
        return _steps(written, "[./]")
    below = written.removeprefix(f"{section}/{entity.logical_id}")
    separators = "[.]" if section == "Resources" else "[./]"
    return (section, entity.logical_id, *_steps(below, separators))


def _steps(written: str, separators: str) -> Path:
    steps = filter(None, re.split(separators, written))
    return tuple(int(step) if step.isdecimal() else step for step in steps)
