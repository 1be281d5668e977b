"""The published schema never refuses what the models take."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from generator.payload.document import parse
from generator.payload.load import load
from generator.payload.schema import schema
from tests.property import mutations
from tests.property.dice import thrown
from tests.property.payloads import payload, payloads, seeds

repeatable = settings(deadline=None, derandomize=True)
validator = Draft202012Validator(schema())

MUTATIONS = (
    mutations.without_needed_key,
    mutations.with_renamed_key,
    mutations.with_unknown_key,
    mutations.with_null,
    mutations.with_another_kind,
    mutations.with_another_scalar,
    mutations.with_nasty_text,
)


@settings(repeatable, max_examples=150)
@given(payload=payloads)
def test_a_valid_payload_is_valid_by_the_schema(payload):
    assert complaints(payload) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@settings(repeatable, max_examples=100)
@given(seed=seeds, mark=seeds)
def test_what_the_schema_refuses_the_models_refuse(mutation, seed, mark):
    """It says less than the models, and so nothing that is wrong."""
    tree = mutation(thrown(mark), payload(seed, 2)).tree
    accepted = load(parse("factory.json", json.dumps(tree).encode())).payload is not None
    assert not (accepted and complaints(tree)), complaints(tree)


def complaints(tree: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(tree)]
