"""Payloads of one call that would make the same template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from generator.classic.codes import ONE_NAME
from generator.classic.scheduled_image import ScheduledImage
from generator.errors import UnreadableError
from generator.findings import Finding, Location, Related, Report
from generator.lint.codes import SAME_STACK
from generator.payload.document import STDIN, read

DESTINATION = "destination-account"
"""The template for accounts that receive copies."""
CLASSIC = "AmiFactory"
"""The template of the classic engine."""


class Named(Protocol):
    """What is made of a payload, as far as its name goes."""

    @property
    def name(self) -> str:
        """Of the stack, and of the file."""

    @property
    def named(self) -> Location | None:
        """Where the payload says its name, or where the payload is; None for a faulty one."""

    @property
    def copies(self) -> bool:
        """It needs the template for accounts that receive copies."""

    @property
    def scheduled(self) -> Sequence[ScheduledImage]:
        """What the classic engine builds by itself."""


def report(made: Sequence[Named]) -> Report:
    """Every payload whose stack an earlier one makes, with the texts it points into."""
    findings = (*_twins(made), *_images(made))
    places = [f.location for f in findings if f.location]
    places += [related.location for f in findings for related in f.related]
    return Report(findings, _texts({place.file for place in places}))


def _twins(made: Sequence[Named]) -> Iterator[Finding]:
    first: dict[str, Location] = {}
    for each in made:
        if each.named is None:
            continue
        if each.name == DESTINATION and any(other.copies for other in made):
            message = f'the name "{DESTINATION}" is taken by the template for copies'
            yield _finding(message, each.named)
        earlier = first.setdefault(each.name, each.named)
        if earlier is not each.named:
            yield _finding(
                f'the stack "{each.name}" is already made from {earlier.file}',
                each.named,
                Related(earlier, "the other payload of this name"),
            )


def _images(made: Sequence[Named]) -> Iterator[Finding]:
    """One classic factory builds for all payloads, and knows an image by its name."""
    names: dict[str, Location] = {}
    ids: dict[str, Location] = {}
    for each in made:
        if each.named is None:
            continue
        for image in each.scheduled:
            told = f'image "{image.image_name}"'
            earlier = names.setdefault(image.image_name, each.named)
            if earlier is each.named:  # web + api-x and web-api + x: two images, one logical id
                told += f', as "{image.logical_id}",'
                earlier = ids.setdefault(image.logical_id, each.named)
            if earlier is not each.named:
                yield _second(told, each.named, earlier)


def _second(told: str, place: Location, earlier: Location) -> Finding:
    message = f"{told} is already scheduled from {earlier.file}"
    hint = "rename one of the two images, or generate with --engine image-builder"
    related = Related(earlier, "the other payload with this image")
    return Finding(ONE_NAME.id, ONE_NAME.severity, message, hint, place, (), (related,))


def _finding(message: str, place: Location, *related: Related) -> Finding:
    hint = "give this payload a factory.name of its own; without one it is named after its file"
    return Finding(SAME_STACK.id, SAME_STACK.severity, message, hint, place, (), related)


def _texts(files: set[str]) -> dict[str, str]:
    """Read again what was let go; standard input cannot be."""
    texts = {}
    for file in files - {STDIN}:
        with suppress(UnreadableError):
            texts[file] = read(file).text
    return texts
