"""What an expression can refer to where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.awstoe.actions import ACTIONS
from generator.awstoe.codes import LITERAL, LOOP_VARIABLE, MISPLACED, REFERENCE, UNUSED
from generator.awstoe.expressions import (
    Chain,
    Foreign,
    Found,
    LoopVariable,
    Variable,
    expressions,
)
from generator.awstoe.loops import DEFAULT_NAME
from generator.awstoe.model import TEST_STAGE, Document, Phase, Step
from generator.awstoe.problems import Problem, near, shown
from generator.payload.nodes import Mapping, Node

_WAYS_OUT = "put the text into the document in base64 and decode it in a step"
_VARIABLES = re.compile(r"(?i:const(?:ant)?s?|param(?:eter)?s?|vars?|variables?)")
_LOOP_WORDS = {
    "i": 'did you mean "index"?', "idx": 'did you mean "index"?', "item": 'did you mean "value"?',
}  # fmt: skip
_FIXED = ("name", "action", "timeoutSeconds", "onFailure", "maxAttempts")
"""Keys of a step in which nothing is replaced."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A step, and all that has run before it."""

    document: Document
    phase: Phase
    step: Step
    before: tuple[tuple[Phase, Step], ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of parameters and constants."""
        document = self.document
        return (
            *(str(each.name) for each in document.parameters),
            *(str(each.name) for each in document.constants),
        )


def check_references(document: Document) -> Iterator[Problem]:
    """Every expression that refers to nothing, and every parameter that none refers to."""
    before: list[tuple[Phase, Step]] = []
    used: set[str] = set()
    for phase in document.phases:
        for step in phase.steps:
            scope = Scope(document, phase, step, tuple(before))
            yield from _step(scope, used)
            before.append((phase, step))
    for parameter in document.parameters:
        if parameter.name not in used:
            said = f'parameter "{shown(parameter.name)}" is used nowhere'
            yield Problem(UNUSED, parameter.name.span, said)


def _step(scope: Scope, used: set[str]) -> Iterator[Problem]:
    step = scope.step
    for found in _replaced(step):
        if isinstance(found.expression, Variable):
            used.add(found.expression.name)
        yield from _problem(scope, found)
    for key in _FIXED:
        for found in expressions(step.node.get(key)):
            yield Problem(MISPLACED, found.span, f"{found.text} is not replaced in {key}")


def _replaced(step: Step) -> Iterator[Found]:
    """Expressions in inputs, in the items of a loop, and in conditions."""
    yield from expressions(step.inputs)
    yield from expressions(step.condition)
    loop = step.node.get("loop")
    for_each = loop.get("forEach") if isinstance(loop, Mapping) else None
    listed: Node | None = for_each.get("list") if isinstance(for_each, Mapping) else for_each
    yield from expressions(listed)


def _problem(scope: Scope, found: Found) -> Iterator[Problem]:
    match found.expression:
        case Variable(name) if name not in scope.variables:
            hint = near(name, scope.variables) or f"for braces of another language: {_WAYS_OUT}"
            said = f"{shown(found.text)} is neither a parameter nor a constant"
            yield Problem(REFERENCE, found.span, said, hint)
        case LoopVariable(loop):
            yield from _loop_variable(scope, found, loop)
        case Chain() as chain:
            yield from _chain(scope, found, chain)
        case Foreign(text):
            said = f"the runner cannot replace {shown(found.text)}, and would not leave it either"
            yield Problem(LITERAL, found.span, said, _meant(scope, text) or _WAYS_OUT)


def _meant(scope: Scope, text: str) -> str:
    """What somebody had in mind who writes `{{ loop.idx }}` or `{{ constants.Name }}`."""
    of, _, name = text.partition(".")
    own = scope.step.loop
    if of == DEFAULT_NAME or (own is not None and of == own.name):
        known = near(name, ("index", "value")) or _LOOP_WORDS.get(name, "")
        return known.replace('"', f'"{of}.', 1) or f"a loop has {of}.index and {of}.value"
    if not _VARIABLES.fullmatch(of) or not name:
        return ""
    bare = f"write {{{{ {name} }}}}" if name in scope.variables else near(name, scope.variables)
    what = "a constant" if of.lower().startswith("const") else "a parameter"
    return f"{what} is referred to by its name alone{bare and f': {bare}'}"


def _loop_variable(scope: Scope, found: Found, loop: str) -> Iterator[Problem]:
    own = scope.step.loop
    if own is None or loop not in (own.name, DEFAULT_NAME):
        hint = f'its loop is named "{own.name}"' if own else "the step has no loop"
        said = f"{shown(found.text)} stays as it is: there is no such loop here"
        yield Problem(LOOP_VARIABLE, found.span, said, hint)


def _chain(scope: Scope, found: Found, chain: Chain) -> Iterator[Problem]:
    phases = {str(phase.name): phase for phase in scope.document.phases}
    phase = phases.get(chain.phase)
    if phase is None:
        said = f'{shown(found.text)}: there is no phase "{shown(chain.phase)}"'
        yield Problem(REFERENCE, found.span, said, near(chain.phase, phases))
        return
    steps = {str(step.name): step for step in phase.steps}
    step = steps.get(chain.step)
    if step is None:
        said = f'{shown(found.text)}: phase "{phase.name}" has no step "{shown(chain.step)}"'
        yield Problem(REFERENCE, found.span, said, near(chain.step, steps))
        return
    if (phase.name in TEST_STAGE) != (scope.phase.name in TEST_STAGE):
        said = f"{shown(found.text)} is of another stage, which runs on another instance"
        yield Problem(REFERENCE, found.span, said, "write what is needed to a file of the image")
    elif (phase, step) not in scope.before:
        said = f'{shown(found.text)}: step "{step.name}" has not run by then'
        yield Problem(REFERENCE, found.span, said)
    yield from _field(found, chain, step)


def _field(found: Found, chain: Chain, step: Step) -> Iterator[Problem]:
    action = ACTIONS.get(step.action)
    if action is None:
        return
    known = (
        action.outputs if chain.side == "outputs" else tuple(each.name for each in action.inputs)
    )
    if chain.field not in known:
        verb = "gives" if chain.side == "outputs" else "takes"
        said = f'{shown(found.text)}: {action.name} {verb} no "{chain.field}"'
        hint = near(chain.field, known) or (f"it {verb} {', '.join(known)}" if known else "")
        yield Problem(REFERENCE, found.span, said, hint)
    elif chain.side == "inputs" and (chain.position is None) != (action.shape == "map"):
        how = "inputs" if action.shape == "map" else "inputs[0]"
        said = f"{shown(found.text)}: {action.name} is referred to as {how}"
        yield Problem(REFERENCE, found.span, said)
