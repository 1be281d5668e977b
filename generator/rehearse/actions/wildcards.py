"""Names with wildcards, which programs in the machine match.

The guide names `*`; `?` is taken too, as `awstoe` does. Everything else is meant as it is
written. Hidden files match, as they do in Go, which the real tool is written in.
"""

from __future__ import annotations

_MARKS = {"\\": "[\\\\]", "[": "[[]"}


def pattern(name: str) -> str:
    """A name as a pattern of a shell, in which only `*` and `?` have a meaning."""
    return "".join(_MARKS.get(character, character) for character in name)


def split(path: str) -> tuple[str, str] | None:
    """Folder and pattern of a path with a wildcard in its last part; None without one."""
    folder, slash, last = path.rpartition("/")
    if "*" not in last and "?" not in last:
        return None
    return f"{folder}{slash}" or "./", pattern(last)
