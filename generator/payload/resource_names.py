"""Names that documents get as resources: stable functions of what the user named."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

_OTHERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def component_slug(platform: str, name: str) -> str:
    """What stands after the factory in a shared component's name, such as linux-hardening."""
    return f"{platform.lower()}-{slug(name)}"


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Lower-case letters, digits and hyphens: the form in which Image Builder compares names."""
    return _OTHERS.sub("-", name.lower()).strip("-")


@lru_cache(maxsize=4096)
def document_name(file: str) -> str:
    """The name of a document beside the payload: its file's, without folder and ending."""
    return PurePosixPath(file).stem


@lru_cache(maxsize=4096)
def camel(name: str) -> str:
    """Logical ids take letters and digits only: web-server 2 gives WebServer2."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))
