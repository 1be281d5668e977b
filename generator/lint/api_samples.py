"""What CloudFormation's functions would give, as sample values that have the right form.

A sample is no prediction: it has the kind, partition and spelling of the real value, which is
enough to find a recipe's ARN where an infrastructure configuration's belongs. Functions whose
result depends on a deployment (parameters, imports, other services) have no sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.findings import Path
from generator.lint.api_model import RESOURCE_PREFIX

NO_VALUE = {"Ref": "AWS::NoValue"}
"""Written instead of a value: the property counts as left out."""

_ACCOUNT = "111122223333"

_PSEUDO_PARAMETERS = {
    "AWS::AccountId": _ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::URLSuffix": "amazonaws.com",
}

# what stands in an ARN around the name (the ARN patterns of the API model)
_ARN_FORMS = {
    "Component": ("component/", "/{version}/1"),
    "ContainerRecipe": ("container-recipe/", "/{version}"),
    "DistributionConfiguration": ("distribution-configuration/", ""),
    "Image": ("image/", "/{version}/1"),
    "ImagePipeline": ("image-pipeline/", ""),
    "ImageRecipe": ("image-recipe/", "/{version}"),
    "InfrastructureConfiguration": ("infrastructure-configuration/", ""),
    "LifecyclePolicy": ("lifecycle-policy/", ""),
    "Workflow": ("workflow/build/", "/{version}/1"),
}

_LATEST_VERSIONS = {
    "LatestVersion.Arn": "x.x.x",
    "LatestVersion.Major": "1.x.x",
    "LatestVersion.Minor": "1.0.x",
    "LatestVersion.Patch": "1.0.0",
}

_PLACEHOLDER = re.compile(r"\$\{(!?)([^{}]*)\}")
_NAME = re.compile(r"[a-z0-9-]+")
_VERSION = re.compile(r"(?:[0-9]+|x)(?:\.(?:[0-9]+|x)){2}")


def is_function_name(key: object) -> bool:
    """True for keys that make a mapping a function call."""
    return isinstance(key, str) and (key == "Ref" or key.startswith("Fn::"))


def is_function(value: object) -> bool:
    """True for {"Ref": ...} and {"Fn::...": ...}."""
    return isinstance(value, dict) and len(value) == 1 and is_function_name(next(iter(value)))


def branches(value: Any) -> Iterator[tuple[Path, Any]]:
    """The values a Fn::If chooses between, each with its path; any other value is itself."""
    choices = value.get("Fn::If") if isinstance(value, dict) else None
    if not isinstance(choices, list) or len(choices) != 3:
        yield (), value
        return
    for position in (1, 2):
        for path, choice in branches(choices[position]):
            yield ("Fn::If", position, *path), choice


class Samples:
    """Sample values for the functions of one template."""

    __slots__ = ("_arns", "_resources", "_substituted")

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources
        self._arns: dict[str, str | None] = {}
        self._substituted: dict[str, str | None] = {}

    def text(self, function: Mapping[str, Any]) -> str | None:
        """What a function gives, or None when that is not known before the deployment."""
        for name, argument in function.items():
            if name == "Ref":
                return self._reference(argument)
            if name == "Fn::GetAtt":
                return self._get_att(argument)
            if name == "Fn::Sub":
                return self._sub(argument)
        return None

    def _reference(self, name: object) -> str | None:
        if not isinstance(name, str):
            return None
        return _PSEUDO_PARAMETERS.get(name) or self._arn(name)

    def _get_att(self, argument: object) -> str | None:
        if isinstance(argument, str):
            argument = argument.split(".", 1)
        if not isinstance(argument, list) or len(argument) != 2:
            return None
        logical_id, attribute = argument
        known = isinstance(logical_id, str) and isinstance(attribute, str)
        return self._attribute(logical_id, attribute) if known else None

    def _sub(self, argument: Any) -> str | None:
        if isinstance(argument, str):  # templates repeat such texts
            if argument not in self._substituted:
                self._substituted[argument] = self._substitute(argument, {})
            return self._substituted[argument]
        if not isinstance(argument, list) or len(argument) != 2:
            return None
        text, local = argument
        named = isinstance(text, str) and isinstance(local, dict)
        return self._substitute(text, local) if named else None

    def _substitute(self, text: str, local: Mapping[str, Any]) -> str | None:
        known: dict[str, str] = {}
        for found in _PLACEHOLDER.finditer(text):
            value = self._placeholder(found, local)
            if value is None:
                return None
            known[found[0]] = value
        return _PLACEHOLDER.sub(lambda found: known[found[0]], text)

    def _placeholder(self, found: re.Match[str], local: Mapping[str, Any]) -> str | None:
        literal, name = found.groups()
        if literal:
            return "${" + name + "}"
        if name in local:
            return self._literal(local[name])
        return self._get_att(name) if "." in name else self._reference(name)

    def _literal(self, value: Any) -> str | None:
        if isinstance(value, str):
            return value
        return self.text(value) if is_function(value) else None

    def _attribute(self, logical_id: str, attribute: str) -> str | None:
        if attribute == "Arn":
            return self._arn(logical_id)
        kind = self._kind(logical_id)
        if kind is None:
            return None
        if attribute in _LATEST_VERSIONS:
            return self._new_arn(logical_id, kind, _LATEST_VERSIONS[attribute]).removesuffix("/1")
        return self._property(logical_id, attribute)

    def _arn(self, logical_id: str) -> str | None:
        if logical_id not in self._arns:
            kind = self._kind(logical_id)
            self._arns[logical_id] = kind and self._new_arn(logical_id, kind)
        return self._arns[logical_id]

    def _new_arn(self, logical_id: str, kind: str, version: str = "") -> str:
        """The ARN the service would make; parts that are invalid or unknown get a stand-in."""
        before, after = _ARN_FORMS[kind]
        if after:
            version = version or _assigned(self._property(logical_id, "Version") or "")
            after = after.format(version=version)
        name = _normalised(self._property(logical_id, "Name") or "")
        return f"arn:aws:imagebuilder:us-east-1:{_ACCOUNT}:{before}{name}{after}"

    def _kind(self, logical_id: str) -> str | None:
        """The last part of an Image Builder type; None for what has no sample."""
        resource = self._resources.get(logical_id)
        written = resource.get("Type") if isinstance(resource, dict) else None
        if not isinstance(written, str) or not written.startswith(RESOURCE_PREFIX):
            return None
        kind = written.removeprefix(RESOURCE_PREFIX)
        return kind if kind in _ARN_FORMS else None

    def _property(self, logical_id: str, name: str) -> str | None:
        """A text written in another resource; functions in it are followed no further."""
        written = self._resources[logical_id].get("Properties")
        value = written.get(name) if isinstance(written, dict) else None
        return value if isinstance(value, str) else _WITHOUT_RESOURCES._literal(value)


_WITHOUT_RESOURCES = Samples({})


@lru_cache(maxsize=256)
def _normalised(name: str) -> str:
    """The name as it stands in an ARN (the API's create requests describe it so)."""
    name = name.lower().replace(" ", "-").replace("_", "-")
    return name if _NAME.fullmatch(name) else "sample"


@lru_cache(maxsize=64)
def _assigned(version: str) -> str:
    """The version the service gives: each x of a recipe becomes a number."""
    return version.replace("x", "0") if _VERSION.fullmatch(version) else "1.0.0"
