"""AF317: tag keys that belong to AWS, to Image Builder or to the factory itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.findings import Code, Path, Severity
from generator.payload.tags import PREFIX, ami_tags
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF317",
    "tag key is reserved",
    Severity.ERROR,
    "Tag keys that begin with aws: belong to AWS, in any case of letters, and are refused\n"
    "everywhere. Image Builder sets CreatedBy and Ec2ImageBuilderArn on what it makes, and the\n"
    "policies of its lifecycle and distribution roles rely on them; on build instances it refuses\n"
    "Name and Tags as well, and `factory.tags` are put on those too. Keys that begin with\n"
    "amifactory: are set by the factory, to find its own resources again. Ref and keys that begin\n"
    "with Fn:: are functions to CloudFormation, wherever they stand. Choose another key; a Name\n"
    "for the AMI alone goes into `amiTags`.",
    "imagebuilder model, CreateInfrastructureConfiguration: resourceTags; TagKey",
)
ALONE = True

ON_AMIS = frozenset(("CreatedBy", "Ec2ImageBuilderArn"))
ON_INSTANCES = ON_AMIS | {"Name", "Tags"}


def check(subject: Subject) -> Iterator[Problem]:
    """Keys of the factory's tags and of all tags for AMIs."""
    yield from _reserved(("factory", "tags"), subject.payload.factory.tags, ON_INSTANCES)
    for path, tags in ami_tags(subject.payload):
        yield from _reserved(path, tags, ON_AMIS)


def _reserved(path: Path, keys: Iterable[str], reserved: frozenset[str]) -> Iterator[Problem]:
    for key in keys:
        owner = _owner(key, reserved)
        if owner:
            hint = "choose another key"
            if key == "Name":
                hint = "put a Name for the AMI into amiTags, or choose another key"
            message = f'tag key "{shortened(key)}" is reserved: {owner}'
            yield Problem((*path, key), message, hint, at_key=True)


def _owner(key: str, reserved: frozenset[str]) -> str:
    """Whose the key is; empty for a free one."""
    folded = key.lower()
    if folded.startswith("aws:"):
        return "AWS keeps keys that begin with aws: for itself"
    if folded.startswith(PREFIX):
        return f"the factory sets keys that begin with {PREFIX}"
    if key == "Ref" or key.startswith("Fn::"):
        return "CloudFormation takes it for a function"
    return "Image Builder sets it on what it makes" if key in reserved else ""
