"""Components: their documents and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from generator.localaws.imagebuilder.documents import component_parameters, component_type
from generator.localaws.imagebuilder.exceptions import Refusal, bad_value
from generator.localaws.imagebuilder.world import aws, said

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record


def draft(backend: ImageBuilderBackend, asked: Record) -> Record:
    """What a component has besides what was asked for."""
    text = content(backend, asked)
    return {
        "data": text,
        "type": component_type(text),
        "parameters": component_parameters(text),
        "encrypted": True,
        "state": {"status": "ACTIVE"},
    }


def content(backend: ImageBuilderBackend, asked: Record) -> str:
    """The document, given or read from S3 once (CreateComponent in botocore's model).

    Raises:
        Refusal: for none or both, or an object that is not there.

    """
    if ("data" in asked) == ("uri" in asked):
        message = "You must specify exactly one of data and uri."
        raise Refusal("InvalidParameterCombinationException", message)
    return str(asked["data"]) if "data" in asked else _object(backend, asked["uri"])


def _object(backend: ImageBuilderBackend, uri: str) -> str:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not key:
        raise bad_value("uri", "It must be s3://bucket/key.")
    try:
        found = aws(backend, "s3").get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        raise bad_value("uri", said(error)) from None
    return str(found["Body"].read().decode())
