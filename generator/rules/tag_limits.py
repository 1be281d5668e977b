"""AF318: tags that are too long, too many, or have characters AWS does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.findings import Code, Path, Severity
from generator.payload.tags import ADDED, ami_tags
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF318",
    "tags are over AWS's limits",
    Severity.ERROR,
    "A tag key has 1 to 128 characters out of ASCII letters, digits, spaces and _.:/=+-@, a value\n"
    "at most 256. The factory's tags are put on build instances, which take 30 of them, and on\n"
    "roles and log groups, whose values take letters, digits, spaces and _.:/=+-@. An AMI takes\n"
    "50: the factory's, its own, and the two that the factory adds (amifactory:factory and\n"
    "amifactory:image). AWS refuses the resource, some of them after others were created.",
    "imagebuilder model, TagKey, TagValue, TagMap and ResourceTagMap; iam model, tagValueType",
)
ALONE = True

LONGEST_KEY = 128
LONGEST_VALUE = 256
MOST_ON_INSTANCES = 30
MOST = 50

_KEY = re.compile(r"[a-zA-Z0-9\s_.:/=+@-]*")
_VALUE = re.compile(r"(?:[\w.:/=+@-]|[^\S\t\n\r\f\v])*")
"""Letters, digits and separators of any script."""


def check(subject: Subject) -> Iterator[Problem]:
    """Each tag, then how many come together."""
    tags = subject.payload.factory.tags
    yield from _each(("factory", "tags"), tags)
    yield from _values_for_roles(tags)
    if len(tags) > MOST_ON_INSTANCES:
        said = f"build instances take {MOST_ON_INSTANCES} tags, factory.tags has {len(tags)}"
        yield Problem(("factory", "tags"), said, "remove some, or move those for AMIs to amiTags")
    for path, own in ami_tags(subject.payload):
        yield from _each(path, own)
    yield from _counts(subject)


def _each(path: Path, tags: Mapping[str, str]) -> Iterator[Problem]:
    for key, value in tags.items():
        if len(key) > LONGEST_KEY:
            said = f'tag key "{shortened(key)}" has {len(key)} characters, '
            message = f"{said}{LONGEST_KEY} are allowed"
            yield Problem((*path, key), message, "shorten it", at_key=True)
        elif not _KEY.fullmatch(key):
            said = f'tag key "{shortened(key)}" has characters that AWS does not take'
            hint = "use ASCII letters, digits, spaces and _.:/=+-@"
            yield Problem((*path, key), said, hint, at_key=True)
        if len(value) > LONGEST_VALUE:
            said = f'the value of tag "{shortened(key)}" has {len(value)} characters, '
            yield Problem((*path, key), f"{said}{LONGEST_VALUE} are allowed", "shorten the value")


def _values_for_roles(tags: Mapping[str, str]) -> Iterator[Problem]:
    for key, value in tags.items():
        if not _VALUE.fullmatch(value):
            yield Problem(
                ("factory", "tags", key),
                f'the value of tag "{shortened(key)}" has characters that IAM does not take',
                "use letters, digits, spaces and _.:/=+-@, or move the tag to amiTags",
            )


def _counts(subject: Subject) -> Iterator[Problem]:
    """An AMI's own tags win over the factory's, so equal keys count once."""
    shared = {*subject.payload.factory.tags, *ADDED}
    for path, tags in ami_tags(subject.payload):
        image = subject.payload.amis[int(path[1])]
        count = len(shared | image.ami_tags.keys() | tags.keys())
        if count > MOST:
            said = f'the AMI of "{image.image_name}" has {count} tags, {MOST} are allowed'
            hint = f"remove some; {len(shared)} come from factory.tags and the factory itself"
            yield Problem(path, said, hint)
