"""Values of templates as people read them: differences, long texts, secrets masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from typing import Any

from generator.payload.credentials import masked
from generator.plan.differences import Difference, outline, shown
from generator.present.foreign import harmless

MOST_LINES = 30
"""Lines of a difference of texts."""
WIDEST = 100
"""Characters of a value in one line."""
LATER = "known after deployment"

Line = tuple[str, str]
"""Sign (+, -, ~ or nothing) and text."""


def difference_lines(difference: Difference) -> Iterator[Line]:
    """A difference in one line, or in several for texts and for things of several parts."""
    before, after = difference.before, difference.after
    if not difference.known:
        yield "~", f"{harmless(difference.path)}  {LATER}"
    elif _long(before) or _long(after):
        yield difference_sign(difference), harmless(difference.path)
        yield from (_indented(line) for line in _text_lines(_text(before), _text(after)))
    else:
        path = harmless(difference.path)
        yield difference_sign(difference), f"{path}  {_change(before, after)}"


def difference_sign(difference: Difference) -> str:
    """+ for what comes, - for what goes, ~ for the rest."""
    if difference.before is None:
        return "+"
    return "-" if difference.after is None else "~"


def clean(value: Any) -> Any:
    """A value for programs, without the secrets in it."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [clean(item) for item in value]
    return value


def _change(before: Any, after: Any) -> str:
    if before is None:
        return _one_line(after)
    if after is None:
        return _one_line(before)
    first, second = _one_line(before), _one_line(after)
    return f"{first} -> {second}" if first != second else f"{first} (what is hidden differs)"


def _one_line(value: Any) -> str:
    only = next(iter([*outline(value)]), "")
    text = harmless(masked(only if isinstance(value, Mapping) else shown(value)))
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}..."


def _long(value: Any) -> bool:
    return value is not None and len(list(outline(value))) > 1


def _text(value: Any) -> list[str]:
    return [] if value is None else masked("\n".join(outline(value))).splitlines()


def _text_lines(before: list[str], after: list[str]) -> Iterator[Line]:
    """What unified_diff says, without its heading, cut to a bearable length."""
    lines = list(unified_diff(before, after, lineterm="", n=1))[2:]
    if not lines:
        yield "", "what is hidden differs"
        return
    if lines[0].startswith(("@@ -0", "@@ -1")):
        lines = lines[1:]
    for line in lines[:MOST_LINES]:
        yield ("", "...") if line.startswith("@@") else (line[0].strip(), _one_line(line[1:]))
    if len(lines) > MOST_LINES:
        yield "", f"... {len(lines) - MOST_LINES} more lines"


def _indented(line: Line) -> Line:
    sign, text = line
    return sign, f"  {text}"
