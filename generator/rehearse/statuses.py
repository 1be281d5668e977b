"""The status of a whole from those of its parts.

Image Builder User Guide, "Use looping constructs in AWSTOE", step fields: a failed step fails
its phase and its document, an ignored failure makes them SuccessWithIgnoredFailure; "Use
conditional constructs": a skipped step counts as a success.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.rehearse.model import Status


def together(parts: Iterable[Status]) -> Status:
    """The status of what consists of these."""
    found = set(parts)
    if Status.FAILED in found:
        return Status.FAILED
    return Status.PARTLY if found & {Status.IGNORED, Status.PARTLY} else Status.SUCCESS
