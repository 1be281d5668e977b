"""One output of a program: its lines as they come, its text as far as it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.ports.machine import Stream, Watch

LONGEST = 4096
"""Bytes after which a line is told although it has no end yet."""


@dataclass(slots=True)
class Tail:
    """Reads an output piece by piece."""

    stream: Stream
    watch: Watch
    kept: int
    lines: int
    total: int = 0
    told: int = 0
    _text: bytearray = field(default_factory=bytearray)
    _line: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> None:
        """Take what came."""
        self.total += len(data)
        self._text += data[: max(0, self.kept - len(self._text))]
        if self.told >= self.lines:
            return
        *whole, rest = (bytes(self._line) + data).split(b"\n")
        for line in whole:
            self._tell(line)
        while len(rest) >= LONGEST:
            self._tell(rest[:LONGEST])
            rest = rest[LONGEST:]
        self._line = bytearray(rest)

    def end(self) -> str:
        """Tell the last line; the text that was kept."""
        if self._line:
            self._tell(bytes(self._line))
        return self._text.decode("utf-8", "replace")

    @property
    def cut(self) -> bool:
        """More came than is kept."""
        return self.total > self.kept

    def _tell(self, line: bytes) -> None:
        if self.told < self.lines:
            self.told += 1
            self.watch(self.stream, line.removesuffix(b"\r").decode("utf-8", "replace"))
