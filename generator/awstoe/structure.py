"""The frame of a document: header, parameters, constants, phases and steps, one by one.

Each reader tells what is wrong and goes on with what is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from generator.awstoe import settings
from generator.awstoe.actions import ACTIONS
from generator.awstoe.codes import ACTION, NAME, PHASE, STRUCTURE
from generator.awstoe.loops import read_loop
from generator.awstoe.model import (
    BUILD_STAGE,
    TEST_STAGE,
    Constant,
    Document,
    Parameter,
    Phase,
    Step,
)
from generator.awstoe.problems import Problem, kind, near, shown, text_of, unknown_keys
from generator.findings import Span
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

Tell = Callable[[Problem], None]

_DOCUMENT = ("name", "description", "schemaVersion", "parameters", "constants", "phases")
_PHASE = ("name", "steps")
_STEP = (
    "name", "action", "inputs", "timeoutSeconds", "onFailure", "maxAttempts", "loop", "if",
)  # fmt: skip
_VARIABLE = re.compile(r"[A-Za-z0-9_-]{3,128}")
_HEAD = "a document has schemaVersion and phases, each phase a name and steps"


def read_document(root: Mapping, tell: Tell) -> Document:
    """The document, as far as it can be understood."""
    _all(tell, unknown_keys(STRUCTURE, root, _DOCUMENT, "the document"))
    _version(root, tell)
    parameters = tuple(_parameters(root, tell))
    constants = tuple(_constants(root, tell))
    names = [*(each.name for each in parameters), *(each.name for each in constants)]
    _unique(names, "parameter or constant", tell)
    phases = tuple(_phases(root, tell))
    return Document(
        _words(root, "name", tell), _words(root, "description", tell), parameters, constants, phases
    )


def _version(root: Mapping, tell: Tell) -> None:
    version = root.get("schemaVersion")
    if version is None:
        tell(Problem(STRUCTURE, _top(root), "schemaVersion is missing", "write schemaVersion: 1.0"))
    elif not isinstance(version, Scalar) or version not in ("1.0", "1"):
        said = f"schemaVersion is {kind(version)}, the only one is 1.0"
        tell(Problem(STRUCTURE, version.span, said))


def _words(root: Mapping, key: str, tell: Tell) -> str:
    value = root.get(key)
    if value is None or isinstance(value, Scalar):
        return "" if value is None or value.is_null else str(value)
    tell(Problem(STRUCTURE, value.span, f"{key} is {kind(value)}, not a text"))
    return ""


def _entries(root: Mapping, key: str, tell: Tell) -> Iterator[tuple[Scalar, Mapping]]:
    """Parameters or constants: a list of names, each with its settings."""
    how = f"write - Name: {{type: string, {'value' if key == 'constants' else 'default'}: ...}}"
    given = root.get(key)
    if given is None:
        return
    if not isinstance(given, Sequence):
        tell(Problem(STRUCTURE, given.span, f"{key} is {kind(given)}, not a list", how))
        return
    for item in given:
        if not isinstance(item, Mapping) or len(item) != 1:
            said = f"one of the {key} is {kind(item)}, not one name with its settings"
            tell(Problem(STRUCTURE, item.span, said, how))
            continue
        name, values = next(iter(item.items()))
        if not isinstance(name, Scalar) or not isinstance(values, Mapping):
            tell(Problem(STRUCTURE, item.span, f'"{shown(name)}" has no settings', how))
            continue
        if not _VARIABLE.fullmatch(name):
            hint = "3 to 128 letters, digits, hyphens and underscores"
            tell(Problem(NAME, name.span, f'"{shown(name)}" is no name for one of the {key}', hint))
        if values.get("type") != "string":
            said = f'"{shown(name)}" needs type: string, the only type there is'
            tell(Problem(NAME, name.span, said))
        yield name, values


def _parameters(root: Mapping, tell: Tell) -> Iterator[Parameter]:
    for name, values in _entries(root, "parameters", tell):
        _all(
            tell, unknown_keys(STRUCTURE, values, ("type", "default", "description"), "a parameter")
        )
        default = values.get("default")
        if default is not None and not isinstance(default, Scalar):
            tell(Problem(STRUCTURE, default.span, f"the default is {kind(default)}, not a text"))
            default = None
        yield Parameter(name, default, str(text_of(values.get("description")) or ""))


def _constants(root: Mapping, tell: Tell) -> Iterator[Constant]:
    for name, values in _entries(root, "constants", tell):
        _all(tell, unknown_keys(STRUCTURE, values, ("type", "value"), "a constant"))
        value = values.get("value")
        if isinstance(value, Scalar):
            yield Constant(name, value)
        else:
            tell(Problem(STRUCTURE, name.span, f'constant "{shown(name)}" has no value'))


def _phases(root: Mapping, tell: Tell) -> Iterator[Phase]:
    given = root.get("phases")
    if not isinstance(given, Sequence) or not given:
        said = "phases is missing" if given is None else "phases is not a list of phases"
        tell(Problem(STRUCTURE, given.span if given is not None else _top(root), said, _HEAD))
        return
    known = _named(given, "phase", tell)
    names = [name for _, name in known]
    _unique(names, "phase", tell)
    if not {*names} & {*BUILD_STAGE, *TEST_STAGE}:
        said = "no phase is named build, validate or test, so nothing would run"
        tell(Problem(STRUCTURE, given.span, said))
    for node, name in known:
        _all(tell, unknown_keys(STRUCTURE, node, _PHASE, "a phase"))
        if name not in (*BUILD_STAGE, *TEST_STAGE):
            tell(Problem(PHASE, name.span, f'phase "{shown(name)}" is never run by Image Builder'))
        yield Phase(name, tuple(_steps(node, name, tell)))


def _steps(phase: Mapping, of: Scalar, tell: Tell) -> Iterator[Step]:
    given = phase.get("steps")
    if not isinstance(given, Sequence) or not given:
        span = given.span if given is not None else of.span
        tell(Problem(STRUCTURE, span, f'phase "{shown(of)}" needs a list of at least one step'))
        return
    known = _named(given, "step", tell)
    _unique([name for _, name in known], "step", tell)
    loops: list[Scalar] = []
    for node, name in known:
        yield _step(node, name, loops, tell)
    _unique(loops, "loop", tell)


def _step(node: Mapping, name: Scalar, loops: list[Scalar], tell: Tell) -> Step:
    _all(tell, unknown_keys(STRUCTURE, node, _STEP, "a step"))
    action = text_of(node.get("action"))
    if action is None:
        hint = "for example action: ExecuteBash"
        tell(Problem(STRUCTURE, name.span, f'step "{shown(name)}" has no action', hint))
        action = Scalar("", name.span)
    elif action not in ACTIONS:
        hint = near(action, ACTIONS) or "`amifactory explain AF704` lists the actions"
        tell(Problem(ACTION, action.span, f'there is no action "{shown(action)}"', hint))
    condition = node.get("if")
    if condition is not None and not isinstance(condition, Mapping):
        condition = settings.condition_in_list(condition, tell)
    return Step(
        name=name,
        action=action,
        inputs=node.get("inputs"),
        timeout=settings.timeout(node, tell),
        on_failure=settings.on_failure(node, tell),
        attempts=settings.attempts(node, tell),
        loop=read_loop(node, loops, tell),
        condition=condition,
        node=node,
    )


def _named(given: Sequence, what: str, tell: Tell) -> list[tuple[Mapping, Scalar]]:
    """The mappings of a list that have a name."""
    found = []
    for node in given:
        name = text_of(node.get("name")) if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping):
            tell(Problem(STRUCTURE, node.span, f"a {what} is {kind(node)}, not a mapping"))
        elif name is None:
            tell(Problem(STRUCTURE, _top(node), f"a {what} has no name"))
        else:
            found.append((node, name))
    return found


def _unique(names: Iterable[Scalar], what: str, tell: Tell) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            tell(Problem(NAME, name.span, f'{what} "{shown(name)}" is given twice'))
        seen.add(name)


def _top(node: Node) -> Span:
    """The beginning of something that is long."""
    span = node.span
    return Span(span.line, span.column, span.line, span.column + 1)


def _all(tell: Tell, problems: Iterable[Problem]) -> None:
    for problem in problems:
        tell(problem)
