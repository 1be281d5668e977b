"""A step's loop."""

from __future__ import annotations

from collections.abc import Callable

from generator.awstoe.codes import LOOP, MISPLACED
from generator.awstoe.model import Count, Loop
from generator.awstoe.problems import Problem, kind, shown, text_of, unknown_keys
from generator.awstoe.settings import whole
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

Tell = Callable[[Problem], None]

DEFAULT_NAME = "loop"
DELIMITERS = (".", ",", ";", ":", "\n", "\t", " ", "-", "_")
_BOUNDS = ("start", "end", "updateBy")


def read_loop(step: Mapping, names: list[Scalar], tell: Tell) -> Loop | None:
    """The loop of a step; its own name, if it has one, is added to `names`."""
    given = step.get("loop")
    if given is None:
        return None
    if not isinstance(given, Mapping):
        tell(Problem(LOOP, given.span, f"loop is {kind(given)}, not a mapping", "for or forEach"))
        return None
    for problem in unknown_keys(LOOP, given, ("name", "for", "forEach"), "a loop"):
        tell(problem)
    named = text_of(given.get("name"))
    if named is not None:
        names.append(named)
    kinds = [key for key in ("for", "forEach") if key in given]
    if len(kinds) != 1:
        said = "a loop has either for or forEach" + (", not both" if kinds else "")
        tell(Problem(LOOP, given.span, said))
        return None
    name = str(named or DEFAULT_NAME)
    if kinds == ["for"]:
        count = _count(given["for"], tell)
        return Loop(name, count=count) if count else None
    return _for_each(name, given["forEach"], tell)


def _count(given: Node, tell: Tell) -> Count | None:
    if not isinstance(given, Mapping):
        tell(Problem(LOOP, given.span, f"for is {kind(given)}, not start, end and updateBy"))
        return None
    for problem in unknown_keys(LOOP, given, _BOUNDS, "for"):
        tell(problem)
    bounds = [_bound(given, key, tell) for key in _BOUNDS]
    start, end, step = bounds
    if start is None or end is None or step is None:
        return None
    if step == 0 or (end - start) * step < 0:
        said = f"the loop from {start} to {end} by {step} never ends"
        tell(Problem(LOOP, given.span, said, "updateBy leads from start to end"))
        return None
    return Count(start, end, step)


def _bound(given: Mapping, key: str, tell: Tell) -> int | None:
    value = given.get(key)
    if value is None:
        tell(Problem(LOOP, given.span, f"for has no {key}", "it has start, end and updateBy"))
        return None
    number = whole(value)
    if number is None:
        code = MISPLACED if isinstance(value, Scalar) and "{{" in value else LOOP
        tell(Problem(code, value.span, f"{key} is {kind(value)}, not a whole number"))
    return number


def _for_each(name: str, given: Node, tell: Tell) -> Loop | None:
    if isinstance(given, Sequence):
        values = tuple(value for value in given if isinstance(value, Scalar))
        for value in given:
            if not isinstance(value, Scalar):
                tell(Problem(LOOP, value.span, f"an item of forEach is {kind(value)}, not a text"))
        if not given:
            tell(Problem(LOOP, given.span, "forEach has nothing to go through"))
        return Loop(name, values=values)
    if not isinstance(given, Mapping):
        tell(Problem(LOOP, given.span, f"forEach is {kind(given)}, not a list"))
        return None
    for problem in unknown_keys(LOOP, given, ("list", "delimiter"), "forEach"):
        tell(problem)
    listed = given.get("list")
    if not isinstance(listed, Scalar):
        tell(Problem(LOOP, given.span, "forEach has no list", "a text such as a,b,c, or a list"))
        return None
    return Loop(name, listed=listed, delimiter=_delimiter(given, tell))


def _delimiter(given: Mapping, tell: Tell) -> str:
    delimiter = given.get("delimiter")
    if delimiter is None:
        return ","
    if isinstance(delimiter, Scalar) and delimiter in DELIMITERS:
        return str(delimiter)
    hint = 'one of . , ; : - _, a space, "\\n" or "\\t"'
    said = f"delimiter is {kind(delimiter)}, not one character that delimits"
    if isinstance(delimiter, Scalar) and "{{" in delimiter:
        said = f'delimiter "{shown(delimiter)}" is an expression, and stays as it is'
    tell(Problem(LOOP, delimiter.span, said, hint))
    return ","
