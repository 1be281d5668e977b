"""The marks ?, #, L and W: which field takes them, and what to say where one is misplaced."""

from __future__ import annotations

import re

DAY_OF_MONTH, DAY_OF_WEEK = "day-of-month", "day-of-week"

_FORMS = (
    (r"L", (DAY_OF_MONTH, DAY_OF_WEEK), "L belongs in day-of-month or day-of-week"),
    (r"L-\d+", (DAY_OF_MONTH,), "L with an offset belongs in day-of-month"),
    (r"(\d+|[A-Z]{3})L", (DAY_OF_WEEK,), "a last weekday belongs in day-of-week, such as FRIL"),
    (r"(L|L-\d+|\d*|[A-Z]{3})W", (DAY_OF_MONTH,), "W belongs in day-of-month, such as 15W"),
)


def misplaced(field: str, text: str) -> tuple[str, str] | None:
    """The problem and the hint when an entry of a field's list has a mark, else None."""
    if "?" in text:
        home = field in (DAY_OF_MONTH, DAY_OF_WEEK)
        return _listed("?") if home else _foreign(f"write * for every {field}")
    if "#" in text:
        return _foreign("# belongs in day-of-week, such as TUE#2")
    for form, homes, belongs in _FORMS:
        if re.fullmatch(form, text.upper(), re.ASCII):
            return _listed(text) if field in homes else _foreign(belongs)
    return None


def in_lower_case(field: str, text: str) -> str:
    """The text in upper case when its L or W is not; a weekday's name may be as it likes."""
    marks = text[3:] if len(text) == 4 and text[:3].isalpha() else text
    forms = (form for form, homes, _ in _FORMS if field in homes)
    lower = marks != marks.upper()
    right = lower and any(re.fullmatch(form, text.upper(), re.ASCII) for form in forms)
    return text.upper() if right else ""


def _foreign(belongs: str) -> tuple[str, str]:
    return "has a mark that this field does not take", belongs


def _listed(text: str) -> tuple[str, str]:
    return "cannot be part of a list", f"{text} stands alone in its field"
