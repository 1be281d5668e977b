"""AF413: two workflow documents that would become one workflow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.findings import Code, Path, Severity
from generator.payload.resource_names import camel, document_name, slug
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF413",
    "two workflows of one name",
    Severity.ERROR,
    "A workflow document becomes a workflow that all images of the payload share, named after\n"
    "its file, without folder and ending and in lower case with hyphens. Two files with the\n"
    "same name in that form, or one file that is used as a build workflow here and as a test\n"
    "workflow there, would become one resource, and only one of the two would reach AWS. Rename\n"
    "a file, or copy it to a second one.",
    "imagebuilder model, CreateWorkflow `name`",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each workflow document whose workflow another use has taken."""
    first: dict[str, tuple[str, str | None, Path]] = {}
    for path, image in subject.images():
        for position, use in enumerate(image.workflows):
            if use.file is None:
                continue
            here = (*path, "workflows", position)
            name = camel(slug(document_name(use.file)))
            file = str(PurePosixPath(use.file))
            other, kind, earlier = first.setdefault(name, (file, use.type, here))
            if other != file:
                yield Problem(
                    (*here, "file"),
                    f'files "{file}" and "{other}" would be one workflow',
                    "rename a file: workflows are named after their files",
                    also=((*earlier, "file"), "the other document"),
                )
            elif kind != use.type and None not in (kind, use.type):
                yield Problem(
                    (*here, "type"),
                    f'file "{file}" is a workflow of type {use.type} here and {kind} before',
                    "use a copy of the file for the other type",
                    also=((*earlier, "type"), "the other type"),
                )
