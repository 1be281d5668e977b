"""Text of a payload is data to the end: to YAML, CloudFormation, Image Builder and shells.

Each field gets each hostile string. Where it is not refused, the template has to be the one of
a harmless text with that text replaced, exactly: in no other place, and nowhere as a function.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml

from generator.payload.resource_names import camel
from tests.property.hostile import HOSTILE
from tests.property.telling import stack
from tests.property.template_reader import read_template

MARK = "Qmark"
SOURCE = {"imageName": "web", "sourceImage": "ami-0abc1234"}

Json = dict[str, Any]


def image(**keys: Any) -> Json:
    return {"amis": [{**SOURCE, **keys}]}


def factory(**keys: Any) -> Json:
    return {**image(), "factory": keys}


FIELDS: dict[str, Callable[[str], Json]] = {
    "$schema and reason": lambda text: {
        **image(),
        "$schema": text,
        "suppress": [{"code": "AF320", "reason": text}],
    },
    "description": lambda text: image(description=text),
    "imageName": lambda text: image(imageName=text),
    "amiName": lambda text: image(amiName=f"{text} {{{{ imagebuilder:buildDate }}}}"),
    "key of amiTags": lambda text: image(amiTags={text: "x"}),
    "values of amiTags": lambda text: image(
        amiTags={"Team": text}, regions=[{"name": "eu-west-1", "amiTags": {"Tier": text}}]
    ),
    "value of factory.tags": lambda text: factory(tags={"Team": text}),
    "key of factory.tags": lambda text: factory(tags={text: "x"}),
    "value of protectTags": lambda text: image(
        lifecycle={"deleteAfter": "90 days", "protectTags": {"Keep": text}}
    ),
    "key of protectTags": lambda text: image(
        lifecycle={"deleteAfter": "90 days", "protectTags": {text: "x"}}
    ),
    "watermarks": lambda text: image(watermarks=[text]),
    "parameters": lambda text: image(
        components=[{"file": "tune-kernel.yaml", "parameters": {"Swappiness": ["1", text]}}],
        workflows=[{"name": "build-image", "parameters": {"one": text}}],
    ),
    "parallelGroup": lambda text: image(
        workflows=[{"name": "build-image"}, {"name": "test-image", "parallelGroup": text}]
    ),
    "bootstrapUrl": lambda text: image(bootstrapUrl=f"https://example.com/{text}.sh?{text}"),
    "bootstrapUrl in S3": lambda text: image(bootstrapUrl=f"s3://example-bucket/a/{text}.sh"),
    "bootstrapUrl of Windows": lambda text: image(
        bootstrapUrl=f"https://example.com/{text}", automationDocument="DefaultWindowsAmiDocument"
    ),
    "name beside a bootstrap": lambda text: image(
        imageName=text, bootstrapUrl="https://example.com/x.sh"
    ),
    "parameter": lambda text: image(parameter=f"/golden/{text}"),
    "sourceImage": lambda text: image(sourceImage=f"ssm:/golden/{text}"),
    "automationDocument": lambda text: image(automationDocument=text),
    "expression": lambda text: image(schedule=f"rate(1 day){text}".removesuffix(MARK)),
    "timezone": lambda text: image(
        schedule={"expression": "rate(1 day)", "timezone": f"UTC{text}".removesuffix(MARK)}
    ),
    "keyPair": lambda text: factory(keyPair=text),
    "emails": lambda text: factory(notifications={"emails": [f"{text}@example.com"]}),
    "prefix": lambda text: factory(buildLogs={"bucket": "example-logs", "prefix": text}),
    "instanceProfile": lambda text: factory(instanceProfile=text),
    "kmsKeyId": lambda text: factory(kmsKeyId=f"alias/{text}"),
    "permissionsBoundary": lambda text: factory(
        permissionsBoundary=f"arn:aws:iam::111122223333:policy/{text}"
    ),
}
"""Small payloads, each with the text in one field or in fields that take the same."""


def test_there_are_enough_hostile_strings():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


@pytest.mark.parametrize("field", FIELDS)
def test_hostile_text_is_refused_or_stays_that_text(field):
    harmless = stack(json.dumps(FIELDS[field](MARK)).encode(), "json").rendered.template
    for text in HOSTILE:
        made = stack(json.dumps(FIELDS[field](text)).encode(), "json")
        if made.text:
            assert ordered(replaced(harmless, text)) == ordered(made.rendered.template)
            assert made.rendered.template == read_template(made.text)
            assert "{{resolve:" not in made.text
            assert len([*functions(harmless)]) == len([*functions(made.rendered.template)])
            assert replaced(commands(harmless), text) == commands(made.rendered.template)


@pytest.mark.parametrize("field", FIELDS)
def test_a_function_never_holds_what_it_would_replace(field):
    """Some texts, once they are validated, become a part of an ARN that names the account."""
    harmless = stack(json.dumps(FIELDS[field](MARK)).encode(), "json").rendered.template
    if any(MARK in argument for argument in functions(harmless)):
        for text in (each for each in HOSTILE if "${" in each or "{{" in each):
            assert stack(json.dumps(FIELDS[field](text)).encode(), "json").report.failed


def functions(tree: Any) -> Iterator[str]:
    """The arguments of every function."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key in ("Ref", "Condition") or key.startswith("Fn::"):
            yield str(value)
    if isinstance(tree, dict | list):
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from functions(value)


def replaced(tree: Any, text: str) -> Any:
    """The tree with the text for the mark, in every form that names are made of it."""
    normalised = re.sub("[ _]", "-", text).lower()
    written = json.dumps(tree)
    written = re.sub(f"{MARK}(?=[A-Z])", camel(normalised), written)
    written = written.replace(MARK, json.dumps(text)[1:-1])
    return json.loads(written.replace(MARK.lower(), json.dumps(normalised)[1:-1]))


def ordered(template: Json) -> Json:
    """The template with its lists of tags, which it sorts by keys, sorted by keys and values."""
    resources = deepcopy(template["Resources"])
    for resource in resources.values():
        if isinstance(resource["Properties"].get("Tags"), list):
            resource["Properties"]["Tags"].sort(key=str)
    return {**template, "Resources": resources}


def commands(template: Json) -> list[list[str]]:
    """The words of every command that a bootstrap's document runs, as a shell takes them."""
    return [
        shlex.split(command, comments=True)
        for logical_id, resource in template["Resources"].items()
        if logical_id.endswith("Bootstrap") and resource["Properties"]["Platform"] == "Linux"
        for command in _commands(yaml.load(resource["Properties"]["Data"], yaml.CSafeLoader))
    ]


def _commands(document: Any) -> Iterator[str]:
    for phase in document["phases"]:
        for step in phase["steps"]:
            inputs = step["inputs"]
            yield from inputs.get("commands", []) if isinstance(inputs, dict) else []
