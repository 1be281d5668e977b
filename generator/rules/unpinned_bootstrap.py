"""AF320: a bootstrap script without a digest."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.component_uses import bootstrap_file
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF320",
    "bootstrap script is not pinned",
    Severity.WARNING,
    "The build downloads the script and runs it as root (SYSTEM on Windows) on what becomes\n"
    "everybody's machine. Without `bootstrapSha256` it runs whatever the URL serves on that day:\n"
    "a changed branch, a broken proxy page, somebody else's text. With the digest the build stops\n"
    "before it runs a byte that nobody looked at. `amifactory lock` writes the digests of all\n"
    "scripts into amifactory.lock beside the payload, to be committed with it; or put the digest\n"
    "beside the URL, and change both together.",
    "https://slsa.dev/spec/v1.0/threats",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Every bootstrap URL without a digest."""
    for path, image in subject.images():
        url = image.bootstrap_url
        if url is None or image.bootstrap_sha256 is not None or bootstrap_file(image):
            continue
        yield Problem(
            (*path, "bootstrapUrl"),
            "bootstrapUrl has no bootstrapSha256: each build runs whatever the URL serves that day",
            f"run `amifactory lock`, or add bootstrapSha256; `{_command(url)}` prints it",
        )


def _command(url: str) -> str:
    """What prints the digest, safe to paste into a shell."""
    quoted = shlex.quote(url)
    download = f"aws s3 cp {quoted} -" if url.startswith("s3://") else f"curl -fsSL {quoted}"
    return f"{download} | sha256sum"
