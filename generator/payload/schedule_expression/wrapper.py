"""The whole expression: its length, and the `cron(...)` or `rate(...)` around the rest."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.payload.schedule_expression.cron import Cron
from generator.payload.schedule_expression.grammar import EXAMPLE, parse_cron
from generator.payload.schedule_expression.rate import Rate, parse_rate
from generator.payload.schedule_expression.text import ExpressionError, Piece

LONGEST = 1024
"""Characters; ScheduleExpression in the service's API model."""
_EXAMPLES = f"write {EXAMPLE} for Sundays at 04:00, or rate(7 days)"
_EVERYDAY_WORDS = {
    "hourly": "write cron(0 * * * ? *) or rate(1 hour)",
    "daily": "write cron(0 4 * * ? *) for 04:00, or rate(1 day)",
    "nightly": "write cron(0 4 * * ? *) for 04:00, or rate(1 day)",
    "weekly": _EXAMPLES,
    "monthly": "write cron(0 4 1 * ? *) for the 1st at 04:00",
    "yearly": "write cron(0 4 1 1 ? *) for 1 January at 04:00",
}


def parse(text: str) -> Cron | Rate:
    """What a schedule expression means; raises ExpressionError when AWS would refuse it."""
    return _parse(str(text))


@lru_cache(maxsize=1024)
def _parse(text: str) -> Cron | Rate:
    whole = Piece(text)
    _check_frame(whole)
    name, body = _unwrapped(whole)
    return parse_cron(body) if name == "cron" else parse_rate(body)


def _check_frame(whole: Piece) -> None:
    text = whole.text
    if not text.strip():
        raise whole.refused("the schedule expression is empty", _EXAMPLES)
    if len(text) > LONGEST:
        message = f"the schedule expression has {len(text)} characters, {LONGEST} are allowed"
        raise whole.cut(LONGEST).refused(message)
    if around := re.search(r"^\s+|\s+$", text):
        hint = _proposal(text.strip(), "take the space away")
        raise whole.cut(*around.span()).refused("the schedule expression has space around it", hint)


def _unwrapped(whole: Piece) -> tuple[str, Piece]:
    """The word before the parentheses, `cron` or `rate`, and what stands between them."""
    opening, closing = whole.text.find("("), whole.text.rfind(")")
    if opening < 0:
        raise _not_wrapped(whole)
    name = whole.cut(0, opening)
    if name.text not in ("cron", "rate"):
        raise _misnamed(name, whole)
    if closing < opening:
        hint = _proposal(f"{whole.text})", "put ) at the end")
        raise whole.cut(len(whole.text)).refused("the closing parenthesis is missing", hint)
    if rest := whole.text[closing + 1 :]:
        raise whole.cut(closing + 1).refused(
            f"{Piece(rest).quoted} follows the closing parenthesis", "take it away"
        )
    return name.text, whole.cut(opening + 1, closing)


def _proposal(text: str, otherwise: str) -> str:
    """Propose the whole text only when nothing else is wrong with it."""
    try:
        _parse(text)
    except ExpressionError:
        return otherwise
    return f"write {text}"


def _misnamed(name: Piece, whole: Piece) -> ExpressionError:
    from difflib import get_close_matches  # only mistakes need it

    if name.text == "at":
        hint = "at(...) belongs to EventBridge Scheduler; for a single time give cron a year"
    elif near := get_close_matches(name.text.strip().lower(), ("cron", "rate"), n=1):
        hint = _proposal(near[0] + whole.text[len(name.text) :], f"did you mean {near[0]}(...)")
    else:
        hint = _EXAMPLES
    return name.refused(f"{name.quoted} is not cron or rate", hint)


def _not_wrapped(whole: Piece) -> ExpressionError:
    """Says what to write when the text is right, or nearly right, but for the wrapper."""
    bare = re.sub(r"^(cron|rate)[ :]+", "", whole.text)
    hint = _EVERYDAY_WORDS.get(whole.text.lower().removeprefix("@"), _EXAMPLES)
    for name in ("cron", "rate"):
        try:
            _parse(f"{name}({bare})")
        except ExpressionError as error:
            if re.search(r"write (cron|rate)\(", error.hint) and bare[:1] in "*0123456789":
                hint = error.hint
                break
        else:
            message = f"{whole.quoted} has no {name}(...) around it"
            return whole.refused(message, f"write {name}({bare})")
    return whole.refused(f"{whole.quoted} is not cron(...) or rate(...)", hint)
