"""The door of this room: a document becomes a payload, or findings at their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import ValidationError

from generator.findings import Finding, Location, Path, Span, ordered
from generator.payload.defaults import with_defaults
from generator.payload.document import Document
from generator.payload.model import Payload
from generator.payload.nodes import Mapping, find, key_span
from generator.payload.prune import Remains, prune
from generator.payload.shape import findings

_NOWHERE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Remaining:
    """A payload without its faults."""

    payload: Payload
    pruned: Remains


@dataclass(frozen=True, slots=True)
class Loaded:
    """One payload file after reading: the model when there is one, and where things stand."""

    document: Document
    tree: Mapping | None
    payload: Payload | None
    findings: tuple[Finding, ...]
    remains: Remaining | None = None
    """What is left of a payload with faults; None when nothing was wrong, or nothing is left."""

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self.document.file

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Where the value at the path is written, or its key."""
        if self.tree is None:
            return Location(self.file, _NOWHERE)
        return Location(self.file, key_span(self.tree, path) if key else find(self.tree, path).span)

    @property
    def factory_name(self) -> str:
        """The payload's own name, else one made from the file's."""
        named = self.payload.factory.name if self.payload else None
        return named or name_from_file(self.file)


def load(document: Document) -> Loaded:
    """Validate what was read; the model exists only when nothing in it is wrong."""
    if document.root is None:
        return Loaded(document, None, None, document.findings)
    tree = with_defaults(document.root)
    try:
        payload = Payload.model_validate(tree)
    except ValidationError as error:
        shape = findings(error, Payload, document.file, tree)
        found = ordered({*document.findings, *_said_once(shape, document.root)})
        return Loaded(document, tree, None, found, _remaining(tree, shape))
    if document.findings:
        return Loaded(document, tree, None, document.findings, _remaining(tree, ()))
    return Loaded(document, tree, payload, ())


_ROUNDS = 3
"""Taking one fault away can lay open another, such as a section that is left without its keys."""


def _remaining(tree: Mapping, shape: Iterable[Finding]) -> Remaining | None:
    """What is left without the faults, when that is a payload."""
    faults = {finding.path for finding in shape}
    for _ in range(_ROUNDS):
        pruned = prune(tree, faults)
        try:
            return Remaining(Payload.model_validate(pruned.tree), pruned)
        except ValidationError as error:
            faults |= {
                _before(finding.path, pruned)
                for finding in findings(error, Payload, "", pruned.tree)
            }
    return None


def _before(path: Path, pruned: Remains) -> Path:
    """A path of the pruned tree in the whole one, as far as images go."""
    match path:
        case ("amis", int(position), *_):
            return ("amis", pruned.positions[position])
    return path


def _said_once(shape: list[Finding], root: Mapping) -> Iterator[Finding]:
    """What images inherit is said once: at `defaults`, or of the first image it troubles."""
    defaults = root.get("defaults")
    seen = set()
    for finding in sorted(shape, key=lambda each: each.path[:1] != ("defaults",)):
        said = (finding.code, finding.location)
        if defaults is None or said not in seen or not _inside(finding, defaults.span):
            yield finding
        seen.add(said)


def _inside(finding: Finding, span: Span) -> bool:
    place = finding.location.span if finding.location else _NOWHERE
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return start <= (place.line, place.column) < end


def name_from_file(file: str) -> str:
    """A factory name made of a file's name: web.amifactory.yaml gives web."""
    stem = PurePath(file).name.partition(".")[0].lower()
    slug = re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "stdin"
    if not slug[0].isalpha() or len(slug) < 3:
        slug = f"ami-{slug}"
    return slug[:48].rstrip("-")
