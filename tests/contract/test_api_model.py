"""The walk over Image Builder properties against the two descriptions AWS publishes.

Every constraint of botocore's model that a create request can reach is broken once, and every
property of the CloudFormation registry schemas is looked for in the model.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import warnings
from dataclasses import dataclass
from functools import cache

import pytest
from botocore.loaders import Loader

from generator.errors import LintUnavailableError
from generator.lint.api_constraints import violations
from generator.lint.api_model import (
    CLOUDFORMATION_ONLY,
    READ_ONLY,
    model,
    properties,
    read_model,
    request_shape,
    required_properties,
)
from generator.lint.api_pattern_words import PATTERN_WORDS
from generator.lint.api_scalars import compiled_pattern

SHAPES = Loader().load_service_model("imagebuilder", "service-2")["shapes"]

KINDS = (
    "Component",
    "ContainerRecipe",
    "DistributionConfiguration",
    "Image",
    "ImagePipeline",
    "ImageRecipe",
    "InfrastructureConfiguration",
    "LifecyclePolicy",
    "Workflow",
)

LIMITS = ("min", "max", "pattern", "enum")

ACCOUNT_ARN = "arn:aws:imagebuilder:us-east-1:111122223333"

# a value for each pattern that repeating one letter does not satisfy
PATTERN_SAMPLES = {
    "AccountId": "111122223333",
    "ComponentVersionArnOrBuildVersionArn": f"{ACCOUNT_ARN}:component/web/1.0.0/1",
    "ContainerRecipeArn": f"{ACCOUNT_ARN}:container-recipe/web/1.0.0",
    "DistributionConfigurationArn": f"{ACCOUNT_ARN}:distribution-configuration/web",
    "HttpTokens": "required",
    "ImageRecipeArn": f"{ACCOUNT_ARN}:image-recipe/web/1.0.0",
    "InfrastructureConfigurationArn": f"{ACCOUNT_ARN}:infrastructure-configuration/web",
    "LaunchTemplateId": "lt-0123456789abcdef0",
    "LicenseConfigurationArn": (
        f"arn:aws:license-manager:us-east-1:111122223333:license-configuration:lic-{'a' * 32}"
    ),
    "OrganizationArn": "arn:aws:organizations::111122223333:organization/o-abcdefghij",
    "OrganizationalUnitArn": (
        "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-abcd-abcdefgh"
    ),
    "SnsTopicArn": "arn:aws:sns:us-east-1:111122223333:builds",
    "VersionNumber": "1.0.0",
    "WildcardVersionNumber": "1.0.x",
    "WorkflowVersionArnOrBuildVersionArn": f"{ACCOUNT_ARN}:workflow/build/web/1.0.0/1",
}

SCALARS = {"boolean": True, "integer": 1}

KEY = "<key>"
"""The step of a path that means the key of a map itself."""


def request_of(kind):
    return f"Create{kind}Request"


@dataclass(frozen=True)
class Constraint:
    """One limit of the model at one place of a request; `required` is a limit too."""

    kind: str
    path: tuple[str | int, ...]
    shape_name: str
    limit: str

    def __str__(self):
        steps = ".".join(map(str, self.path)) or "Properties"
        return f"{self.kind}-{steps}-{self.limit}"

    @property
    def shape(self):
        """The shape as the model writes it."""
        return SHAPES[self.shape_name]

    @property
    def value(self):
        """A number, a pattern, or a list of choices."""
        return self.shape[self.limit]

    @property
    def can_be_broken(self):
        """No text or list is shorter than nothing."""
        return not (self.limit == "min" and self.value == 0 and self.shape["type"] != "integer")


def places(shape_name, path=()):
    """Every place of a request in CloudFormation's spelling, with its shape."""
    yield path, shape_name
    shape = SHAPES[shape_name]
    if shape["type"] == "structure":
        for name, target in properties(shape_name).items():
            yield from places(target, (*path, name))
    elif shape["type"] == "list":
        yield from places(shape["member"]["shape"], (*path, 0))
    elif shape["type"] == "map":
        yield from places(shape["key"]["shape"], (*path, KEY))
        yield from places(shape["value"]["shape"], (*path, "x"))


def constraints(kind):
    for path, shape_name in places(request_of(kind)):
        for limit in LIMITS:
            if limit in SHAPES[shape_name]:
                yield Constraint(kind, path, shape_name, limit)
        for need in required_properties(shape_name):
            yield Constraint(kind, (*path, need.name), shape_name, "required")


def modelled(shape_name):
    """How many constraints the model itself holds below a shape, counted without our code."""
    shape = SHAPES[shape_name]
    targets = list(shape.get("members", {}).values())
    targets += [shape[part] for part in ("member", "key", "value") if part in shape]
    own = sum(limit in shape for limit in LIMITS) + len(shape.get("required", ()))
    return own + sum(modelled(target["shape"]) for target in targets)


ALL = [it for kind in KINDS for it in constraints(kind)]
BREAKABLE = [it for it in ALL if it.can_be_broken]


@cache
def sample(shape_name):
    """A valid value with every property."""
    shape = SHAPES[shape_name]
    if shape["type"] == "structure":
        return {name: sample(target) for name, target in properties(shape_name).items()}
    if shape["type"] == "list":
        return [sample(shape["member"]["shape"])]
    if shape["type"] == "map":
        return {"x": sample(shape["value"]["shape"])}
    if shape["type"] == "string":
        return sample_text(shape_name, shape)
    return shape.get("min", SCALARS[shape["type"]])


def sample_text(shape_name, shape):
    if "enum" in shape:
        return shape["enum"][0]
    return PATTERN_SAMPLES.get(shape_name) or "xxxx"[: shape.get("max", 4)]


def minimal(shape_name):
    """A valid value with required properties only."""
    shape = SHAPES[shape_name]
    if shape["type"] != "structure":
        return sample(shape_name)
    targets = properties(shape_name)
    return {need.name: minimal(targets[need.name]) for need in required_properties(shape_name)}


def of_length(shape, length):
    """A valid value but for its length, as far as its pattern allows."""
    if shape["type"] == "integer":
        return length
    if shape["type"] == "list":
        return [sample(shape["member"]["shape"])] * length
    if shape["type"] == "map":
        return {f"k{number}": "x" for number in range(length)}
    return "x" * length


def breaking(constraint):
    """A value that breaks this one constraint."""
    if constraint.limit == "min":
        return of_length(constraint.shape, constraint.value - 1)
    if constraint.limit == "max":
        return of_length(constraint.shape, constraint.value + 1)
    if constraint.limit == "pattern":
        return sample(constraint.shape_name)[:-1] + "\0"
    return "no such choice"


def wording(constraint):
    """What the message says when this constraint is the one that is broken."""
    if constraint.limit == "required":
        return "is missing"
    if constraint.limit == "enum":
        return f" or {constraint.value[-1]}" if len(constraint.value) > 1 else constraint.value[0]
    if constraint.limit == "pattern":
        return constraint.value.replace("|", " or ") if is_choice(constraint) else constraint.value
    return str(constraint.value)


def is_choice(constraint):
    return constraint.shape_name == "HttpTokens"


def changed(kind, path, value):
    """A valid resource with one value replaced, and the path at which that is to be told."""
    # through text: equal parts of the sample are one object, and only one place may change
    wanted = json.loads(json.dumps(sample(request_of(kind))))
    place = wanted
    for step in path[:-1]:
        place = place[step]
    if path[-1] == KEY:
        place[value] = place.pop("x")
        return wanted, (*path[:-1], value)
    place[path[-1]] = value
    return wanted, path


def broken(constraint):
    if constraint.limit != "required":
        return changed(constraint.kind, constraint.path, breaking(constraint))
    properties_, path = changed(constraint.kind, constraint.path, None)
    place = properties_
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return properties_, path


def found_in(kind, properties_):
    resource = {"Type": f"AWS::ImageBuilder::{kind}", "Properties": properties_}
    return list(violations({"It": resource}))


@pytest.mark.parametrize("constraint", BREAKABLE, ids=str)
def test_a_broken_constraint_is_told_at_its_place(constraint):
    properties_, path = broken(constraint)
    found = found_in(constraint.kind, properties_)
    assert [path] == [it.path for it in found]
    assert wording(constraint) in found[0].message


@pytest.mark.parametrize("kind", KINDS)
def test_no_constraint_of_the_model_is_skipped(kind):
    """What is not broken above is the token that CloudFormation sends, and minima of 0."""
    ours = [it for it in BREAKABLE if it.kind == kind]
    unbreakable = [it for it in ALL if it.kind == kind and not it.can_be_broken]
    token = 1 + modelled("ClientToken")
    assert modelled(request_of(kind)) == len(ours) + len(unbreakable) + token


def test_only_texts_that_may_be_empty_have_constraints_nobody_can_break():
    assert {it.shape_name for it in ALL if not it.can_be_broken} == {
        "ComponentParameterValue",
        "EmptyString",
        "WorkflowParameterValue",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_resource_with_every_property_is_fine(kind):
    assert found_in(kind, sample(request_of(kind))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_resource_with_required_properties_only_is_fine(kind):
    assert found_in(kind, minimal(request_of(kind))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_limit_itself_is_allowed(kind):
    limits = [it for it in ALL if it.kind == kind and it.limit in ("min", "max")]
    refused = {str(it): found_in(kind, at_limit(it)) for it in limits if reachable(it)}
    assert {name: found for name, found in refused.items() if found} == {}


def at_limit(constraint):
    properties_, _path = changed(
        constraint.kind, constraint.path, of_length(constraint.shape, constraint.value)
    )
    return properties_


def reachable(constraint):
    """True when the pattern has something of this length too."""
    pattern = constraint.shape.get("pattern", ".*")
    value = of_length(constraint.shape, constraint.value)
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_refuses_null(kind):
    expected = [path for path, _shape in places(request_of(kind)) if path and path[-1] != KEY]
    found = [found_in(kind, changed(kind, path, None)[0]) for path in expected]
    assert expected == [it.path for them in found for it in them]


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_of_shape_is_known(kind):
    types = {SHAPES[shape_name]["type"] for _path, shape_name in places(request_of(kind))}
    assert types <= {"boolean", "integer", "list", "map", "string", "structure"}


def test_the_model_is_the_one_botocore_uses():
    assert model().shapes == SHAPES


def patterns():
    return sorted({shape["pattern"] for shape in SHAPES.values() if "pattern" in shape})


@pytest.mark.parametrize("pattern", patterns())
def test_every_pattern_means_the_same_in_java_and_python(pattern):
    r"""The dialects part over nested classes, && and letters such as \p, \h and \Q."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled_pattern.cache_clear()
        assert compiled_pattern(pattern) is not None
    classes = re.sub(r"\\.", "", pattern)
    assert re.search(r"\[[^\]]*(?:\[|&&)", classes) is None
    assert set(re.findall(r"\\([A-Za-z])", pattern)) <= set("dswxDSW")
    assert "(?<" not in pattern.replace("(?<=", "").replace("(?<!", "")


def test_every_pattern_is_said_in_words():
    needed = {it.shape_name for it in ALL if it.limit == "pattern" and not is_choice(it)}
    assert needed == set(PATTERN_WORDS)


def registry_schema(kind):
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    name = f"AWS::ImageBuilder::{kind}"
    return PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", name).schema


def registry_places(schema, node, path=()):
    """Every property of a registry schema by its path, with its type."""
    if "$ref" in node:
        node = schema["definitions"][node["$ref"].rpartition("/")[2]]
    yield path, "map" if "patternProperties" in node else node["type"]
    for name, target in node.get("properties", {}).items():
        yield from registry_places(schema, target, (*path, name))
    if "items" in node:
        yield from registry_places(schema, node["items"], (*path, 0))


TYPE_NAMES = {"object": "structure", "array": "list"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_of_cloudformation_is_in_the_request(kind):
    """Or set by the service, or read by CloudFormation alone."""
    schema = registry_schema(kind)
    exempt = READ_ONLY[request_of(kind)] | CLOUDFORMATION_ONLY.get(request_of(kind), frozenset())
    registry = {
        path: TYPE_NAMES.get(type_name, type_name)
        for path, type_name in registry_places(schema, {**schema, "type": "object"})
        if not (path and path[0] in exempt)
    }
    request = {path: SHAPES[shape]["type"] for path, shape in places(request_of(kind))}
    assert registry == {path: request.get(path) for path in registry}


@pytest.mark.parametrize("kind", KINDS)
def test_results_are_the_read_only_properties_of_the_registry(kind):
    expected = {it.split("/")[2] for it in registry_schema(kind)["readOnlyProperties"]}
    assert expected == READ_ONLY[request_of(kind)]


def test_properties_that_only_cloudformation_reads_are_in_the_registry():
    for request, names in CLOUDFORMATION_ONLY.items():
        kind = request.removeprefix("Create").removesuffix("Request")
        assert names <= set(registry_schema(kind)["properties"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_has_its_request(kind):
    assert request_of(kind) == request_shape(f"AWS::ImageBuilder::{kind}")


SMALL = {
    "operations": {"CreateIt": {"input": {"shape": "It"}}, "Ping": {}},
    "shapes": {"It": {"type": "string"}},
}


def packed(data: bytes) -> bytes:
    """Compressed without the time, since test names hold it and workers have to agree on them."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("name", "pack"), [("service-2.json", bytes), ("service-2.json.gz", packed)]
)
def test_a_model_is_read_packed_or_not(tmp_path, name, pack):
    (tmp_path / name).write_bytes(pack(json.dumps(SMALL).encode()))
    assert read_model(tmp_path).requests == {"CreateIt": "It"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("elsewhere.json", b"{}"),
        ("service-2.json", b"{"),
        ("service-2.json", b"{}"),
        ("service-2.json", b"[]"),
        ("service-2.json", b'{"operations": []}'),
        ("service-2.json.gz", b"not packed"),
        ("service-2.json.gz", packed(b"{}" * 999)[:-9]),
    ],
)
def test_a_model_that_cannot_be_read_is_told_with_its_folder(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LintUnavailableError) as caught:
        read_model(tmp_path)
    assert str(tmp_path) in caught.value.message
    assert "reinstall" in caught.value.hint


def test_the_check_does_not_import_botocore():
    """Importing it costs more than the check."""
    program = (
        "import sys; from generator.lint.api_constraints import violations;"
        "list(violations({'It': {'Type': 'AWS::ImageBuilder::Component'}}));"
        "print('botocore' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stdout.split() == [b"False"]
