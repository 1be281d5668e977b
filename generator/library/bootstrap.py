"""The wrapper that fetches an image's bootstrap script, checks its digest and runs it.

A script beside the payload is not fetched: the wrapper carries it, in base64, since AWSTOE
would replace every {{ }} in its text.

Every image has its own, so rendering has to be quick. A template has few shapes (https, s3 or
carried, with a digest or without): each is rendered once with its slots left open and read back
as YAML. For an image only the slots are filled. Filled slots cannot break a document that was
read back: quoting.py keeps a value on its line, inside its quotes and free of {{ }}.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from generator.library import quoting
from generator.library.describe import describe
from generator.library.locate import LibraryError, locate
from generator.library.model import LONGEST, ComponentDocument, DocumentFacts, Platform

if TYPE_CHECKING:
    from jinja2 import Template

VERSION = "1.0.0"
_SAMPLES = {
    "description": "'Runs a script'",
    "source": "'s3://bucket/key'",
    "url": "https://example.com/script",
    "content": "eA==",
    "digest": "0" * 64,
}
"""The slots of a template, each with something that may stand there."""
Kind = Literal["https", "s3", "carried"]
_MARK = "\0"
"""Stands around an open slot; YAML allows it nowhere else."""


def bootstrap(
    platform: Platform,
    *,
    name: str,
    source: str | bytes,
    sha256: str | None = None,
    root: Path | None = None,
) -> ComponentDocument:
    """The wrapper for one image: `name` is the image's, `source` its script or where that is.

    A URL is https or s3; bytes are the script itself, whose digest is then known.

    Raises quoting.UnsafeValueError for a value that no quoting makes safe or that is too large
    to be carried, and LibraryError when the library is missing.
    """
    description = f"{_doing(source)} the bootstrap script of image {name}."
    if isinstance(source, bytes):
        sha256 = hashlib.sha256(source).hexdigest()
    shape = _shape(root or locate(), platform, _kind(source), sha256 is not None)
    return ComponentDocument(
        name=shape.facts.name,
        platform=platform,
        version=VERSION,
        description=description,
        text=shape.fill(_quoted(platform, description, source, sha256)),
        parameters=shape.facts.parameters,
        phases=shape.facts.phases,
    )


def carries(platform: Platform, *, name: str, script: bytes) -> bool:
    """Whether a script is small enough for the wrapper to carry it."""
    try:
        bootstrap(platform, name=name, source=script)
    except quoting.UnsafeValueError:
        return False
    return True


def _doing(source: str | bytes) -> str:
    return "Checks and runs" if isinstance(source, bytes) else "Fetches, checks and runs"


def _kind(source: str | bytes) -> Kind:
    if isinstance(source, bytes):
        return "carried"
    return "s3" if source.startswith("s3://") else "https"


def _quoted(
    platform: Platform, description: str, source: str | bytes, sha256: str | None
) -> dict[str, str]:
    """What fills the slots, each value quoted for the language it stands in."""
    values = {"description": quoting.yaml_string(description)}
    if isinstance(source, bytes):
        values["content"] = base64.b64encode(source).decode("ascii")
    elif source.startswith("s3://"):
        values["source"] = quoting.yaml_string(quoting.s3_url(source))
    else:
        quote = quoting.bash_word if platform == "Linux" else quoting.powershell_string
        values["url"] = quote(quoting.https_url(source))
    if sha256 is not None:
        values["digest"] = quoting.sha256_digest(sha256)
    return values


@dataclass(frozen=True, slots=True)
class _Shape:
    """A rendered template whose slots are open, with what holds however they are filled."""

    pieces: tuple[str, ...]
    """Text and names of slots in turn."""
    facts: DocumentFacts

    def fill(self, values: dict[str, str]) -> str:
        """The document with its slots filled."""
        filled = list(self.pieces)
        filled[1::2] = [values[slot] for slot in self.pieces[1::2]]
        text = "".join(filled)
        if len(text) > LONGEST:
            raise quoting.UnsafeValueError(f"a document of {len(text)} characters is too long")
        return text


@cache
def _shape(root: Path, platform: Platform, kind: Kind, pinned: bool) -> _Shape:
    slots = {slot: f"{_MARK}{slot}{_MARK}" for slot in _SAMPLES}
    rendered = _template(root, platform).render(slots, kind=kind, pinned=pinned)
    facts = describe(_with_samples(rendered))
    if not isinstance(facts, DocumentFacts):
        raise RuntimeError(f"the bootstrap template for {platform} is broken: {facts[0].message}")  # noqa: TRY004 - a bug in the template
    return _Shape(tuple(rendered.split(_MARK)), facts)


def _with_samples(rendered: str) -> str:
    """The document with something plausible in every slot."""
    for slot, sample in _SAMPLES.items():
        rendered = rendered.replace(f"{_MARK}{slot}{_MARK}", sample)
    return rendered


@cache
def _template(root: Path, platform: Platform) -> Template:
    from jinja2 import Environment, StrictUndefined

    file = root / "components" / platform.lower() / "bootstrap.yaml.j2"
    try:
        source = file.read_text(encoding="utf-8")
    except OSError as error:
        raise LibraryError(f'"{file}" cannot be read: {error.strerror}') from error
    environment = Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",  # {{ }} belong to AWSTOE
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - renders YAML; values are quoted by quoting.py
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(source)
