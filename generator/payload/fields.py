"""The kinds of value a payload field takes, each read from the text as the user wrote it.

A field validator raises `refuse(...)`: code, message and hint travel through pydantic and
come out as a finding (`shape.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.findings import Code
from generator.payload import codes
from generator.payload.nodes import Mapping, Scalar, Sequence
from generator.payload.plain import as_boolean, as_integer, looks_like_yaml11_boolean
from generator.payload.reading import shown

JsonSchema = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """How a field reads its value, and what the published schema says of it."""

    read: Callable[[Any], Any]
    schema: JsonSchema

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return dict(self.schema)


class Section(BaseModel):
    """One mapping of the payload: camelCase keys, unknown keys refused, frozen once read."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        defer_build=True,
        extra="forbid",
        frozen=True,
        validate_by_name=False,
        validate_by_alias=True,
    )


def refuse(code: Code, message: str, hint: str = "") -> PydanticCustomError:
    """The error that a field validator raises."""
    return PydanticCustomError(
        code.id,
        "{message}",
        {"message": message, "hint": hint},
    )


def kind_of(value: object) -> str:
    """What the user wrote, in a word."""
    if isinstance(value, Mapping | dict):
        return "a mapping"
    if isinstance(value, Sequence | list):
        return "a list"
    return "a single value"


def scalar(value: object) -> Scalar:
    """The value as a scalar with text.

    Raises:
        PydanticCustomError: for a mapping, a list, or no value at all.
    """
    if not isinstance(value, Scalar):
        raise refuse(codes.WRONG_KIND, f"a single value is needed here, not {kind_of(value)}")
    if value.is_null:
        raise refuse(codes.NO_VALUE, "no value is given", "give a value, or remove the key")
    return value


def read_text(value: object) -> str:
    """A text as written, quoted or not; never empty."""
    text = str(scalar(value))
    if not text.strip():
        raise refuse(codes.NO_VALUE, "the text is empty", "give a value, or remove the key")
    return text


def read_integer(value: object) -> int:
    """A whole number."""
    written = scalar(value)
    number = as_integer(written)
    if number is None:
        quoted = not written.plain and as_integer(Scalar(written, written.span, plain=True))
        hint = "remove the quotes" if quoted is not False and quoted is not None else ""
        raise refuse(codes.NOT_A_NUMBER, f'"{shown(written)}" is not a whole number', hint)
    return number


def read_boolean(value: object) -> bool:
    """True or false, unquoted."""
    written = scalar(value)
    meaning = as_boolean(written)
    if meaning is None:
        hint = "write true or false, without quotes"
        if looks_like_yaml11_boolean(written):
            hint += f"; {written} is a boolean only in YAML 1.1"
        raise refuse(codes.NOT_TRUE_OR_FALSE, f'"{shown(written)}" is neither true nor false', hint)
    return meaning


def near(word: str, known: list[str] | tuple[str, ...]) -> str:
    """A did-you-mean sentence, or nothing."""
    folded = {candidate.lower(): candidate for candidate in known}
    match = get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    return f'did you mean "{folded[match[0]]}"?' if match else ""


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    """Compiled when a payload has the key, not whenever the models are loaded."""
    return re.compile(regex)


def pattern(
    regex: str,
    what: str,
    *,
    hint: str = "",
    code: Code = codes.WRONG_FORM,
    schema: JsonSchema | None = None,
) -> Reader:
    """A text field whose whole value matches; `what` completes "is not ...".

    The published schema carries the same expression; a plain number or boolean of the YAML
    reader is let through there, because the models keep such text as written.
    """

    def read(value: object) -> str:
        text = read_text(value)
        if _compiled(regex).fullmatch(text) is None:
            raise refuse(code, f'"{shown(text)}" is not {what}', hint)
        return text

    published = {"type": ["string", "number", "boolean"], "pattern": f"^(?:{regex})$"}
    return Reader(read, schema or published)


def choice(*words: str) -> Reader:
    """A text field that takes one of a few words."""

    def read(value: object) -> str:
        text = read_text(value)
        if text not in words:
            listed = ", ".join(words[:-1]) + f" or {words[-1]}"
            raise refuse(codes.NOT_A_CHOICE, f'"{shown(text)}" is not {listed}', near(text, words))
        return text

    return Reader(read, {"enum": list(words)})


def whole_number(low: int, high: int, unit: str = "") -> Reader:
    """A whole number between two limits, both included; `unit` is shown in messages."""

    def read(value: object) -> int:
        number = read_integer(value)
        if not low <= number <= high:
            counted = f"{number} {unit}".strip()
            raise refuse(codes.OUT_OF_RANGE, f"{counted} is outside of {low} to {high}")
        return number

    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Reader(read, schema)


def one_of_numbers(*numbers: int) -> Reader:
    """A whole number out of a fixed set."""

    def read(value: object) -> int:
        number = read_integer(value)
        if number not in numbers:
            nearest = min(numbers, key=lambda known: abs(known - number))
            listed = ", ".join(str(known) for known in numbers)
            raise refuse(
                codes.NOT_A_CHOICE,
                f"{number} is not one of {listed}",
                f"the nearest one is {nearest}",
            )
        return number

    return Reader(read, {"enum": list(numbers)})


def shorthand(key: str) -> BeforeValidator:
    """Let a field take the value of its main key alone instead of a mapping."""

    def expand(value: object) -> object:
        if isinstance(value, Scalar):
            return Mapping([(Scalar(key, value.span, plain=True), scalar(value))], value.span)
        return value

    return BeforeValidator(expand)


def list_shorthand(key: str) -> BeforeValidator:
    """Let a field take the list of its main key alone instead of a mapping."""

    def expand(value: object) -> object:
        if isinstance(value, Sequence):
            return Mapping([(Scalar(key, value.span, plain=True), value)], value.span)
        return value

    return BeforeValidator(expand)


_SCALAR_SCHEMA: JsonSchema = {"type": ["string", "number", "boolean"], "minLength": 1}

Text = Annotated[str, Reader(read_text, _SCALAR_SCHEMA)]
Boolean = Annotated[bool, Reader(read_boolean, {"type": "boolean"})]


def key(description: str, default: Any = ..., *examples: object) -> Any:
    """A payload key: what it does, its default, and examples for editors."""
    return Field(default, description=description, examples=list(examples) or None)


def entries(description: str, *examples: object) -> Any:
    """A payload key that takes a list and is empty by default."""
    return Field((), description=description, examples=list(examples) or None)
