"""Options of `deploy`, some of which `destroy` has too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import Decorator

if TYPE_CHECKING:
    from generator.plan.target import Target

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
"""General purpose buckets (S3, CreateBucket: Bucket)."""
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+")
_TOPIC = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:.+")
MOST_TAGS = 50
"""Of a stack (CreateChangeSet: Tags)."""


def _bucket(_ctx: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and not _BUCKET.fullmatch(name):
        raise click.BadParameter(f'"{name}" is no name of a bucket; give it without s3://')
    return name


def _role(_ctx: click.Context, _parameter: click.Parameter, arn: str) -> str:
    if arn and not _ROLE.fullmatch(arn):
        raise click.BadParameter(
            f'"{arn}" is no ARN of a role, such as arn:aws:iam::123456789012:role/deployer'
        )
    return arn


def _topics(
    _ctx: click.Context, _parameter: click.Parameter, arns: tuple[str, ...]
) -> tuple[str, ...]:
    for arn in arns:
        if not _TOPIC.fullmatch(arn):
            raise click.BadParameter(
                f'"{arn}" is no ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:stacks'
            )
    if len(arns) > 5:
        raise click.BadParameter("a stack tells five topics at most")
    return arns


def _tags(
    _ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        key, separator, given = value.partition("=")
        if not separator or not 0 < len(key) <= 128 or not 0 < len(given) <= 256:
            raise click.BadParameter(f'"{value}" is no KEY=VALUE, for example --tag team=images')
        if key.lower().startswith("aws:") or key.startswith("amifactory:"):
            raise click.BadParameter(f'"{key}": tags of aws: and amifactory: are not for users')
        found[key] = given
    return found


def with_tags(found: Iterable[Target], tags: Mapping[str, str]) -> tuple[Target, ...]:
    """The same stacks, with these tags beside their own, which come first.

    Raises:
        click.UsageError: when one has more than CloudFormation takes.
    """
    tagged = tuple(replace(each, tags={**tags, **each.tags}) for each in found)
    for each in tagged:
        if len(each.tags) > MOST_TAGS:
            raise click.UsageError(
                f"the stack {each.name} would have {len(each.tags)} tags: CloudFormation takes "
                f"{MOST_TAGS} at most"
            )
    return tagged


yes: Decorator = click.option(
    "-y", "--yes", is_flag=True, help="Do not ask; what is guarded still needs its own option."
)
no_wait: Decorator = click.option(
    "--no-wait", is_flag=True, help="Return when AWS has begun; do not watch."
)
role: Decorator = click.option(
    "--role-arn",
    "role",
    default="",
    metavar="ARN",
    callback=_role,
    help="Role that CloudFormation takes on; a stack keeps it for later changes.",
)
allow_replace: Decorator = click.option(
    "--allow-replace",
    is_flag=True,
    help="Let what holds data be replaced or removed, or take over a stack of others.",
)
tag: Decorator = click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_tags,
    help="Tag of the stacks, beside those of the payload. Repeatable.",
)
bucket: Decorator = click.option(
    "--bucket",
    metavar="NAME",
    callback=_bucket,
    help="Bucket for templates over 51,200 bytes; one is made when this is missing.",
)
notifications: Decorator = click.option(
    "--notification-arn",
    "notifications",
    multiple=True,
    metavar="ARN",
    callback=_topics,
    help="SNS topic that gets the stacks' events. Repeatable.",
)
no_protect: Decorator = click.option(
    "--no-protect", is_flag=True, help="Do not switch termination protection on."
)
keep_failed: Decorator = click.option(
    "--keep-failed", is_flag=True, help="Do not roll back: leave what failed to be looked at."
)
express: Decorator = click.option(
    "--express",
    is_flag=True,
    help="Do not wait until resources are stable (CloudFormation's express mode).",
)
