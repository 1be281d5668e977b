"""JSON text to positioned nodes.

Stricter than the standard library's reader: duplicate keys, NaN and halves of surrogate pairs
are told with their place, and numbers keep their text. Kinder, too: small slips (a trailing
comma, a comment, single quotes) are told and read past, so that one run shows them all.
Grammar: https://www.rfc-editor.org/rfc/rfc8259
"""

from __future__ import annotations

import re

from generator.findings import Span
from generator.payload.json_scalars import read_string, read_word
from generator.payload.nodes import Mapping, Node, Scalar, Sequence
from generator.payload.reading import DEEPEST, Findings, StoppedError, build_mapping, shown
from generator.payload.reading_codes import JSON_SYNTAX

_BLANK = re.compile(r"[ \t\n]*")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'"[^"\\\n\t]*"')
_LITERAL = re.compile(
    r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![^\s,:\]}/#])"
)
_UNUSUAL_STRING = re.compile(
    r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'  # with escapes or tabs
    r"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'"  # in single quotes
)
_UNUSUAL_WORD = re.compile(
    r"""[a-z0-9]+://[^\s,"'\]}]*"""
    r"""|(?:(?!//|/\*)[^\s,:\[\]{}"'#])+(?:[ ]+(?:(?!//|/\*)[^\s,:\[\]{}"'#])+)*"""
)


def read_json(text: str, findings: Findings) -> Node | None:
    """The tree of a text without refused characters; None when it holds no value.

    Raises StoppedError after telling what cannot be read past.
    """
    scanner = _Scanner(text, findings)
    first = scanner.next()
    if not first:
        return None
    if first not in {"{", "["}:
        message = f"a JSON payload starts with {{, found {first}"
        hint = "if this is YAML, let the name of the file end with .yaml"
        raise findings.stop(JSON_SYNTAX, scanner.span(1), message, hint)
    root = scanner.value()
    if scanner.next():
        findings.tell(
            JSON_SYNTAX,
            scanner.span(1),
            "there is more text after the end of the JSON value",
            "one file holds one JSON object; remove the rest, or a bracket too many",
        )
    return root


class _Scanner:
    """Walks the text once; knows its line and which brackets are open."""

    def __init__(self, text: str, findings: Findings) -> None:
        self._text = text
        self._findings = findings
        self._at = 0
        self._line = 1
        self._line_start = 0
        self._open: list[tuple[str, Span]] = []
        self._slip_line = 0

    def next(self) -> str:
        """Go to the next character that is neither blank nor comment; empty at the end."""
        char = self._text[self._at : self._at + 1]
        if char > " " and char not in "/#":
            return char
        while True:
            self._go_to(_BLANK.match(self._text, self._at).end())  # type: ignore[union-attr] # matches always
            char = self._text[self._at : self._at + 1]
            if char not in {"/", "#"}:
                return char
            self._comment()

    def span(self, length: int) -> Span:
        """Where the next characters stand."""
        column = self._at - self._line_start + 1
        return Span(self._line, column, self._line, column + length)

    def value(self) -> Node:
        char = self.next()
        if char == "{":
            return self._mapping()
        if char == "[":
            return self._sequence()
        if char == '"':
            return self._string()
        literal = _LITERAL.match(self._text, self._at)
        if literal:
            return Scalar(literal[0], self._take(literal), plain=True)
        return self._unusual("a value")

    def _mapping(self) -> Mapping:
        self._enter()
        entries: list[tuple[Scalar, Node]] = []
        more = self.next() != "}"
        while more:
            entries.append((self._key(), self.value()))
            more = self._comma("}")
        return build_mapping(entries, self._leave(), self._findings)

    def _sequence(self) -> Sequence:
        self._enter()
        items: list[Node] = []
        more = self.next() != "]"
        while more:
            items.append(self.value())
            more = self._comma("]")
        return Sequence(items, self._leave())

    def _key(self) -> Scalar:
        is_string = self.next() == '"'
        key = self._string() if is_string else self._unusual("a key in double quotes")
        if self.next() != ":":
            name = shown(key)
            raise self._stop(f'a colon after the key "{name}"', f'write "{name}": and a value')
        self._at += 1
        return key

    def _comma(self, closing: str) -> bool:
        """Step over a comma; False when the closing bracket comes next."""
        char = self.next()
        if char == ",":
            comma = self.span(1)
            self._at += 1
            if self.next() == closing:
                self._tell(comma, f"there is a comma before the closing {closing}", "remove it")
                return False
        elif char != closing:
            raise self._stop(f"a comma or {closing}", self._comma_hint(char))
        return char == ","

    def _string(self) -> Scalar:
        simple = _STRING.match(self._text, self._at)
        if simple:
            return Scalar(simple[0][1:-1], self._take(simple))
        return self._unusual("a value")

    def _unusual(self, expected: str) -> Scalar:
        """What is not a string without escapes, a number or a known word."""
        if self._text[self._at : self._at + 1] in {'"', "'"}:
            return self._unusual_string()
        word = _UNUSUAL_WORD.match(self._text, self._at)
        if word is None:
            raise self._stop(expected, "write what is missing here, or remove what leads to it")
        self._slip_line = self._line
        return read_word(word[0], self._take(word), self._findings)

    def _unusual_string(self) -> Scalar:
        string = _UNUSUAL_STRING.match(self._text, self._at)
        if string is None:
            message = "the quote opened here is not closed on this line"
            hint = 'write a line break inside a text as \\n and a quote as \\"'
            raise self._findings.stop(JSON_SYNTAX, self.span(1), message, hint)
        if string[0][0] == "'":
            self._slip_line = self._line
        return read_string(string[0], self._take(string), self._findings)

    def _enter(self) -> None:
        bracket = self.span(1)
        if len(self._open) == DEEPEST:
            raise self._findings.too_deep(bracket)
        self._open.append((self._text[self._at], bracket))
        self._at += 1

    def _leave(self) -> Span:
        self._at += 1
        _, start = self._open.pop()
        end = self.span(0)
        return Span(start.line, start.column, end.line, end.column)

    def _comment(self) -> None:
        comment = _COMMENT.match(self._text, self._at)
        if comment is None:
            message = "the comment opened here is never closed, and JSON has no comments"
            raise self._findings.stop(JSON_SYNTAX, self.span(1), message, "remove it")
        shown = len(comment[0].split("\n", 1)[0])
        hint = "remove it, or write the payload as YAML, which has comments"
        self._tell(self.span(shown), "JSON has no comments", hint)
        self._go_to(comment.end())

    def _take(self, match: re.Match[str]) -> Span:
        """Step over a match, which stands on one line."""
        span = self.span(len(match[0]))
        self._at = match.end()
        return span

    def _go_to(self, end: int) -> None:
        newlines = self._text.count("\n", self._at, end)
        if newlines:
            self._line += newlines
            self._line_start = self._text.rfind("\n", self._at, end) + 1
        self._at = end

    def _tell(self, span: Span, message: str, hint: str) -> None:
        self._findings.tell(JSON_SYNTAX, span, message, hint)

    def _stop(self, expected: str, hint: str) -> StoppedError:
        """Something else than what was expected comes next."""
        found = self._text[self._at : self._at + 1]
        if not found and self._open:
            bracket, place = self._open[-1]
            message, hint = f"the {bracket} opened here is never closed", "complete the file"
            return self._findings.stop(JSON_SYNTAX, place, message, hint)
        if self._slip_line == self._line:
            return StoppedError(expected)  # the slip on this line is the cause, and has been told
        message = f"expected {expected}, found {found}"
        return self._findings.stop(JSON_SYNTAX, self.span(1), message, hint)

    def _comma_hint(self, found: str) -> str:
        if found in {"]", "}"}:
            bracket, place = self._open[-1]
            return f"the {bracket} on line {place.line} is still open"
        return 'put a comma between two entries; write a quote inside a text as \\"'
