"""Text that knows on which line each value of a payload came to stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.property.dice import Dice

Path = tuple[str | int, ...]

NUMBERS = {"sizeGiB", "iops", "throughput", "logRetentionDays", "keepLatest", "autoDisableAfter"}
BOOLEANS = {
    *("public", "confirmPublic", "encrypted", "scan", "enabled"),
    *("includeSnapshots", "setDefault"),
}
_FREE = {"tags", "amiTags", "protectTags", "parameters"}


@dataclass(frozen=True)
class Written:
    """A text, and the lines of its values: of key and value's start, and of the value's end."""

    text: str
    lines: dict[Path, tuple[int, int]]

    def lines_of(self, path: Path) -> tuple[int, int]:
        """First and last line of a value, or of what it stands in where no more is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, (1, self.text.count("\n") + 1))


@dataclass
class Pen:
    """Collects text and counts lines."""

    dice: Dice
    parts: list[str] = field(default_factory=list)
    line: int = 1
    lines: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def put(self, text: str) -> None:
        """Write on."""
        self.parts.append(text)
        self.line += text.count("\n")

    def written(self) -> Written:
        """All of it."""
        return Written("".join(self.parts), self.lines)


def takes(kind: set[str], path: Path) -> bool:
    """True when the field at the path takes a number or boolean, however it is written."""
    return path[-1] in kind and _FREE.isdisjoint(path[:-1])
