"""Values of a runbook that are one of few: types of parameters, isEnd, how long a step sleeps.

Systems Manager User Guide, "Data elements and parameters" (types), "Actions and properties shared
by all actions" (isEnd, isCritical), "aws:sleep"; AWS-specific types: "Working with input types".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.awstoe.automation.codes import ACTION, STRUCTURE
from generator.awstoe.expressions import has_expression
from generator.awstoe.problems import Problem, kind, near, shown, text_of
from generator.payload.nodes import Mapping, Scalar

TYPES = ("String", "StringList", "Integer", "Boolean", "MapList", "StringMap")
_OF_AWS = re.compile(r"(?:List<AWS(?:::\w+)+>|AWS(?:::\w+)+)")
_DURATION = re.compile(r"P(?=[0-9T])(?:[0-9]+[YMWD])*(?:T(?:[0-9]+[HMS])+)?")
_FLAGS = ("isEnd", "isCritical")


def check_parameters(root: Mapping) -> Iterator[Problem]:
    """Parameters without a type, or of one that there is not."""
    given = root.get("parameters")
    for name, settings in given.items() if isinstance(given, Mapping) else ():
        if not isinstance(settings, Mapping):
            said = f'parameter "{shown(name)}" is {kind(settings)}, not a mapping'
            yield Problem(STRUCTURE, settings.span, said, "write type: String below it")
            continue
        type_ = text_of(settings.get("type"))
        if type_ is None:
            span = name.span if isinstance(name, Scalar) else settings.span
            said = f'parameter "{shown(name)}" has no type'
            yield Problem(STRUCTURE, span, said, "write type: String below it")
        elif type_ not in TYPES and not _OF_AWS.fullmatch(type_):
            hint = near(type_, TYPES) or f"there are {', '.join(TYPES)}"
            said = f'there is no parameter type "{shown(type_)}"'
            yield Problem(STRUCTURE, type_.span, said, hint)


def check_flags(step: Mapping) -> Iterator[Problem]:
    """What is neither true nor false."""
    for key in _FLAGS:
        given = step.get(key)
        if given is not None and str(given).lower() not in ("true", "false"):
            yield Problem(STRUCTURE, given.span, f"{key} is {kind(given)}, not true or false")


def check_sleep(inputs: Mapping) -> Iterator[Problem]:
    """A duration that is none of ISO 8601."""
    given = text_of(inputs.get("Duration"))
    if given is not None and not has_expression(given) and not _DURATION.fullmatch(given):
        hint = "five minutes are PT5M, two hours PT2H, a day P1D"
        said = f'Duration "{shown(given)}" is no ISO 8601 duration'
        yield Problem(ACTION, given.span, said, hint)
