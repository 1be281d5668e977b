"""Whatever a payload combines, if it is valid, AWS would take the stack made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from hypothesis import given, settings

from generator.cli.wiring import Stack
from generator.findings import Severity
from generator.lint import engine_cfn_lint, engine_cfn_validate
from generator.lint.diagnostic import Diagnostic
from generator.lint.findings import NAMED_BY_THE_USER
from generator.lint.limits import OUTPUTS, RESOURCES, TEMPLATE_BYTES
from generator.payload.document import parse
from generator.payload.fields import Section
from generator.payload.load import load
from generator.templates.text import to_json as template_json
from generator.templates.text import to_yaml as template_yaml
from tests.property import telling
from tests.property.json_text import to_json
from tests.property.payloads import payload, payloads, seeds, small_payloads
from tests.property.pen import Written
from tests.property.template_reader import read_template
from tests.property.yaml_text import to_yaml

repeatable = settings(deadline=None, derandomize=True)


def stack(written: Written, ending: str) -> Stack:
    return telling.stack(written.text.encode(), ending)


@settings(repeatable, max_examples=100)
@given(payload=payloads)
def test_no_error_from_the_first_key_to_the_fast_engine(payload):
    """Loading, the rules, rendering, the API's constraints and AWS's own validator agree."""
    made = stack(to_json(payload), "json")
    assert [each for each in made.report.findings if each.severity is Severity.ERROR] == []
    assert objections(engine_cfn_validate, made) == []
    assert len(made.rendered.template["Resources"]) <= RESOURCES
    assert len(made.rendered.template["Outputs"]) <= OUTPUTS
    assert len(made.text.encode()) <= TEMPLATE_BYTES


@settings(repeatable, max_examples=16)
@given(payload=small_payloads)
def test_no_objection_from_cfn_lint(payload):
    assert objections(engine_cfn_lint, stack(to_json(payload), "json")) == []


def objections(engine: ModuleType, made: Stack) -> list[Diagnostic]:
    """What an engine says of a template, but for what the user's own names make it say."""
    [(_, found)] = engine.diagnose([("factory", made.text)])
    return [each for each in found if each.code not in NAMED_BY_THE_USER]


@settings(repeatable, max_examples=60)
@given(payload=payloads, one=seeds, other=seeds)
def test_json_and_yaml_in_any_style_give_the_same_bytes(payload, one, other):
    """All but the name of the payload and its lines, which the template's metadata holds."""
    from_json = stack(to_json(payload, one), "json")
    from_yaml = stack(to_yaml(payload, other), "yaml")
    assert without_places(from_json) == without_places(from_yaml)


def without_places(made: Stack) -> str:
    template = made.rendered.template
    del template["Metadata"]["AmiFactory"]["Payload"]
    del template["Metadata"]["AmiFactory"]["Lines"]
    return template_yaml(template)


@settings(repeatable, max_examples=40)
@given(payload=payloads)
def test_defaults_mean_what_writing_them_into_every_image_means(payload):
    written_out = {key: value for key, value in payload.items() if key != "defaults"}
    written_out["amis"] = [merged(payload.get("defaults", {}), image) for image in payload["amis"]]
    made = [stack(to_json(each), "json") for each in (payload, written_out)]
    assert without_places(made[0]) == without_places(made[1])


def merged(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    own = {
        key: merged(below[key], value) if key in below else value for key, value in above.items()
    }
    return {**own, **{key: value for key, value in below.items() if key not in above}}


@settings(repeatable, max_examples=20)
@given(payload=payloads, seed=seeds)
def test_the_same_payload_gives_the_same_bytes_again(payload, seed):
    written = to_yaml(payload, seed)
    assert stack(written, "yaml").text == stack(written, "yaml").text


@settings(repeatable, max_examples=25)
@given(payload=payloads)
def test_a_template_as_json_and_as_yaml_is_one_tree(payload):
    template = stack(to_json(payload), "json").rendered.template
    assert json.loads(template_json(template)) == read_template(template_yaml(template))


def test_generated_payloads_use_every_key():
    """Each key of every section occurs, so what is proved above is proved of all of them."""
    used: set[tuple[str, str]] = set()
    for seed in range(200):
        text = to_json(payload(seed**2)).text
        used.update(given_keys(load(parse("factory.json", text.encode())).payload))
    assert sorted(all_keys(Section) - used) == []


def given_keys(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for item in value:
            yield from given_keys(item)
    elif isinstance(value, Section):
        for key in value.model_fields_set:
            yield type(value).__name__, key
            yield from given_keys(getattr(value, key))


def all_keys(section: type[Section]) -> set[tuple[str, str]]:
    below = [all_keys(each) for each in section.__subclasses__()]
    if section.__name__.startswith("_") or section is Section:
        return set().union(*below)
    return {(section.__name__, key) for key in section.model_fields}.union(*below)
