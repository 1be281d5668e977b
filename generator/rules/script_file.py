"""AF325: a bootstrap script beside the payload that cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from generator import library
from generator.findings import Code, Severity
from generator.library.documents import Script
from generator.payload.component_uses import bootstrap_file
from generator.payload.image import Image
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF325",
    "bootstrap script beside the payload cannot be used",
    Severity.ERROR,
    "A script that is written `./web.sh` is read when templates are made, and becomes part of\n"
    "its component in base64, so that braces, quotes and bytes of any kind arrive as they are.\n"
    "A component document has at most 16,000 characters, which leaves room for a script of\n"
    "about 10 KB; a larger one belongs at an https:// or s3:// URL. The file must be in the\n"
    "payload's folder or below it, and not empty. With `bootstrapSha256` it must be the file of\n"
    "that digest.",
    "imagebuilder model, CreateComponent `data`",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Every script that cannot be had, cannot be carried, or is not the one that was approved."""
    for path, image in subject.images():
        file = bootstrap_file(image)
        for message, hint in _complaints(image, subject.documents.script(file)) if file else ():
            yield Problem((*path, "bootstrapUrl"), message, hint)


def _complaints(image: Image, script: Script) -> Iterator[tuple[str, str]]:
    if script.problem:
        hint = "a file is named as seen from the payload's folder"
        yield f'bootstrapUrl "{script.file}" cannot be used: {script.problem}', hint
    elif not script.data:
        yield f'bootstrapUrl "{script.file}" is empty', "write the script, or remove the key"
    elif not library.carries(image.platform, name=image.image_name, script=script.data):
        size = len(script.data)
        hint = "put it at an https:// or s3:// URL, and pin it with `amifactory lock`"
        yield f'bootstrapUrl "{script.file}" is too large for a template: {size} bytes', hint
    elif image.bootstrap_sha256 not in (None, hashlib.sha256(script.data).hexdigest()):
        hint = "remove bootstrapSha256: the template has the digest of the file"
        yield f'bootstrapUrl "{script.file}" has another digest than bootstrapSha256', hint
