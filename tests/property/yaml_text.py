"""Payloads as YAML, in awkward but legal ways: every style a person or a program might use."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.property.dice import thrown
from tests.property.json_text import to_json
from tests.property.pen import BOOLEANS, NUMBERS, Path, Pen, Written, takes

_PLAIN = re.compile(r"[A-Za-z0-9_/(.+$][^\s#:]*(?:(?:[ :](?=[^\s#:]))+[^\s#:]+)*")
_NOT_TEXT = {"null", "Null", "NULL", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF"}
_FOLD = re.compile(r"(?<=[a-zA-Z]) (?=[a-zA-Z])")
_COMMENTS = ("", "", "", "", " # note", "   # - a: [b", " #!x: y")


def to_yaml(tree: Any, seed: int = 0, *, spoilt: bool = False) -> Written:
    """Write a tree; seed 0 writes block style without any quirk.

    A spoilt tree is written without aliases, since what they repeat stands elsewhere, and not
    as JSON, whose mistakes a YAML file words in its own way.
    """
    pen = _YamlPen(thrown(seed), aliases=not spoilt)
    if pen.dice.one_in(8) and not spoilt:
        return to_json(tree, seed)  # which is YAML as well
    pen.put(pen.dice.pick(("", "", "---\n", "%YAML 1.1\n---\n", "# head\n\n--- # a\n", "\n\n \n")))
    if isinstance(tree, dict) and tree:
        pen.mapping(tree, (), pen.dice.pick((0, 0, 0, 3)))
    else:
        pen.put(pen.flow(tree, ()) + "\n")
    pen.put(pen.dice.pick(("", "", "...\n", "\n# end\n", "# end")))
    return _with_line_ends(pen)


def _with_line_ends(pen: _YamlPen) -> Written:
    ends = pen.dice.pick(("\n", "\n", "\n", "\r\n", "\r"))
    mark = pen.dice.pick(("", "", "", "\ufeff"))
    written = pen.written()
    return Written(mark + written.text.replace("\n", ends), written.lines)


class _YamlPen(Pen):
    def __init__(self, dice: Any, *, aliases: bool) -> None:
        super().__init__(dice)
        self.aliases = aliases
        self.anchors: dict[str, str] = {}

    def mapping(self, mapping: dict[str, Any], path: Path, pad: int, lead: str = "") -> None:
        """Entries at an indent; `lead` stands before the first where a dash has begun its line."""
        for number, (key, value) in enumerate(mapping.items()):
            if not lead:
                self.between(pad)
            self.put(lead if lead and not number else " " * pad)
            lead = ""
            start = self.line
            if self.dice.one_in(16):
                self.put(f"? {self.key(key)}{self.comment()}\n{' ' * pad}:")
            else:
                self.put(f"{self.key(key)}{self.dice.pick(('', '', '', ' '))}:")
            self.after(value, (*path, key), pad, dash=False)
            self.lines[*path, key] = (start, self.line - 1)

    def sequence(self, items: list[Any], path: Path, pad: int, lead: str = "") -> None:
        for number, item in enumerate(items):
            if not lead:
                self.between(pad)
            self.put(lead if lead and not number else " " * pad)
            lead = ""
            start = self.line
            self.put("-")
            self.after(item, (*path, number), pad, dash=True)
            self.lines[*path, number] = (start, self.line - 1)

    def after(self, value: Any, path: Path, pad: int, *, dash: bool) -> None:
        """What follows a colon or dash, to the end of its last line."""
        name = self.named(value)
        if name.startswith(" *"):
            self.put(f"{name}{self.comment()}\n")
        elif not isinstance(value, dict | list) or not value or self.dice.one_in(4):
            self.put(f"{name} {self.inline(value, path, pad)}\n")
        elif dash and not name and not self.dice.one_in(3):
            step = self.dice.pick((1, 1, 1, 3))
            self.block(value, path, pad + 1 + step, " " * step)
        else:
            self.put(f"{name}{self.comment()}\n")
            same = isinstance(value, list) and not dash and self.dice.one_in(2)
            self.block(value, path, pad + (0 if same else self.dice.pick((2, 2, 1, 5))))

    def block(self, value: Any, path: Path, pad: int, lead: str = "") -> None:
        write = self.mapping if isinstance(value, dict) else self.sequence
        write(value, path, pad, lead)

    def between(self, pad: int) -> None:
        self.put(self.dice.pick(("", "", "", "", "", "\n", f"{' ' * pad}# a: b\n", "# - c\n\n")))

    def comment(self) -> str:
        return str(self.dice.pick(_COMMENTS))

    def named(self, value: Any) -> str:
        """An anchor for a value, or an alias when it has come before."""
        if not self.aliases or isinstance(value, int):
            return ""
        known = self.anchors.get(json.dumps(value))
        if known:
            return f" *{known}"
        if not self.dice.one_in(8):
            return ""
        name = f"a{len(self.anchors)}"
        self.anchors[json.dumps(value)] = name
        return f" &{name}"

    def inline(self, value: Any, path: Path, pad: int) -> str:
        """A scalar or flow collection; block scalars and folds are indented deeper than pad."""
        if isinstance(value, str) and _is_line(value) and self.dice.one_in(6):
            return self.block_scalar(value, pad)
        return self.flow(value, path, pad, nested=False) + self.comment()

    def block_scalar(self, text: str, pad: int) -> str:
        inner = f"\n{' ' * (pad + self.dice.pick((1, 2, 4)))}"
        if self.dice.one_in(2):
            return f"|-{self.comment()}{inner}{text}"
        return f">-{self.comment()}{inner}{_FOLD.sub(inner, text)}"

    def flow(self, value: Any, path: Path, pad: int = 0, *, nested: bool = True) -> str:
        if not isinstance(value, dict | list):
            return self.scalar(value, path, pad, nested=nested)
        space = self.dice.pick(("", "", " ", f"\n{' ' * (pad + 2)}"))
        if isinstance(value, list):
            items = [self.flow(item, (*path, at), pad) for at, item in enumerate(value)]
            brackets = "[]"
        else:
            items = [
                f"{self.key(key)}: {self.flow(item, (*path, key), pad)}"
                for key, item in value.items()
            ]
            brackets = "{}"
        tail = self.dice.pick(("", "", ",")) if items else ""
        inside = f",{space or ' '}".join(items)
        return f"{brackets[0]}{space}{inside}{tail}{space}{brackets[1]}"

    def scalar(self, value: Any, path: Path, pad: int, *, nested: bool) -> str:
        if isinstance(value, str):
            return self.text(value, pad, nested=nested)
        written = json.dumps(value)
        if type(value) is bool and path and takes(BOOLEANS, path):
            return str(self.dice.pick((written, written.title(), written.upper())))
        if type(value) is int and path and takes(NUMBERS, path):
            return str(self.dice.pick((written, written, f"{written}.0", f"+{written}")))
        return written

    def text(self, text: str, pad: int, *, nested: bool) -> str:
        style = self.dice.number(0, 5)
        if style <= 2 and _is_plain(text, nested=nested):
            return self.folded(text, pad, "{}") if style == 2 else text
        if style in (1, 3) and text.isprintable():
            return self.folded(text.replace("'", "''"), pad, "'{}'")
        tag = "!!str " if style == 4 else ""
        return tag + self.folded(_escaped(text, self.dice.number(0, 3)), pad, '"{}"')

    def folded(self, text: str, pad: int, quotes: str) -> str:
        """Broken over lines where YAML makes a space of the break."""
        if self.dice.one_in(6):
            text = _FOLD.sub("\n" + " " * (pad + 3), text)
        return quotes.format(text)

    def key(self, key: str) -> str:
        style = self.dice.number(0, 7)
        if style > 1 and _is_plain(key, nested=True):
            return key
        if style == 0 and key.isprintable():
            return "'" + key.replace("'", "''") + "'"
        return json.dumps(key, ensure_ascii=False)


def _is_line(text: str) -> bool:
    return text.isprintable() and text[:1] not in ("", " ")


def _is_plain(text: str, *, nested: bool) -> bool:
    if _PLAIN.fullmatch(text) is None or text in _NOT_TEXT or not text.isprintable():
        return False
    return not (nested and re.search(r"[\[\]{},?]", text))


def _escaped(text: str, way: int) -> str:
    """The inside of double quotes, with escapes that YAML has and JSON has not."""
    if way == 0:
        return "".join(f"\\U{ord(character):08x}" for character in text)
    if way == 1 and text.isascii():
        return "".join(f"\\x{ord(character):02X}" for character in text)
    return json.dumps(text, ensure_ascii=False)[1:-1]
