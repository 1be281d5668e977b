"""CloudFormation dict → YAML or JSON text.

The YAML reads as a person would write it (two spaces, short forms, literal blocks) and reads
back as the very same values under YAML 1.1 (CloudFormation, cfn-lint, PyYAML) and 1.2.
Short forms: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from generator.findings import Path, show_path

_SPACED_SECTIONS: Final = frozenset({"Parameters", "Resources", "Outputs"})

_LISTS: Final = (list, tuple)

# What a tag may stand on. Anything else keeps the long form: a tag would turn a number into
# text, and CloudFormation refuses a tag that stands on another tag.
_SHORT_FORMS: Final[dict[str, tuple[str, type | tuple[type, ...]]]] = {
    "Ref": ("!Ref", str),
    "Fn::And": ("!And", _LISTS),
    "Fn::Base64": ("!Base64", str),
    "Fn::Cidr": ("!Cidr", _LISTS),
    "Fn::Equals": ("!Equals", _LISTS),
    "Fn::FindInMap": ("!FindInMap", _LISTS),
    "Fn::GetAtt": ("!GetAtt", _LISTS),
    "Fn::GetAZs": ("!GetAZs", str),
    "Fn::If": ("!If", _LISTS),
    "Fn::ImportValue": ("!ImportValue", str),
    "Fn::Join": ("!Join", _LISTS),
    "Fn::Not": ("!Not", _LISTS),
    "Fn::Or": ("!Or", _LISTS),
    "Fn::Select": ("!Select", _LISTS),
    "Fn::Split": ("!Split", _LISTS),
    "Fn::Sub": ("!Sub", (str, *_LISTS)),
    "Fn::Transform": ("!Transform", dict),
}
_TAKES_CONDITIONS: Final = frozenset({"!And", "!Equals", "!Not", "!Or"})

# Code points that a reader refuses, takes for a line break or strips, or that no one can see:
# controls, NEL, special spaces, bidi and zero-width marks, LS, PS, surrogates, BOM, tags.
_HIDDEN: Final = (
    r"\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ud800-\udfff\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
_NOT_IN_BLOCK: Final = re.compile(f"[{_HIDDEN}]")
_NOT_IN_LINE: Final = re.compile(rf"[\t\n{_HIDDEN}]")
_ESCAPED: Final = re.compile(rf'[\t\n{_HIDDEN}"\\]')
_ESCAPES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "\\": r"\\"}
# A letter or a sign that begins nothing else; what begins with a digit is quoted, whatever
# follows, as is e3, which the npm package yaml takes for a number when it reads YAML 1.1.
_PLAIN: Final = re.compile(
    rf"(?![{_HIDDEN}]|[eE][-+]?[0-9]+\Z)[A-Za-z_/$(\x80-\U0010ffff]"
    rf"[^ :\t\n{_HIDDEN}]*(?:[ :](?=[^ #])[^ :\t\n{_HIDDEN}]*)*"
)
_NOT_STRINGS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})

_LONGEST_KEY: Final = 1024
"""Characters, quotes included: what YAML allows a key that stands before its colon."""

_Map = dict[str, Any]
_List = list[Any] | tuple[Any, ...]


def to_yaml(template: dict[str, Any]) -> str:
    """Write a template as YAML, keys in the order given, with a final newline.

    Raises TypeError (a value or key of a type that templates do not have) and ValueError
    (NaN, infinity, a lone surrogate, an overlong key), both naming the path.
    """
    try:
        return _Writer().template(template)
    except (TypeError, ValueError):
        _check(template, ())
        raise


def to_json(template: dict[str, Any]) -> str:
    """Write a template as JSON, indented by two, with a final newline; raises as `to_yaml`."""
    _check(template, ())
    return json.dumps(template, indent=2, ensure_ascii=False) + "\n"


class _Writer:
    """The lines of one template; how a text is written is decided once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.put = self.lines.append
        self.scalars = _Scalars()

    def template(self, template: dict[str, Any]) -> str:
        for name, body in template.items():
            self.separate()
            self.section(name, body)
        return "\n".join(self.lines or ["{}"]) + "\n"

    def separate(self) -> None:
        """Put a blank line, unless a block that keeps its blank lines has just put one."""
        if self.lines and not self.lines[-1].endswith("\n"):
            self.put("")

    def section(self, name: str, body: Any) -> None:
        """Write a section; the keys of its body are names, so that it is never a function."""
        if not (body and isinstance(body, dict)):
            self.value(body, _key(name), "")
            return
        self.put(_key(name))
        for number, (key, value) in enumerate(body.items()):
            if number and name in _SPACED_SECTIONS:
                self.separate()
            self.value(value, "  " + _key(key), "  ", conditions=name == "Conditions")

    def value(self, value: Any, head: str, pad: str, conditions: bool = False) -> None:
        """Write a value behind its head (`  Key:`, `  -`), which stands at the indent `pad`."""
        if type(value) is str:
            text = self.scalars[value]
            self.put(f"{head} {_literal(value, pad) if text is None else text}")
        elif isinstance(value, dict):
            self.mapping(value, head, pad, conditions)
        elif isinstance(value, (list, tuple)):
            self.sequence(value, head, pad)
        elif isinstance(value, str):
            self.value(str.__str__(value), head, pad)
        else:
            self.put(f"{head} {_constant(value)}")

    def mapping(self, value: _Map, head: str, pad: str, conditions: bool) -> None:
        if len(value) == 1 and (short := _short_form(value, conditions)):
            self.function(*short, head, pad)
        elif value:
            self.put(head)
            self.entries(value, pad + "  ", pad + "  ")
        else:
            self.put(head + " {}")

    def sequence(self, value: _List, head: str, pad: str, conditions: bool = False) -> None:
        if value:
            self.put(head)
            self.items(value, pad + "  ", pad + "  ", conditions)
        else:
            self.put(head + " []")

    def function(self, tag: str, argument: Any, head: str, pad: str) -> None:
        if tag in _TAKES_CONDITIONS:
            self.sequence(argument, f"{head} {tag}", pad, conditions=True)
        else:
            self.value(argument, f"{head} {tag}", pad)

    def entries(self, mapping: _Map, lead: str, pad: str) -> None:
        """Write the entries at the indent `pad`, the first behind `lead`: a dash, maybe."""
        for key, value in mapping.items():
            self.value(value, lead + _key(key), pad)
            lead = pad

    def items(self, sequence: _List, lead: str, pad: str, conditions: bool = False) -> None:
        """Write the items at the indent `pad`, the first behind `lead`: a dash, maybe."""
        for value in sequence:
            if value and isinstance(value, dict):
                self.item(value, lead, pad, conditions)
            elif value and isinstance(value, (list, tuple)):
                self.items(value, lead + "- ", pad + "  ")
            else:
                self.value(value, lead + "-", pad)
            lead = pad

    def item(self, value: _Map, lead: str, pad: str, conditions: bool) -> None:
        """Write a mapping that begins on the line of its dash."""
        if len(value) == 1 and (short := _short_form(value, conditions)):
            self.function(*short, lead + "-", pad)
        else:
            self.entries(value, lead + "- ", pad + "  ")


def _short_form(value: _Map, conditions: bool) -> tuple[str, Any] | None:
    """Tag and argument of a one-key mapping that has a short form, else None."""
    [(name, argument)] = value.items()
    if name == "Condition":
        # Elsewhere it is a property, as in a policy statement.
        return ("!Condition", argument) if conditions and isinstance(argument, str) else None
    tag, kinds = _SHORT_FORMS.get(name, ("", ()))
    if not isinstance(argument, kinds) or (isinstance(argument, dict) and _is_tagged(argument)):
        return None
    return _dotted(argument) if tag == "!GetAtt" else (tag, argument)


def _is_tagged(argument: _Map) -> bool:
    return len(argument) == 1 and _short_form(argument, conditions=False) is not None


def _dotted(argument: Any) -> tuple[str, str] | None:
    """`[A, B.C]` as `!GetAtt A.B.C`, which readers cut at the first dot."""
    match argument:
        case [str(name), str(attribute)] if name and attribute and "." not in name:
            return "!GetAtt", ".".join(argument)
    return None


class _Scalars(dict[str, str | None]):
    """How to write a text behind its head; None for a text that goes into a literal block."""

    def __missing__(self, text: str) -> str | None:
        self[text] = written = None if _is_literal(text) else _quoted(text)
        return written


@lru_cache(maxsize=4096)  # the names of properties come back in every resource
def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r}, expected text")
    text = _quoted(str.__str__(key))
    if len(text) > _LONGEST_KEY:
        raise ValueError(f"a key of {len(text)} characters, expected at most {_LONGEST_KEY}")
    return text + ":"


def _quoted(text: str) -> str:
    """Write a text on one line: plain if no reader can mistake it, else in quotes."""
    if _PLAIN.fullmatch(text) and not (len(text) < 6 and text.lower() in _NOT_STRINGS):
        return text
    if _NOT_IN_LINE.search(text):
        return '"' + _ESCAPED.sub(_escape, text) + '"'
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError(f"the lone surrogate U+{code:04X}, expected a character")
    if code < 0x100:
        return _ESCAPES.get(match[0]) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_literal(text: str) -> bool:
    """True for a text of several lines that a block holds exactly, spaces at line ends apart."""
    if "\n" not in text or text.isspace() or text[-1] in " \t":
        return False
    return not (" \n" in text or "\t\n" in text or _NOT_IN_BLOCK.search(text))


def _literal(text: str, pad: str) -> str:
    """Write a literal block: its header, and its lines indented by two more than `pad`."""
    header = "|2" if text[0] in " \t\n" else "|"
    if not text.endswith("\n"):
        return f"{header}-{_indented(text, pad)}"
    if text.endswith("\n\n"):
        header += "+"
    return header + _indented(text[:-1], pad)


def _indented(text: str, pad: str) -> str:
    return "".join([f"\n{pad}  {line}" if line else "\n" for line in text.split("\n")])


def _constant(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return int.__repr__(value)
        case float():
            return _float(value)
    raise TypeError(f"a {type(value).__name__}, expected what JSON can hold")


def _float(value: float) -> str:
    """Write as JSON does, with the point that YAML 1.1 wants before an exponent."""
    if not math.isfinite(value):
        raise ValueError(f"the number {value}, expected a finite one")
    text = float.__repr__(value)
    return text if "." in text else text.replace("e", ".0e")


def _check(value: Any, path: Path) -> None:
    """Raise for the first key or value that a template cannot hold, naming its path."""
    if isinstance(value, dict):
        for key, child in value.items():
            _try(_key, key, path)
            _check(child, (*path, key))
    elif isinstance(value, (list, tuple)):
        for position, child in enumerate(value):
            _check(child, (*path, position))
    elif not isinstance(value, str):
        _try(_constant, value, path)
    elif not value.isascii():
        _try(_quoted, value, path)


def _try(write: Callable[[Any], str], value: Any, path: Path) -> None:
    try:
        write(value)
    except (TypeError, ValueError) as fault:
        raise type(fault)(f"{show_path(path) or 'template'}: {fault}") from None
