"""Written JSON strings and words to scalars, telling what is not JSON about them."""

from __future__ import annotations

import re

from generator.findings import Span
from generator.payload.nodes import Scalar
from generator.payload.reading import Findings, shown
from generator.payload.reading_codes import JSON_SYNTAX, LEADING_ZERO, NOT_FINITE
from generator.payload.text import refuse_characters

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPED = dict(zip('"\\/bfnrt', '"\\/\b\f\n\r\t', strict=True))
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ZERO_FIRST = re.compile(r"-?0[0-9]+")
_NUMBER_LIKE = re.compile(r"[-+]?\.?[0-9][0-9a-fA-Fx_.+-]*")
_NOT_FINITE = {"NaN", "Infinity", "-Infinity", "+Infinity"}
_LITERALS = {"true": "true", "false": "false", "null": "null", "none": "null"}


def read_string(written: str, span: Span, findings: Findings) -> Scalar:
    """The text of a string given with its quotes, which may be single ones."""
    if written[0] == "'":
        message = "JSON texts stand in double quotes, not single ones"
        findings.tell(JSON_SYNTAX, span, message, 'write "..." instead')
    body = written[1:-1]
    if "\t" in body:
        _tell_tab(written, span, findings)
    return Scalar(_unescaped(body, span, findings) if "\\" in body else body, span)


def read_word(word: str, span: Span, findings: Findings) -> Scalar:
    """An unquoted word that is no JSON value, told and taken as it stands."""
    if word in _NOT_FINITE:
        message = f"{word} is not a number that JSON or a payload can hold"
        findings.tell(NOT_FINITE, span, message, "write the number that is meant")
    elif _ZERO_FIRST.fullmatch(word):
        message = f"number {shown(word)} starts with a zero, which JSON does not allow"
        findings.tell(LEADING_ZERO, span, message, f'put quotes around it: "{shown(word)}"')
    else:
        findings.tell(JSON_SYNTAX, span, *_word_mistake(word))
    return Scalar(word, span, plain=True)


def _word_mistake(word: str) -> tuple[str, str]:
    word = shown(word)
    literal = _LITERALS.get(word.lower())
    if literal:
        return f"{word} is not a JSON word", f"write {literal}"
    if _NUMBER_LIKE.fullmatch(word):
        return f"{word} is not a JSON number", f'write it as in 12 or 0.5, or as text: "{word}"'
    if word[0] in "\u2018\u2019\u201c\u201d":
        return "typographic quotes are not quotes in JSON", 'write "..." with straight quotes'
    return f"the text {word} needs double quotes", f'write "{word}"'


def _unescaped(body: str, span: Span, findings: Findings) -> str:
    def meaning(escape: re.Match[str]) -> str:
        if escape[1]:
            return chr(int(escape[1], 16))
        if escape[2] not in _ESCAPED:
            _tell_escape(escape, span, findings)
        return _ESCAPED.get(escape[2], escape[0])

    text = _PAIR.sub(_joined, _ESCAPE.sub(meaning, body))
    return refuse_characters(text, findings, span)


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _tell_escape(escape: re.Match[str], span: Span, findings: Findings) -> None:
    column = span.column + 1 + escape.start()
    place = Span(span.line, column, span.line, column + len(escape[0]))
    if escape[2] == "u":
        message, hint = "\\u needs four hexadecimal digits", "write it as in \\u00e9"
    else:
        message, hint = f"{escape[0]} is not an escape in JSON", "write a backslash as \\\\"
    findings.tell(JSON_SYNTAX, place, message, hint)


def _tell_tab(written: str, span: Span, findings: Findings) -> None:
    column = span.column + written.index("\t")
    place = Span(span.line, column, span.line, column + 1)
    findings.tell(JSON_SYNTAX, place, "there is a tab inside a JSON text", "write it as \\t")
