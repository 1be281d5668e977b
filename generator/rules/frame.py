"""Runs every rule over a payload and turns problems into findings at their lines."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import generator.rules
from generator.findings import Code, Finding, Location, Path, Related, Report, one_line, ordered
from generator.payload.load import Loaded
from generator.payload.model import Suppression
from generator.payload.nodes import find, part
from generator.payload.prune import Remains
from generator.rules import beside
from generator.rules.subject import Problem, Subject
from generator.rules.suppression import complaints, sort_out

_FRAME = {"beside", "frame", "subject", "suppression"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule module: its code and its check."""

    code: Code
    check: Callable[[Subject], Iterable[Problem]]
    alone: bool
    """It looks at one value alone, so it is right whatever else is wrong."""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of this room, by code.

    Raises:
        RuntimeError: when two rules share a code, which is a bug.
    """
    found = {}
    for module in pkgutil.iter_modules(generator.rules.__path__):
        if module.name in _FRAME:
            continue
        rule = importlib.import_module(f"generator.rules.{module.name}")
        if rule.CODE.id in found:
            raise RuntimeError(f"two rules have the code {rule.CODE.id}")
        found[rule.CODE.id] = Rule(rule.CODE, rule.check, getattr(rule, "ALONE", False))
    return tuple(found[code] for code in sorted(found))


def check(loaded: Loaded, subject: Subject, suppressed: Iterable[Suppression] = ()) -> Report:
    """All findings of all rules, with suppressed ones set apart.

    The subject is the payload, or what remains of one with faults.
    """
    pruned = loaded.remains.pruned if loaded.remains else None
    documents = dict(beside.findings(subject))
    findings = ordered(_unique((*_findings(loaded, subject, pruned), *documents)))
    suppressions = (*subject.payload.suppress, *suppressed)
    kept = sort_out(findings, subject.payload, suppressions)
    standing = (*kept.standing, *_doubts(loaded, subject, kept.used, pruned))
    return Report(
        ordered(_counted(standing, pruned)),
        {each.location.file: text for each, text in documents.items() if each.location},
        ordered(_counted(kept.accepted, pruned)),
    )


def acceptable() -> frozenset[str]:
    """Codes of findings that can be accepted with a reason."""
    return frozenset((*(rule.code.id for rule in rules()), *(code.id for code in beside.CODES)))


def _doubts(
    loaded: Loaded, subject: Subject, used: Collection[int], pruned: Remains | None
) -> Iterator[Finding]:
    """Entries of `suppress` that cannot work, or do nothing."""
    seen = replace(loaded, tree=pruned.tree) if pruned else loaded
    for code, problem in complaints(subject.payload, acceptable(), used, whole=pruned is None):
        yield _finding(code, problem, seen)


def _counted(findings: Iterable[Finding], pruned: Remains | None) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, path=_in_payload(finding.path, pruned))


def _findings(loaded: Loaded, subject: Subject, pruned: Remains | None) -> Iterator[Finding]:
    """What the rules say, where they can be believed.

    A rule that compares values may be misled by a faulty one that was taken away: it is heard
    only about images that nothing was taken from.
    """
    seen = replace(loaded, tree=pruned.tree) if pruned else loaded
    for rule in rules():
        for problem in rule.check(subject):
            if pruned is None or rule.alone or _sound(problem.path, pruned):
                yield _finding(rule.code, problem, seen)


def _sound(path: Path, pruned: Remains) -> bool:
    return path[:1] == ("amis",) and len(path) > 1 and path[1] in pruned.sound


def _in_payload(path: Path, pruned: Remains | None) -> Path:
    """The path counted in all images, also those that were taken away."""
    match path:
        case ("amis", int(position), *rest) if pruned is not None:
            return ("amis", pruned.positions[position], *rest)
    return path


def _finding(code: Code, problem: Problem, loaded: Loaded) -> Finding:
    related: tuple[Related, ...] = ()
    if problem.also is not None:
        path, message = problem.also
        related = (Related(loaded.locate(path), one_line(message)),)
    return Finding(
        code.id,
        code.severity,
        one_line(problem.message),
        one_line(problem.hint),
        _place(problem, loaded),
        problem.path,
        related,
    )


def _place(problem: Problem, loaded: Loaded) -> Location:
    location = loaded.locate(problem.path, key=problem.at_key)
    if problem.within is None or loaded.tree is None:
        return location
    value = find(loaded.tree, problem.path)
    return replace(location, span=part(value, *problem.within))


def _unique(findings: Iterable[Finding]) -> Iterable[Finding]:
    """What several images inherit from one line of `defaults` is said once."""
    return {
        (finding.code, finding.location, finding.message): finding for finding in findings
    }.values()
