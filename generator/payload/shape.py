"""From pydantic's errors to findings at the line, in words of the payload."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.findings import Code, Finding, Location, Path, Severity, one_line, show_path
from generator.payload import codes
from generator.payload.fields import kind_of, near
from generator.payload.nodes import Node, Scalar, find, key_span, written
from generator.payload.reading import shown

Said = tuple[Code, str, str]
"""Code, message and hint."""


def findings(
    error: ValidationError, model: type[BaseModel], file: str, root: Node
) -> list[Finding]:
    """Every error of one validation, once each, at its place in the file."""
    return [
        _finding(detail, model, file, root)
        for detail in error.errors(include_url=False)
        if not _follows(detail)
    ]


def _follows(detail: ErrorDetails) -> bool:
    """A list counts as too short when its items are faulty, which is said already."""
    return detail["type"] == "too_short" and len(detail["input"]) > 0


def _finding(detail: ErrorDetails, model: type[BaseModel], file: str, root: Node) -> Finding:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    code, message, hint = _say(detail, path, model, root)
    message, hint = one_line(message), one_line(hint)
    at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    span = key_span(root, path) if at_key or code is codes.NO_VALUE else find(root, path).span
    return Finding(code.id, Severity.ERROR, message, hint, Location(file, span), path)


def _say(detail: ErrorDetails, path: Path, model: type[BaseModel], root: Node) -> Said:
    """Message and hint: the field's own, or one made from pydantic's kind of error."""
    context = detail.get("ctx", {})
    own = next((code for code in codes.CODES if code.id == detail["type"]), None)
    if own is not None:
        return own, _with_key(context["message"], written(root, path)), context["hint"]
    value = detail["input"]
    if isinstance(value, Scalar) and value.is_null:
        return codes.NO_VALUE, f"{_shown(path)} has no value", "give one, or remove the key"
    translate = _TRANSLATIONS.get(detail["type"])
    if translate is None:  # a kind of error no field of ours is known to raise
        return codes.WRONG_FORM, f"{_shown(path)}: {detail['msg'].lower()}", ""
    return translate(detail, path, model)


def _shown(path: Path) -> str:
    return show_path(tuple(shown(step) if isinstance(step, str) else step for step in path))


def _with_key(message: str, path: Path) -> str:
    """Name the key, unless the message begins with it."""
    name = shown(next((step for step in reversed(path) if isinstance(step, str)), ""))
    return message if message.startswith((name, "account ")) or not name else f"{name}: {message}"


def _unknown_key(_detail: ErrorDetails, path: Path, model: type[BaseModel]) -> Said:
    known = _keys_at(model, path[:-1])
    hint = near(str(path[-1]), known) or f"known keys here: {', '.join(known)}"
    return codes.UNKNOWN_KEY, f'unknown key "{shown(str(path[-1]))}"', hint


def _missing_key(_detail: ErrorDetails, path: Path, _model: type[BaseModel]) -> Said:
    where = _shown(path[:-1])
    return codes.MISSING_KEY, f'"{path[-1]}" is missing' + (f" in {where}" if where else ""), ""


def _wrong_kind(needed: str) -> Callable[[ErrorDetails, Path, type[BaseModel]], Said]:
    def say(detail: ErrorDetails, path: Path, _model: type[BaseModel]) -> Said:
        hint = 'start each entry with "- "' if needed == "a list" else ""
        found = kind_of(detail["input"])
        return codes.WRONG_KIND, f"{_shown(path)} takes {needed}, not {found}", hint

    return say


def _count(detail: ErrorDetails, path: Path, _model: type[BaseModel]) -> Said:
    limits = detail.get("ctx", {})
    most, least = limits.get("max_length"), limits.get("min_length")
    allowed = f"at most {most}" if most is not None else f"at least {least}"
    count = limits.get("actual_length", len(detail["input"]))
    entries = "entry" if allowed.endswith(" 1") else "entries"
    return codes.TOO_MANY, f"{_shown(path)} takes {allowed} {entries}, it has {count}", ""


_TRANSLATIONS: dict[str, Callable[[ErrorDetails, Path, type[BaseModel]], Said]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "model_type": _wrong_kind("a mapping"),
    "dict_type": _wrong_kind("a mapping"),
    "tuple_type": _wrong_kind("a list"),
    "list_type": _wrong_kind("a list"),
    "too_long": _count,
    "too_short": _count,
}


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys a section takes: walk the models along the path."""
    section: Any = model
    for step in path:
        if isinstance(step, str) and section is not None:
            field = next(
                (field for field in section.model_fields.values() if field.alias == step), None
            )
            section = next(_sections(field.annotation), None) if field else None
    return [field.alias for field in section.model_fields.values()] if section else []


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside an annotation such as tuple[Annotated[X, ...], ...] | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _sections(inner)
