"""What a check yields: what is wrong, and where in the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from generator.findings import Code, Span
from generator.payload.credentials import masked
from generator.payload.nodes import Mapping, Node, Scalar, Sequence

SHOWN, LOOKED_AT = 60, 10_000
MOST_COMPARED, LONGEST_COMPARED = 100, 200
"""Names, and characters of one, that are compared letter by letter: a hostile document has
hundreds of each, and every one of them would be told with a suggestion."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    code: Code
    span: Span
    message: str
    hint: str = ""


def kind(node: Node) -> str:
    """What a person would call it."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return "nothing" if node.is_null else f'"{shown(node)}"'


def shown(text: str) -> str:
    """A text short enough for a message, on one line, without the secrets in it."""
    line = " ".join(masked(text[:LOOKED_AT]).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}..."


def near(word: str, known: Collection[str]) -> str:
    """A suggestion, or nothing."""
    by_case = {each.lower(): each for each in known}
    folded = word.lower()
    if folded not in by_case and len(by_case) <= MOST_COMPARED and len(word) <= LONGEST_COMPARED:
        close = get_close_matches(folded, by_case, n=1, cutoff=0.6)
        folded = close[0] if close else ""
    found = by_case.get(folded, "")
    return f'did you mean "{found}"?' if found else ""


def unknown_keys(code: Code, node: Mapping, known: Collection[str], of: str) -> Iterator[Problem]:
    """Every key that does not belong there."""
    for key in node:
        if key not in known:
            hint = near(key, known) or f"it takes {', '.join(known)}"
            span = key.span if isinstance(key, Scalar) else node.span
            yield Problem(code, span, f'{of} has no key "{shown(key)}"', hint)


def text_of(node: Node | None) -> Scalar | None:
    """A text that is there."""
    return node if isinstance(node, Scalar) and not node.is_null else None
