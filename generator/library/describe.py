"""Reads a component document: its facts, or what is wrong with it and where."""

from __future__ import annotations

from generator.library.grammar import problems
from generator.library.model import LONGEST, DocumentFacts, Parameter
from generator.library.nodes import Node, Problem, compose, get, items, pairs, text


def describe(document: str) -> DocumentFacts | tuple[Problem, ...]:
    """The facts of a document, or every problem found in it, in reading order.

    The checks are basic: YAML, schemaVersion, parameters, phases, the name and action of
    each step, and the length that Image Builder takes inline (CreateComponent.data).
    """
    if len(document) > LONGEST:
        return (_too_long(document),)
    root = compose(document)
    if isinstance(root, Problem):
        return (root,)
    found = sorted(problems(root), key=lambda problem: (problem.line, problem.column))
    return tuple(found) or _facts(root)


def _too_long(document: str) -> Problem:
    return Problem(
        f"the document has {len(document)} characters, an inline component at most {LONGEST}",
        hint="split it in two, or let a step download what is long",
    )


def _facts(root: Node) -> DocumentFacts:
    return DocumentFacts(
        name=text(get(root, "name")),
        description=text(get(root, "description")),
        parameters=tuple(_parameter(item) for item in items(get(root, "parameters"))),
        phases=tuple(text(get(phase, "name")) for phase in items(get(root, "phases"))),
    )


def _parameter(item: Node) -> Parameter:
    key, settings = pairs(item)[0]
    default = get(settings, "default")
    return Parameter(
        name=text(key),
        default=None if default is None else text(default),
        description=text(get(settings, "description")),
    )
