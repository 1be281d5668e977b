"""The library as JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.cli.shelf import Item
from generator.present.json_report import SCHEMA_VERSION, dump

Value = dict[str, Any]


def listing_json(items: Iterable[Item]) -> str:
    """Everything but the texts."""
    return _document([_value(each) for each in items])


def shown_json(items: Iterable[Item]) -> str:
    """With the texts; null for what AWS manages."""
    return _document([{**_value(each), "text": _text(each)} for each in items])


def _document(values: list[Value]) -> str:
    return f"{dump({'schemaVersion': SCHEMA_VERSION, 'components': values})}\n"


def _text(item: Item) -> str | None:
    return None if item.document is None else item.document.text


def _value(item: Item) -> Value:
    parameters = item.document.parameters if item.document is not None else ()
    return {
        "name": item.name,
        "platform": item.platform,
        "version": item.version,
        "versions": list(item.versions),
        "type": item.kind,
        "description": item.description,
        "managedByAws": item.document is None,
        "parameters": [
            {"name": each.name, "default": each.default, "description": each.description}
            for each in parameters
        ],
    }
