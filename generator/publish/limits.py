"""How long URLs may be, and what a stack may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_TEMPLATE_URL = 1024
"""Characters; the console's field for the URL (CloudFormation User Guide, "Create a stack from
the console"). The API takes 5,120."""
MOST_LINK = 2000
"""Characters; mail programs and chats cut longer links."""
MOST_TEMPLATE = 1_000_000
"""Bytes of a template in S3 (CloudFormation User Guide, "Understand CloudFormation quotas")."""
_STACK = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")


def stack_name_is_good(name: str) -> bool:
    """Letters, digits and hyphens, a letter first, at most 128 (CreateStack, StackName)."""
    return _STACK.fullmatch(name) is not None


def errors(template_url: str, template: bytes) -> Iterator[str]:
    """What keeps CloudFormation or its console from taking the template."""
    if len(template_url) > MOST_TEMPLATE_URL:
        told = f"{len(template_url):,} characters, the console takes {MOST_TEMPLATE_URL:,}"
        yield f"the template's URL has {told}"
    if len(template) > MOST_TEMPLATE:
        told = f"{len(template):,} bytes, CloudFormation takes {MOST_TEMPLATE:,}"
        yield f"the template has {told}"


def warnings(link: str) -> Iterator[str]:
    """What may go wrong on the way to whoever follows the link."""
    if len(link) > MOST_LINK:
        yield (
            f"the link has {len(link):,} characters; some mail programs cut it after {MOST_LINK}"
        )
