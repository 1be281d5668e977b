"""Assert: fails unless its one condition holds."""

from __future__ import annotations

from generator.payload.nodes import Mapping
from generator.rehearse.conditions import holds
from generator.rehearse.failing import StepFailedError
from generator.rehearse.words import condition_words
from generator.rehearse.work import Outcome, Work


def check(work: Work) -> Outcome:
    """See whether it holds."""
    node = work.step.inputs
    if not isinstance(node, Mapping):
        raise StepFailedError("Assert has no condition")
    if not holds(node, work.shell, work.value):
        raise StepFailedError(f"does not hold: {condition_words(node, work.scope.variables)}")
    return Outcome()
