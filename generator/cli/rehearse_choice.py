"""What is rehearsed: the documents of a payload's image in the order of its recipe, or one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from generator.awstoe.check import check as check_component
from generator.cli.rehearse_bootstrap import watched
from generator.cli.rehearse_images import Unrehearsed, of_image
from generator.findings import Report
from generator.payload.document import STDIN, Document, read
from generator.payload.document_file import Kind, document_kind
from generator.payload.model import Suppression
from generator.rehearse.model import Use


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user names."""

    file: str
    image: str | None = None
    params: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents, and what was found on the way to them."""

    report: Report
    uses: tuple[Use, ...] = ()
    unrehearsed: tuple[Unrehearsed, ...] = ()
    title: str = ""
    scripts: Mapping[str, str] = field(default_factory=dict)
    """Where bootstrap scripts lie, by the name of their wrapper's document."""

    @property
    def watched(self) -> tuple[Use, ...]:
        """The documents as they are run."""
        return tuple(watched(use) if use.name in self.scripts else use for use in self.uses)


def choose(wanted: Wanted, suppressed: tuple[Suppression, ...], *, network: bool) -> Chosen:
    """The documents; none when the report has errors.

    Raises:
        UnreadableError: when the file cannot be read.
        UnavailableError: when a document of the image cannot be rehearsed here.
        click.UsageError: for an image or a parameter that is not there.
    """
    document = _read(wanted.file)
    kind = document_kind(document)
    if kind is Kind.COMPONENT:
        chosen = _document(document, wanted)
    else:
        if wanted.params:
            raise click.UsageError("--param is for a DOCUMENT; a PAYLOAD has its parameters")
        chosen = of_image(document, wanted.image, suppressed, network=network)
    return replace(chosen, uses=_narrowed(chosen.uses, wanted))


def _read(file: str) -> Document:
    """The file, or the library's document of that name."""
    if file != "-" and not Path(file).exists() and "/" not in file:
        from generator.cli.rehearse_images import library_file

        found = library_file(file, "Linux", None)
        if found is not None:
            return read(found)
    return read(file)


def _document(document: Document, wanted: Wanted) -> Chosen:
    if wanted.image is not None:
        raise click.UsageError("--image is for a PAYLOAD; this is a component document")
    checked = check_component(document.file, document.text.encode("utf-8", "surrogateescape"))
    report = Report(checked.findings, {document.file: checked.text})
    if checked.document is None:
        return Chosen(report)
    name = checked.document.name or _stem(document.file)
    parameters = _parameters(wanted.params)
    use = Use(name, document.file, document.text, checked.document, parameters)
    return Chosen(report, (use,), title=name)


def _stem(file: str) -> str:
    return "document" if file == STDIN else Path(file).stem


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise click.BadParameter(f'"{pair}" is not K=V', param_hint="--param")
        found[name] = value
    return found


def _narrowed(uses: tuple[Use, ...], wanted: Wanted) -> tuple[Use, ...]:
    """Only the phases and the stage that were asked for; documents that have none go."""
    from generator.rehearse.plan import PHASES

    stages = {name: names for name, names in PHASES.items() if wanted.stage in (None, name)}
    allowed = {phase for names in stages.values() for phase in names}
    kept = allowed.intersection(wanted.phases) if wanted.phases else allowed

    def narrow(use: Use) -> Use:
        phases = tuple(phase for phase in use.document.phases if str(phase.name) in kept)
        return replace(use, document=replace(use.document, phases=phases))

    if wanted.stage is None and not wanted.phases:
        return uses
    return tuple(use for use in map(narrow, uses) if use.document.phases)
