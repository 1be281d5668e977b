"""Payloads as JSON, in any of the ways JSON can be written."""

from __future__ import annotations

import json
from typing import Any

from tests.property.dice import thrown
from tests.property.pen import NUMBERS, Path, Pen, Written, takes


def to_json(tree: Any, seed: int = 0) -> Written:
    """Write a tree; seed 0 writes one entry a line, without any quirk."""
    dice = thrown(seed)
    pen = _JsonPen(dice, indent=dice.pick((" ", "", "\t", "    ", None)))
    pen.value(tree, (), "\n")
    pen.put("\n")
    return pen.written()


class _JsonPen(Pen):
    def __init__(self, dice: Any, indent: str | None) -> None:
        super().__init__(dice)
        self.indent = indent
        self.colon = dice.pick((": ", ":", " : ", "\t:\n"))
        self.plain = dice.one_in(2)

    def value(self, value: Any, path: Path, pad: str) -> None:
        if isinstance(value, dict) and value:
            self.entries("{}", [(key, item, key) for key, item in value.items()], path, pad)
        elif isinstance(value, list) and value:
            self.entries("[]", [(None, item, at) for at, item in enumerate(value)], path, pad)
        else:
            self.put(self.scalar(value, path))

    def entries(self, brackets: str, entries: list[Any], path: Path, pad: str) -> None:
        inner = "" if self.indent is None else pad + self.indent
        outer = "" if self.indent is None else pad
        self.put(brackets[0])
        for number, (key, value, step) in enumerate(entries):
            self.put(("," if number else "") + inner)
            start = self.line
            if key is not None:
                self.put(self.text(key) + self.colon)
            self.value(value, (*path, step), inner)
            self.lines[*path, step] = (start, self.line)
        self.put(outer + brackets[1])

    def scalar(self, value: Any, path: Path) -> str:
        if isinstance(value, str):
            return self.text(value)
        written = json.dumps(value)
        if path and takes(NUMBERS, path) and type(value) is int:
            return self.dice.pick((written, written, f"{written}.0", f"{written}0e-1"))
        return written

    def text(self, text: str) -> str:
        """A string, now and then with escapes for what needs none."""
        written = json.dumps(text, ensure_ascii=self.plain)
        if self.dice.one_in(8) and text and text[0].isalnum() and text[0].isascii():
            return f'"\\u{ord(text[0]):04X}{written[2:]}'
        return written.replace("/", "\\/") if self.dice.one_in(8) else written
