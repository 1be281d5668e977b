"""`amifactory schema`."""

from __future__ import annotations

from generator.payload.schema import schema


def test_the_schema_is_printed_as_json(amifactory):
    said = amifactory("schema")

    assert said.json == schema()
    assert said.out.endswith("}\n")
