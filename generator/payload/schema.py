"""The published JSON Schema of payloads: draft 2020-12, for editors and other tools.

It says what the models say, but for what a schema cannot see: what `defaults` supply. Where
in doubt it lets a payload through, so that each of its complaints is one of the models' too.
"""

from __future__ import annotations

from typing import Any

from generator.payload.model import Payload

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = "urn:amifactory:payload:v1"

_SUPPLIED = {"Image": {"sourceImage"}, "Schedule": {"expression"}}
"""Keys that a section needs but that may come from `defaults`."""


def schema() -> Schema:
    """The schema of one payload file."""
    published = _plain(Payload.model_json_schema())
    definitions = published["$defs"]
    for section, supplied in _SUPPLIED.items():
        needed = [key for key in definitions[section].get("required", []) if key not in supplied]
        definitions[section].pop("required", None)
        if needed:
            definitions[section]["required"] = needed
    _add_shorthands(definitions)
    return {
        "$schema": DIALECT,
        "$id": IDENTIFIER,
        "title": "AMI Factory payload",
        **{key: value for key, value in published.items() if key != "title"},
        "allOf": [_source_image_somewhere()],
    }


def _source_image_somewhere() -> Schema:
    """Without a source image in `defaults`, every image has its own."""
    in_defaults = {
        "properties": {"defaults": {"required": ["sourceImage"]}},
        "required": ["defaults"],
    }
    in_images = {"properties": {"amis": {"items": {"required": ["sourceImage"]}}}}
    return {"if": in_defaults, "else": in_images}


_SHORTHANDS = {
    "ScheduleKeys": ("expression", "the expression alone"),
    "Schedule": ("expression", "the expression alone"),
    "RegionTarget": ("name", "the region's name alone"),
    "LaunchTemplate": ("id", "the id alone"),
    "Tests": ("components", "the list alone"),
}


def _add_shorthands(definitions: Schema) -> None:
    """Sections that may be written as the value of their main key."""
    for section, (key, words) in _SHORTHANDS.items():
        whole = definitions[section]
        alone = {**whole["properties"][key], "description": f"{whole['description']} Here {words}."}
        definitions[section] = {"anyOf": [alone, whole]}


def _plain(value: Any) -> Any:
    """Without pydantic's generated titles, and without null, which no key takes."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    cleaned = {
        key: _plain(item) if key != "examples" else item
        for key, item in value.items()
        if not (key == "title" and isinstance(item, str))
        and not (key == "default" and (item in (None, []) or isinstance(item, dict)))
    }
    choices = cleaned.get("anyOf")
    if choices is None:
        return cleaned
    real = [choice for choice in choices if choice != {"type": "null"}]
    rest = {key: item for key, item in cleaned.items() if key != "anyOf"}
    return {**real[0], **rest} if len(real) == 1 else {**rest, "anyOf": real}
