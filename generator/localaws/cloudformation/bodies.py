"""Where a template's text comes from."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.template import BODY_BYTES, URL_BYTES
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A template is 51,200 bytes in a request, 1 MB from Amazon S3 by an https URL, with a"
        " version of the object when the URL says so; who may read the object is not looked at",
        "CloudFormation API Reference, CreateStack, TemplateBody and TemplateURL",
    ),
)

HOST = re.compile(
    r"(?:(?P<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?(?P<region>[a-z0-9-]+))?\.amazonaws\.com(\.cn)?"
)


def body(text: str, url: str, account: str, region: str) -> str:
    """The text of a template that is given in one of two ways.

    Raises:
        ValidationError: when it is not given, too big or not there.
    """
    if bool(text) == bool(url):
        said = "Either Template URL or Template Body must be specified."
        raise ValidationError(said)
    if text:
        if len(text.encode()) > BODY_BYTES:
            said = f"Member must have length less than or equal to {BODY_BYTES}"
            start = "1 validation error detected: Value at 'templateBody' failed to satisfy"
            raise ValidationError(f"{start} constraint: {said}")
        return text
    return _fetched(url, account, region)


def _fetched(url: str, account: str, region: str) -> str:
    from moto.s3.models import s3_backends

    bucket, key, version = _place(url)
    backends = s3_backends[account][get_partition(region)]
    owner = getattr(s3_backends, "bucket_accounts", {}).get(bucket)
    if owner:
        backends = s3_backends[owner[1]][owner[0]]
    found = backends.buckets[bucket].keys if bucket in backends.buckets else {}
    stored = backends.get_object(bucket, key, version_id=version or None) if found else None
    if stored is None or not hasattr(stored, "value"):
        said = "The specified bucket does not exist" if not found else "Access Denied"
        raise ValidationError(f"S3 error: {said}")
    data = bytes(stored.value)
    if len(data) > URL_BYTES:
        said = f"Template may not exceed {URL_BYTES} bytes in size."
        raise ValidationError(said)
    return data.decode()


def _place(url: str) -> tuple[str, str, str]:
    """Bucket, key and version id of a URL."""
    parts = urlsplit(url)
    found = HOST.fullmatch(parts.hostname or "")
    if parts.scheme != "https" or not found:
        raise ValidationError("TemplateURL must be a supported URL.")
    path = unquote(parts.path.lstrip("/"))
    version = parse_qs(parts.query).get("versionId", [""])[0]
    if found["bucket"]:
        return found["bucket"], path, version
    bucket, _, key = path.partition("/")
    return bucket, key, version
