"""Where templates lie in a bucket: under their digest, so that a link never changes its mind."""

from __future__ import annotations

import hashlib
import re

FILE = "template.yaml"
LATEST = "latest"
DIGITS = 16
"""Hex digits of the digest that are in a key; snippets show all 64."""
_PREFIX = re.compile(r"[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*")
_DIGEST = re.compile(rf"(?:^|/)([0-9a-f]{{{DIGITS}}})/{re.escape(FILE)}$")
_NAME = re.compile(rf"([^/]+)/(?:[0-9a-f]{{{DIGITS}}}|{LATEST})/{re.escape(FILE)}$")


def sha256(data: bytes) -> str:
    """The digest in hex digits."""
    return hashlib.sha256(data).hexdigest()


def prefix_is_good(prefix: str) -> bool:
    """Whether keys that begin so are safe (S3 User Guide, "Object key naming guidelines").

    Segments of dots alone are not: programs resolve them as folders.
    """
    parts = prefix.split("/")
    return _PREFIX.fullmatch(prefix) is not None and all(part.strip(".") for part in parts)


def key_of(prefix: str, name: str, digest: str) -> str:
    """Where a template of this digest lies."""
    return f"{prefix}/{name}/{digest[:DIGITS]}/{FILE}"


def latest_key(prefix: str, name: str) -> str:
    """Where a copy of the newest template lies; it changes, so no link points there."""
    return f"{prefix}/{name}/{LATEST}/{FILE}"


def digest_in(key: str) -> str:
    """The first digits of the digest that a key promises; empty when it promises nothing."""
    found = _DIGEST.search(key)
    return found[1] if found else ""


def name_in(key: str) -> str:
    """The name of the template that a key is for; empty when it is not a key of ours."""
    found = _NAME.search(key)
    return found[1] if found else ""
