"""A step's timeoutSeconds, maxAttempts, onFailure and the form of its `if`."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.awstoe.actions import ACTIONS
from generator.awstoe.codes import CONDITION, SETTING
from generator.awstoe.model import DEFAULT_TIMEOUT
from generator.awstoe.problems import Problem, kind, near
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

Tell = Callable[[Problem], None]

ON_FAILURE = ("Abort", "Continue", "Ignore")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")


def timeout(step: Mapping, tell: Tell) -> int:
    """Seconds; -1 without end."""
    given = step.get("timeoutSeconds")
    action = ACTIONS.get(str(step.get("action")))
    if given is None:
        return DEFAULT_TIMEOUT if action is None or action.takes_timeout else -1
    seconds = whole(given)
    if seconds is None or seconds == 0 or seconds < -1:
        said = f"timeoutSeconds is {kind(given)}, not a number of seconds above zero"
        tell(Problem(SETTING, given.span, said, "-1 waits without end"))
        return DEFAULT_TIMEOUT
    if action is not None and not action.takes_timeout and seconds != -1:
        tell(Problem(SETTING, given.span, f"{action.name} takes no timeoutSeconds", "remove it"))
    return seconds


def attempts(step: Mapping, tell: Tell) -> int:
    """How often the step is tried."""
    given = step.get("maxAttempts")
    if given is None:
        return 1
    number = whole(given)
    if number is None or number < 1:
        said = f"maxAttempts is {kind(given)}, not a number of at least 1"
        tell(Problem(SETTING, given.span, said))
        return 1
    action = ACTIONS.get(str(step.get("action")))
    if action is not None and not action.takes_attempts and number != 1:
        tell(Problem(SETTING, given.span, f"{action.name} is tried once", "remove maxAttempts"))
    return number


def on_failure(step: Mapping, tell: Tell) -> str:
    """Abort, Continue or Ignore."""
    given = step.get("onFailure")
    if given is None:
        return "Abort"
    if isinstance(given, Scalar) and given in ON_FAILURE:
        return str(given)
    hint = near(str(given), ON_FAILURE) if isinstance(given, Scalar) else ""
    said = f"onFailure is {kind(given)}, not Abort, Continue or Ignore"
    tell(Problem(SETTING, given.span, said, hint))
    return "Abort"


def condition_in_list(given: Node, tell: Tell) -> Mapping | None:
    """The guide's syntax box shows `if` as a list of one, its examples as a mapping."""
    if isinstance(given, Sequence) and len(given) == 1 and isinstance(given[0], Mapping):
        return given[0]
    tell(Problem(CONDITION, given.span, f"if is {kind(given)}, not a mapping with one operator"))
    return None


def whole(node: Node) -> int | None:
    """A whole number as it is written, in quotes or not."""
    return int(node) if isinstance(node, Scalar) and _WHOLE.fullmatch(node) else None
