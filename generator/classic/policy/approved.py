"""What a payload says of its images that Allowed AMIs can tell: names, watermarks, copies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.classic.policy.lock import Released
from generator.payload.ami_name import ami_name
from generator.payload.image import Image
from generator.payload.model import Payload

_TOKEN = re.compile(r"\{\{[^}]*\}\}")
_OTHERS = re.compile(r"[^A-Za-z0-9()\[\]./'@_* -]")
"""What an AMI's name may have and a pattern of Allowed AMIs may not, such as a colon."""


def released(payload: Payload) -> tuple[Released, ...]:
    """The images of the payload, those with the same watermarks together."""
    names: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for image in payload.amis:
        names[tuple(sorted(image.watermarks))] |= {*_patterns(image)}
    return tuple(Released(tuple(sorted(names[marks])), marks) for marks in sorted(names))


def copies(payload: Payload) -> tuple[str, ...]:
    """Accounts that receive copies, in any region."""
    accounts = {account for image in payload.amis for account in image.copy_to_accounts}
    for image in payload.amis:
        accounts |= {each for target in image.regions for each in target.copy_to_accounts or ()}
    return tuple(sorted(accounts))


def _patterns(image: Image) -> Iterator[str]:
    """What Image Builder calls the AMIs, and what the classic engine does."""
    yield _OTHERS.sub("*", _TOKEN.sub("*", ami_name(image)))
    yield f"{image.image_name} *"
