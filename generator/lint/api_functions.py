"""What a value may be instead of what the service takes: a function, or a mistake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from generator.lint import api_problems as say
from generator.lint.api_problems import Problem
from generator.lint.api_samples import Samples, branches, is_function

Check = Callable[[Any, Samples], Sequence[Problem]]
"""Gives what is wrong with a value in CloudFormation's spelling."""

FINE: Sequence[Problem] = ()

DYNAMIC = "{{resolve:"
"""Begins a dynamic reference, whose value is not known before the deployment."""


def otherwise(check: Check, value: Any, samples: Samples, wanted: str) -> Sequence[Problem]:
    """For a value that is not of the type wanted: a function, or a mistake."""
    if not is_function(value):
        unknown = isinstance(value, str) and DYNAMIC in value
        return FINE if unknown else [say.wrong_type(value, wanted)]
    if "Fn::If" not in value:
        return _of_sample(check, value, samples, wanted)
    problems: list[Problem] = []
    for path, choice in branches(value):
        known = _of_sample if is_function(choice) else _as_written
        problems += [it.under(*path) for it in known(check, choice, samples, wanted)]
    return problems


def _as_written(check: Check, value: Any, samples: Samples, _wanted: str) -> Sequence[Problem]:
    return check(value, samples)


def _of_sample(check: Check, value: Any, samples: Samples, wanted: str) -> Sequence[Problem]:
    """Check what a function stands for; what cannot be known is taken to be right."""
    text = samples.text(value)
    # CloudFormation turns the text that functions give into numbers and booleans
    if text is None or wanted not in (say.TEXT, say.LIST, say.MAPPING):
        return FINE
    found = check(text, samples)
    return [problem.of_sample(value) for problem in found] if found else FINE
