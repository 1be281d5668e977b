"""URLs by which CloudFormation reads templates from S3, taken apart.

Source: CreateStack, TemplateURL: an S3 bucket by its REST endpoint, virtual-hosted or path
style; static websites and other domains are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from generator.publish.plain_url import plain

_BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
_ENDPOINT = r"s3(?:\.dualstack)?(?:[.-](?P<region>[a-z]{2,4}(?:-[a-z]+)+-[0-9]+))?"


@dataclass(frozen=True, slots=True)
class TemplateUrl:
    """A template in a bucket."""

    bucket: str
    key: str
    region: str = ""
    """Empty where the host names none: us-east-1, or any of before 2019."""
    version: str = ""
    """S3's versionId."""


def read_template_url(url: str, suffixes: Iterable[str]) -> TemplateUrl | None:
    """The parts of a template's URL; None when CloudFormation would not read it from S3.

    `suffixes` are the DNS suffixes of AWS's partitions, such as amazonaws.com.
    """
    parts = urlsplit(url) if plain(url) else urlsplit("")
    if parts.scheme != "https" or parts.fragment or ":" in parts.netloc:
        return None
    place = _place(parts.netloc, parts.path.removeprefix("/"), suffixes)
    version = re.fullmatch(r"versionId=([^&]+)", parts.query)
    if place is None or (parts.query and not version):
        return None
    bucket, key, region = place
    return TemplateUrl(bucket, unquote(key), region, unquote(version[1]) if version else "")


def _place(host: str, path: str, suffixes: Iterable[str]) -> tuple[str, str, str] | None:
    ends = "|".join(re.escape(suffix) for suffix in suffixes)
    virtual = re.fullmatch(rf"(?P<bucket>{_BUCKET})\.{_ENDPOINT}\.(?:{ends})", host)
    if virtual and path:
        return virtual["bucket"], path, virtual["region"] or ""
    bucket, _, key = path.partition("/")
    styled = re.fullmatch(rf"{_ENDPOINT}\.(?:{ends})", host)
    if styled and key and re.fullmatch(_BUCKET, bucket):
        return bucket, key, styled["region"] or ""
    return None
