"""Quick-create links: the console's page for a new stack, filled in.

Source: CloudFormation User Guide, "Create quick-create links for stacks". The console takes
templateURL, stackName and param_<Name>; capabilities and tags it does not take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from generator.publish.plain_url import plain

CONSOLES: Mapping[str, str] = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-eusc": "{region}.console.amazonaws-eusc.eu",
}
"""Host of each partition's console. The isolated partitions have no public one, and no link is
better than a wrong one. Source of aws-eusc: the endpoints reference of docs.aws.eu."""

_ROUTES = frozenset(
    (
        "/stacks/quickcreate",
        "/stacks/create/review",
        "/stacks/create/template",
        "/stacks/create",
        "/stacks/new",
    )
)
"""The first is the documented one; the others are seen in public READMEs and open the wizard."""
_PARAMETER = "param_"


@dataclass(frozen=True, slots=True)
class Launch:
    """What a link opens."""

    region: str
    """Empty in a link that names none: the console takes the visitor's last one."""
    template: str
    """URL of the template."""
    stack: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    """Keys of a link that was read that the console does not know."""


def link(launch: Launch, partition: str) -> str | None:
    """The link; None where the partition has no public console."""
    host = CONSOLES.get(partition)
    if host is None:
        return None
    keys = {"templateURL": launch.template, "stackName": launch.stack}
    keys |= {f"{_PARAMETER}{name}": value for name, value in launch.parameters.items()}
    query = "&".join(f"{encoded(key)}={encoded(value)}" for key, value in keys.items())
    home = f"https://{host.format(region=launch.region)}/cloudformation/home"
    return f"{home}?region={encoded(launch.region)}#/stacks/quickcreate?{query}"


def encoded(value: str) -> str:
    """Percent-encoded but for letters, digits and `_.-~`.

    A fragment leaves + as it is, so spaces become %20.
    """
    return quote(value, safe="")


def read_link(url: str) -> Launch | None:
    """What a link opens; None when it is not a launch link of an AWS console.

    Neither is one that gives a key twice: which of the two the console takes, nobody says.
    """
    if not plain(url):
        return None
    parts = urlsplit(url)
    route, _, query = parts.fragment.partition("?")
    if not _is_console(parts.netloc) or parts.scheme != "https" or route not in _ROUTES:
        return None
    keys, around = _once(query), _once(parts.query)
    if keys is None or around is None or {"templateURL", "templateUrl"} <= keys.keys():
        return None
    template = keys.pop("templateURL", "") or keys.pop("templateUrl", "")
    prefilled = {k: keys.pop(k) for k in tuple(keys) if k.startswith(_PARAMETER)}
    return Launch(
        region=around.get("region", "") or _region_of_host(parts.netloc),
        template=template,
        stack=keys.pop("stackName", ""),
        parameters={name.removeprefix(_PARAMETER): value for name, value in prefilled.items()},
        others=tuple(keys),
    )


def _once(query: str) -> dict[str, str] | None:
    """Keys and values; None when a key is there twice."""
    parts = [each.partition("=") for each in query.split("&") if each]
    keys = {unquote(key): unquote(value) for key, _, value in parts}
    return keys if len(keys) == len(parts) else None


_BASES = tuple(host.removeprefix("{region}.") for host in CONSOLES.values())


def _is_console(host: str) -> bool:
    return any(re.fullmatch(rf"([a-z0-9-]+\.)?{re.escape(base)}", host) for base in _BASES)


def _region_of_host(host: str) -> str:
    return "" if host in _BASES else host.partition(".")[0]
