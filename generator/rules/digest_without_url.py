"""AF322: a digest with nothing to verify."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF322",
    "digest without a bootstrap script",
    Severity.ERROR,
    "`bootstrapSha256` is what the build compares the script at `bootstrapUrl` with. There is no\n"
    "script here, so nothing would be verified and nothing would run, although somebody meant\n"
    "something to. Add the URL, or remove the digest. A digest in `defaults` belongs there only\n"
    "together with the URL.",
    "AMI Factory, payload keys bootstrapUrl and bootstrapSha256",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Every digest without a URL."""
    for path, image in subject.images():
        if image.bootstrap_sha256 is not None and image.bootstrap_url is None:
            yield Problem(
                (*path, "bootstrapSha256"),
                f'bootstrapSha256 has nothing to verify: image "{image.image_name}" has no '
                "bootstrapUrl",
                "add bootstrapUrl, or remove the digest",
                at_key=True,
            )
