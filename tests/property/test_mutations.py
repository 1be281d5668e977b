"""A mistake in a payload is told at its line, whatever it is, and never as a traceback."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from generator.findings import Severity
from tests.property import mutations
from tests.property.dice import thrown
from tests.property.json_text import to_json
from tests.property.mutations import Spoilt
from tests.property.payloads import payload, seeds
from tests.property.pen import Written
from tests.property.telling import stack
from tests.property.yaml_text import to_yaml

repeatable = settings(deadline=None, derandomize=True)

REFUSED = (
    mutations.without_needed_key,
    mutations.with_renamed_key,
    mutations.with_unknown_key,
    mutations.with_null,
    mutations.with_another_kind,
    mutations.with_twin_key,
)


def written(spoilt: Spoilt, seed: int) -> tuple[Written, str]:
    """A text in some style, and the ending of its file's name."""
    if seed % 2:
        return to_json(spoilt.tree, seed), "json"
    return to_yaml(spoilt.tree, seed, spoilt=True), "yaml"


@pytest.mark.parametrize("mutation", REFUSED, ids=lambda mutation: mutation.__name__)
@settings(repeatable, max_examples=120)
@given(seed=seeds, mark=seeds)
def test_a_mistake_is_an_error_at_its_line(mutation, seed, mark):
    spoilt = mutation(thrown(mark), payload(seed, 2))
    text, ending = written(spoilt, seed)
    findings = stack(text.text.encode(), ending).report.findings
    first, last = text.lines_of(spoilt.path)
    lines = [each.location.span.line for each in findings if each.severity is Severity.ERROR]
    assert [line for line in lines if first <= line <= last] != []


@settings(repeatable, max_examples=250)
@given(seed=seeds, mark=seeds)
def test_hostile_text_is_refused_at_its_place_or_taken(seed, mark):
    text, ending = written(mutations.with_nasty_text(thrown(mark), payload(seed, 2)), seed)
    stack(text.text.encode(), ending)


@settings(repeatable, max_examples=150)
@given(seed=seeds, mark=seeds)
def test_a_text_may_end_anywhere(seed, mark):
    text, ending = written(Spoilt(payload(seed, 1), ()), seed)
    stack(mutations.truncated(thrown(mark), text.text), ending)


@settings(repeatable, max_examples=150)
@given(seed=seeds, mark=seeds)
def test_a_line_may_move_anywhere(seed, mark):
    text = to_yaml(payload(seed, 1), seed, spoilt=True).text
    stack(mutations.with_broken_indentation(thrown(mark), text), "yaml")
