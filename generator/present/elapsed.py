"""Lengths of time as people say them."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3600, 86400


def spell(seconds: float) -> str:
    """How long something took: 12 s, 2 min 10 s, 1 h 5 min, 3 days 4 h."""
    whole = max(0, round(seconds))
    days, rest = divmod(whole, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, left = divmod(rest, MINUTE)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"), (left, "s")]
    first = next((place for place, (number, _) in enumerate(parts) if number), len(parts) - 1)
    said = [f"{number} {unit}" for number, unit in parts[first : first + 2] if number]
    return " ".join(said) or "0 s"


def clock(seconds: float) -> str:
    """Time since a beginning, in columns: 2:10, 1:05:00."""
    minutes, left = divmod(max(0, int(seconds)), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def age(seconds: float) -> str:
    """How old something is, roughly: just now, 5 min, 3 h, 12 days."""
    whole = max(0, int(seconds))
    for size, unit, units in ((DAY, "day", "days"), (HOUR, "h", "h"), (MINUTE, "min", "min")):
        number = whole // size
        if number:
            return f"{number} {unit if number == 1 else units}"
    return "just now"
