"""What a person did wrong when the YAML parser gives up.

The parser says what it missed ("did not find expected key"); these rules look at the text around
the place and say what was probably meant. They know libyaml's words and those of PyYAML's own
parser, which stands in where libyaml is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.findings import Span
from generator.payload.reading import shown
from generator.payload.yaml_trouble import Trouble, trouble

Mistake = tuple[Span, str, str]
"""Where, what happened, what to do."""

_COLON_WITHOUT_SPACE = re.compile(r"""\s*(?:- +)*[^\s:"'#{\[]+:(?=[^\s:/])""")
_DASH_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*-(?=[^\s-])")
_KEY_AND_VALUE = re.compile(r"""\s*(?:- +)*[^\s:"'#]+:\s+[^\s#]""")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.)?")
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_FORBIDDEN_STARTS = frozenset("@`%,[]{}|>&*!?")


def diagnose(text: str, error: Exception, bracket: Span | None) -> Mistake:
    """Say where and why a text is no YAML; `bracket` is the innermost one that is still open."""
    seen = trouble(text, error, bracket)
    return next(mistake for rule in _RULES if (mistake := rule(seen)))


def _tab(seen: Trouble) -> Mistake | None:
    if not (seen.says("tab character", r"'\t'") or seen.after.startswith("\t")):
        return None
    length = len(seen.after) - len(seen.after.lstrip("\t"))
    hint = "indent with spaces; most editors can turn tabs into spaces"
    return seen.here(length), "there is a tab where YAML allows only spaces", hint


def _open_quote(seen: Trouble) -> Mistake | None:
    if not (seen.says("quoted scalar") and seen.says("end of stream", "document")):
        return None
    quote = seen.from_start[:1]
    hint = f"add {quote} at the end of the value"
    return seen.at_start(), f"the quote {quote} opened here is never closed", hint


def _escape(seen: Trouble) -> Mistake | None:
    if not seen.says("quoted scalar"):
        return None
    line = seen.lines[seen.line]
    column = max(line.rfind("\\", 0, seen.column + 1), 0)
    escape = _ESCAPE.match(line, column)
    written = escape[0] if escape else ""
    if _HALF_PAIR.match(written):
        message, hint = f"{written} is half of a surrogate pair", "write the character itself"
    else:
        message = f"{written} is not an escape in YAML"
        hint = "write a backslash as \\\\, or put the text in single quotes"
    return seen.span(seen.line, column, len(written)), message, hint


def _alias_or_anchor(seen: Trouble) -> Mistake | None:
    if not seen.says("scanning an alias", "scanning an anchor"):
        return None
    word = "alias" if seen.says("alias") else "anchor"
    return _special_start(seen.at_start(_word(seen.from_start)), seen.from_start, f"an {word}")


def _tag(seen: Trouble) -> Mistake | None:
    if not seen.says("parsing a tag", "scanning a tag", "tag handle"):
        return None
    return _special_start(seen.at_start(_word(seen.from_start)), seen.from_start, "a tag")


def _special_start(span: Span, written: str, meaning: str) -> Mistake:
    token = shown(written[: _word(written)])
    message = f"a value that starts with {token[:1]} is read as {meaning}"
    return span, message, f'if it is text, put quotes around it: "{token}"'


def _directive(seen: Trouble) -> Mistake | None:
    at_margin = seen.start_column == 0 and seen.from_start.startswith("%")
    if not (at_margin or seen.says("directive", "incompatible YAML")):
        return None
    message = "a line that starts with % is read as a directive"
    return seen.at_start(_word(seen.from_start)), message, "remove it, or put quotes around text"


def _header(seen: Trouble) -> Mistake | None:
    if not seen.says("block scalar"):
        return None
    hint = "start the text on the next line, indented deeper than its key"
    return seen.here(_word(seen.after)), "text stands right after | or >", hint


def _bracket(seen: Trouble) -> Mistake | None:
    if not seen.says("parsing a flow"):
        return None
    opened, found = seen.from_start[:1], seen.after[:1]
    wanted = "]" if opened == "[" else "}"
    if seen.at_end or (seen.line != seen.start_line and found == ":"):
        return seen.at_start(), f"the {opened} opened here is never closed", f"add the {wanted}"
    if seen.says("node") and found == ",":
        return seen.here(), "there is a comma with nothing before it", "remove it"
    hint = f"the {opened} on line {seen.start_line + 1} is open; text with {found} needs quotes"
    return seen.here(), f"expected a comma or {wanted}, found {found}", hint


def _value_start(seen: Trouble) -> Mistake | None:
    found = seen.after[:1]
    if not seen.says("start any token", "node content") or found not in _FORBIDDEN_STARTS:
        return None
    value = shown(seen.after.rstrip())
    hint = f'put quotes around it: "{value}"' if '"' not in value else "put quotes around it"
    return seen.here(_word(seen.after)), f"a value cannot start with {found}", hint


def _colon_without_space(seen: Trouble) -> Mistake | None:
    """`key:value` is one word; the parser notices only on the next line."""
    message, hint = "there is no space after the colon", "write it as in `key: value`"
    if seen.says("unexpected ':'"):  # before a bracket, in brackets
        return seen.here(), message, hint
    if not seen.says("mapping values", "expected ':'", "expected key", "block end"):
        return None
    for number in range(seen.line, max(seen.line - 2, -1), -1):
        glued = _COLON_WITHOUT_SPACE.match(seen.lines[number])
        if glued:
            return seen.span(number, glued.end() - 1, 2), message, hint
    return None


def _dash_without_space(seen: Trouble) -> Mistake | None:
    glued = _DASH_WITHOUT_SPACE.match(seen.lines[seen.start_line])
    if not seen.says("expected ':'") or not glued:
        return None
    span = seen.span(seen.start_line, glued.end() - 1, 2)
    return span, "there is no space after the dash", "write it as in `- value`"


def _no_colon(seen: Trouble) -> Mistake | None:
    if not seen.says("simple key"):
        return None
    word = seen.from_start.split("#")[0].strip()
    return (
        seen.at_start(len(word)),
        f'there is no colon after "{shown(word)}"',
        "write `key: value`",
    )


def _no_key(seen: Trouble) -> Mistake | None:
    if seen.before.strip() or not seen.after.startswith(":"):
        return None
    return seen.here(), "there is no key before the colon", "write `key: value`"


def _second_colon(seen: Trouble) -> Mistake | None:
    if not seen.says("mapping values"):
        return None
    if re.search(r":\s", seen.before):
        message = "there is a second colon in this line"
        return seen.here(), message, "if it belongs to the value, put quotes around the value"
    above = seen.lines[seen.line - 1] if seen.line else ""
    if _KEY_AND_VALUE.match(above):
        return _indented(seen, "this line is indented deeper than the one above, which has a value")
    return seen.here(), "there is a colon where no key can be", "check the lines above"


def _dash_or_question(seen: Trouble) -> Mistake | None:
    if seen.says("sequence entries"):
        hint = "start the list on the next line, or put quotes around text that starts with -"
        return seen.here(), "a list cannot start on the line of its key", hint
    if seen.says("mapping keys"):
        return seen.here(), "a value cannot start with `? `", "put quotes around it"
    return None


def _after_quote(seen: Trouble) -> Mistake | None:
    quote = seen.before.rstrip()[-1:]
    if not seen.says("expected key", "block end", "'-' indicator") or quote not in {'"', "'"}:
        return None
    other = "'" if quote == '"' else '"'
    message = "text stands after the closing quote"
    hint = f"put {other} around a text that has {quote} in it, or close a quote in a line above"
    return seen.here(_word(seen.after)), message, hint


def _indentation(seen: Trouble) -> Mistake | None:
    if not seen.says("block mapping", "block collection"):
        return None
    kind = "list" if seen.says("collection") else "mapping"
    place = f"the {kind} that starts on line {seen.start_line + 1}"
    if seen.before.strip():
        return seen.here(_word(seen.after)), f"this does not fit into {place}", "check the quotes"
    return _indented(seen, f"this line's indentation does not fit {place}", seen.start_column)


def _unfitting_line(seen: Trouble) -> Mistake | None:
    if seen.before.strip() or not seen.says("node content"):
        return None
    message = "this line does not fit the lines above it"
    return seen.here(_word(seen.after)), message, "check its indentation, and the line above"


def _indented(seen: Trouble, message: str, column: int | None = None) -> Mistake:
    text = seen.lines[seen.line].lstrip()
    indent = len(seen.lines[seen.line]) - len(text)
    above = seen.lines[seen.line - 1] if seen.line else ""
    column = len(above) - len(above.lstrip(" -")) if column is None else column
    hint = f"start lines that belong together in the same column, here column {column + 1}"
    return seen.span(seen.line, indent, _word(text)), message, hint


def _after_document(seen: Trouble) -> Mistake | None:
    if not seen.says("document start"):
        return None
    found = seen.after[:1]
    if found in {"]", "}"}:
        return seen.here(), f"the {found} closes nothing", "remove it"
    message = "text stands after the end of the document"
    return seen.here(_word(seen.after)), message, "one payload file is one document"


def _anything_else(seen: Trouble) -> Mistake:
    hint = "check the indentation, the quotes and the brackets here and in the line above"
    return seen.here(), f"this is not valid YAML ({seen.complaint})", hint


def _word(text: str) -> int:
    """The length of the first word."""
    return len(text.split(maxsplit=1)[0]) if text.strip() else 0


_RULES: tuple[Callable[[Trouble], Mistake | None], ...] = (
    _tab,
    _open_quote,
    _escape,
    _alias_or_anchor,
    _directive,
    _tag,
    _header,
    _bracket,
    _value_start,
    _colon_without_space,
    _dash_without_space,
    _no_colon,
    _no_key,
    _second_colon,
    _dash_or_question,
    _after_quote,
    _indentation,
    _unfitting_line,
    _after_document,
    _anything_else,
)
