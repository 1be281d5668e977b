"""Stacks that users name by themselves, or by the payload they are made from."""

from __future__ import annotations

import os

_ENDINGS = (".yaml", ".yml", ".json")


def is_file(given: str) -> bool:
    """Whether a payload is named rather than a stack."""
    return given.endswith(_ENDINGS) or os.sep in given or given == "-"


def stack_of_payload(file: str) -> tuple[str, str | None, str]:
    """Name and region of a payload's stack, and the file; mistakes in it do not matter here.

    Raises:
        UnreadableError: when the file cannot be read.
    """
    from generator.payload.document import read
    from generator.payload.load import load

    loaded = load(read(file))
    region = loaded.payload.factory.region if loaded.payload else None
    return loaded.factory_name, region, file
