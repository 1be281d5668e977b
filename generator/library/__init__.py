"""The library: component documents that payloads use by name, and the bootstrap wrapper.

Takes the folder `components/`, the one room that knows it; gives documents as frozen values:
plain AWSTOE documents exactly as their files have them, and the wrapper rendered for an image.
Values that are rendered are quoted for the language they land in (quoting.py).
Leaves to others: which documents a payload uses (graph), what is wrong with how it uses them
(rules), and what is wrong inside a document (awstoe).

    components/<linux|windows>/<name>/<version>.yaml   documents
    components/<linux|windows>/bootstrap.yaml.j2       the wrapper
    components/<linux|windows>/first-<build|test>.yaml what somebody's own document begins as
"""

from __future__ import annotations

from generator.library.bootstrap import bootstrap, carries
from generator.library.catalog import component, components, names, near, versions
from generator.library.describe import describe
from generator.library.first import first
from generator.library.locate import LibraryError, locate
from generator.library.managed import ManagedComponent, managed, managed_components
from generator.library.model import (
    LONGEST,
    ComponentDocument,
    DocumentFacts,
    Parameter,
    Platform,
)
from generator.library.quoting import UnsafeValueError

__all__ = [
    "LONGEST",
    "ComponentDocument",
    "DocumentFacts",
    "LibraryError",
    "ManagedComponent",
    "Parameter",
    "Platform",
    "UnsafeValueError",
    "bootstrap",
    "carries",
    "component",
    "components",
    "describe",
    "first",
    "locate",
    "managed",
    "managed_components",
    "names",
    "near",
    "versions",
]
