"""Regions that AWS has, as this release of botocore knows them: nothing else is emulated."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A request for a region that AWS does not have is refused as NotEmulated; at AWS nothing"
        " would answer it",
        "botocore's endpoints",
    ),
)


@cache
def known() -> tuple[str, ...]:
    """Every region that has EC2, of all partitions; whatever the user's profile says."""
    from botocore.loaders import create_loader
    from botocore.regions import EndpointResolver

    # not by a session: that would read the user's configuration, which is no business of ours
    all_ = EndpointResolver(create_loader().load_data("endpoints"))
    partitions = all_.get_available_partitions()
    return tuple(it for part in partitions for it in all_.get_available_endpoints("ec2", part))


def unknown(region: str) -> bool:
    """Whether there is no such region; spelled as AWS spells it."""
    return region not in known() and not region.endswith("-global")


def said(region: str) -> str:
    """That there is no such region, and which names come near."""
    close = get_close_matches(region.lower(), known(), n=3)
    hint = f" (did you mean {' or '.join(close)}?)" if close else ""
    return f"the region {region!r}, which AWS does not have{hint}"
