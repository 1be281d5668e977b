"""A running document: its variables, and what its steps took and gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.awstoe.expressions import Chain, Expression, LoopVariable, Variable
from generator.awstoe.inputs import entries
from generator.awstoe.model import Document, Step
from generator.rehearse.chaining import Value, data, variables_of
from generator.rehearse.failing import StepFailedError
from generator.rehearse.loops import Iteration
from generator.rehearse.model import Data, Outputs, Use


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a step took and gave."""

    inputs: tuple[Data, ...] = ()
    outputs: Outputs = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A document that is being run."""

    name: str
    file: str
    text: str
    document: Document
    variables: Mapping[str, str]
    above: tuple[str, ...] = ()
    """What ExecuteDocument is inside of: paths in the machine, and texts."""
    depth: int = 0
    steps: dict[tuple[str, str], Recorded] = field(default_factory=dict)
    """By phase and step."""

    @classmethod
    def of(cls, use: Use) -> Scope:
        """A document that nothing has run of."""
        variables = variables_of(use.document, use.parameters)
        return cls(use.name, use.file, use.text, use.document, variables)

    def value(self, iteration: Iteration | None) -> Value:
        """What expressions stand for now, in a step or in an iteration of its loop."""
        return lambda expression: self._value(expression, iteration)

    def _value(self, expression: Expression, iteration: Iteration | None) -> str | None:
        match expression:
            case Variable(name):
                return self.variables.get(name)
            case LoopVariable(loop, what):
                return iteration.value_of(loop, what) if iteration is not None else None
            case Chain(side="inputs") as chain:
                return self._input(chain)
            case Chain() as chain:
                return self._output(chain)
        return None

    def _input(self, chain: Chain) -> str:
        recorded = self.steps.get((chain.phase, chain.step))
        position = chain.position or 0
        given = recorded.inputs[position : position + 1] if recorded is not None else ()
        found = [each.get(chain.field) for each in given if isinstance(each, dict)]
        if not found or not isinstance(found[0], str):
            why = "has not run" if recorded is None else "was not given it"
            raise StepFailedError(f"{_words(chain)}: that step {why}")
        return found[0]

    def _output(self, chain: Chain) -> str:
        recorded = self.steps.get((chain.phase, chain.step))
        given = recorded.outputs if recorded is not None else ()
        chosen = given if chain.position is None else given[chain.position : chain.position + 1]
        found = [each[chain.field] for each in chosen if chain.field in each]
        if not found:
            why = "has not run" if recorded is None else "gave none"
            raise StepFailedError(f"{_words(chain)}: that step {why}")
        return "\n".join(found)

    def inputs(self, step: Step, iteration: Iteration | None) -> tuple[Data, ...]:
        """What a step gives its action.

        Raises:
            StepFailedError: when it refers to what is not there.
        """
        return tuple(data(entry, self.value(iteration)) for entry in entries(step))


def _words(chain: Chain) -> str:
    position = "" if chain.position is None else f"[{chain.position}]"
    return f"{chain.phase}.{chain.step}.{chain.side}{position}.{chain.field}"
