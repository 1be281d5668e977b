"""Expressions in braces, replaced by what they stand for.

Image Builder User Guide, "Use component documents in AWSTOE", input and output chaining, and
"Use variables in AWSTOE". Texts are gone through once: what is put in is not looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.awstoe.expressions import Expression, Variable, braces, parse
from generator.awstoe.model import Document
from generator.payload.nodes import Mapping as MappingNode
from generator.payload.nodes import Node, Scalar, Sequence
from generator.rehearse.model import Data

Value = Callable[[Expression], "str | None"]
"""What an expression stands for; None leaves it as it is written."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text after replacing, of which it is known where its lines come from."""

    text: str
    origins: tuple[int, ...]
    """For each of its lines, from 0 on, the line of the text as it was written, from 0 on."""


def replace(text: str, value: Value) -> str:
    """A text with its expressions replaced."""
    return replace_lines(text, value).text


def replace_lines(text: str, value: Value) -> Replaced:
    """A text with its expressions replaced; what is put in may have lines of its own."""
    parts: list[str] = []
    origins = [0]
    line = end = 0
    for match in braces(text):
        plain = text[end : match.start()]
        origins += range(line + 1, line + 1 + plain.count("\n"))
        line += plain.count("\n")
        said = value(parse(match[1]))
        put = match[0] if said is None else said
        origins += [line] * put.count("\n")
        line += match[0].count("\n")
        parts += [plain, put]
        end = match.end()
    rest = text[end:]
    origins += range(line + 1, line + 1 + rest.count("\n"))
    return Replaced("".join((*parts, rest)), tuple(origins))


def data(node: Node | None, value: Value) -> Data:
    """A node as plain values, with its expressions replaced; keys stay as they are."""
    if isinstance(node, Scalar):
        return "" if node.is_null else replace(node, value)
    if isinstance(node, Sequence):
        return [data(item, value) for item in node]
    if isinstance(node, MappingNode):
        return {str(key): data(item, value) for key, item in node.items()}
    return ""


def variables_of(document: Document, given: Mapping[str, str]) -> dict[str, str]:
    """Values of parameters and constants; parameters without a value are left out."""
    values = {
        str(each.name): "" if each.default.is_null else str(each.default)
        for each in document.parameters
        if each.default is not None
    }
    values |= {name: text for name, text in given.items() if document_has(document, name)}
    return values | {str(each.name): str(each.value) for each in document.constants}


def document_has(document: Document, name: str) -> bool:
    """Whether a document has a parameter of that name; case counts."""
    return any(each.name == name for each in document.parameters)


def known(node: Node, values: Mapping[str, str]) -> Data:
    """A node as plain values, with only parameters and constants replaced."""

    def value(expression: Expression) -> str | None:
        return values.get(expression.name) if isinstance(expression, Variable) else None

    return data(node, value)
