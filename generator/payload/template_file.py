"""Tells a CloudFormation template from a payload: people hand over the one for the other."""

from __future__ import annotations

import re

from generator.findings import Finding, Span
from generator.payload.codes import TEMPLATE_GIVEN
from generator.payload.document import Document
from generator.payload.reading_codes import NOT_UTF8, TOO_LARGE, finding_at

_KEYS = ("AWSTemplateFormatVersion", "Resources")
_TEXT = re.compile(r'^["\'\s]*(AWSTemplateFormatVersion|Resources)["\']?\s*:', re.MULTILINE)


def is_template(document: Document) -> bool:
    """Told by its keys; a template that payloads' strict reader gave up on, by its text."""
    if document.root is not None:
        return not set(_KEYS).isdisjoint(document.root)
    unread = {NOT_UTF8.id, TOO_LARGE.id}.intersection(each.code for each in document.findings)
    return not unread and _TEXT.search(document.text) is not None


def template_given(document: Document) -> Finding:
    """Said once, instead of everything that keeps a template from being a payload."""
    return finding_at(
        document.file,
        TEMPLATE_GIVEN,
        Span(1, 1, 1, 2),
        "this is a CloudFormation template, not a payload",
        hint="`amifactory lint` takes templates; a payload is what a template is generated from",
    )
