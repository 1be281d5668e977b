"""Pieces of an expression that know where they stand, and the error that points at one."""

from __future__ import annotations

from dataclasses import dataclass

QUOTED_CHARACTERS = 60


class ExpressionError(ValueError):
    """A schedule expression that Image Builder would refuse.

    `start` and `end` are offsets into the expression, from 0, the end exclusive and always
    greater than the start: where something is missing at the end, it is one past the text.
    """

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.start = start
        self.end = max(end, start + 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the expression; `start` is its offset in the whole."""

    text: str
    start: int = 0

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)

    @property
    def quoted(self) -> str:
        """The text as a message shows it: short, in quotes, nothing unprintable."""
        short = self.text[:QUOTED_CHARACTERS] + "..." * (len(self.text) > QUOTED_CHARACTERS)
        return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short) + '"'

    def cut(self, first: int, last: int | None = None) -> Piece:
        """The part from one offset within the piece to another."""
        return Piece(self.text[first:last], self.start + first)

    def split(self, mark: str) -> list[Piece]:
        """The parts between the marks, empty ones included."""
        parts, start = [], self.start
        for text in self.text.split(mark):
            parts.append(Piece(text, start))
            start += len(text) + len(mark)
        return parts

    def refused(self, message: str, hint: str = "") -> ExpressionError:
        """The error that points at this piece."""
        return ExpressionError(message, hint, self.start, self.end)
