"""AF351: secrets that were written into the payload, or into a file beside it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.component_uses import bootstrap_file, document_uses
from generator.payload.credentials import Credential, credential, doubtful, in_program
from generator.payload.nodes import Node, Scalar, Sequence, find
from generator.payload.texts import Text, distinct_texts, places
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF351",
    "secret in the payload",
    Severity.ERROR,
    "The text has the form of a secret: an access key, a token, a private key, a password in a\n"
    "URL. A payload is kept in version control, and what it says ends in the template, in the\n"
    "stack's events, in CloudTrail and in the AMI, readable for everyone who may look at any of\n"
    "them. Take it out and revoke it: it has to count as known. Let the build read what it needs\n"
    "from Secrets Manager or Parameter Store with its role. Findings show four characters of it.",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
ALONE = True

HINT = "remove it and revoke it; let the build read it from Secrets Manager with its role"
_SECRET_KEY = "secret"  # noqa: S105 # part of the name of a key, not a secret


def check(subject: Subject) -> Iterator[Problem]:
    """Every text with a secret in it, and values whose key says that they are one."""
    yield from _in_files(subject)
    known = distinct_texts(subject.tree)
    if not doubtful("\n".join(known)):
        return
    found = {text: secret for text in known if (secret := credential(text))}
    named = {text for text in known if _SECRET_KEY in text.lower()}
    for place in places(subject.tree, found.keys() | named):
        if place.text in found:
            yield _problem(place, found[place.text])
        elif place.is_key:
            yield from _of_key(subject, place)


def _in_files(subject: Subject) -> Iterator[Problem]:
    """Scripts and documents, each where it is first used: a template holds their text too."""
    for file, (path, text) in _files(subject).items():
        for line, secret in in_program(text):
            yield Problem(
                path,
                f'{secret.kind} ("{secret.shown}...") is written into {file}, line {line}',
                HINT,
            )


def _files(subject: Subject) -> dict[str, tuple[Path, str]]:
    found: dict[str, tuple[Path, str]] = {}
    for path, image in subject.images():
        for where, use, position in document_uses(image, path):
            if use.file is not None:
                text = subject.documents.file(use.file).text
                found.setdefault(use.file, ((*where, position, "file"), text))
        script = bootstrap_file(image)
        if script is not None:
            text = subject.documents.script(script).data.decode("utf-8", "replace")
            found.setdefault(script, ((*path, "bootstrapUrl"), text))
    return found


def _problem(place: Text, secret: Credential) -> Problem:
    """The path of a key would tell the key, so a secret in one is placed at what holds it."""
    return Problem(
        place.path[:-1] if place.is_key else place.path,
        f'{secret.kind} ("{secret.shown}...") is written into the payload',
        HINT,
        within=None if place.is_key else (secret.start, secret.end),
    )


def _of_key(subject: Subject, place: Text) -> Iterator[Problem]:
    """A key such as AWS_SECRET_ACCESS_KEY, and its value or list of values."""
    for path, text in _values(place.path, find(subject.tree, place.path)):
        secret = credential(f"{place.text}={text}")
        if secret is not None:
            start = max(0, secret.start - len(place.text) - 1)
            end = secret.end - len(place.text) - 1
            yield _problem(Text(path, text, is_key=False), secret._replace(start=start, end=end))


def _values(path: Path, value: Node) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Scalar):
        yield path, value
    elif isinstance(value, Sequence):
        for position, item in enumerate(value):
            yield from _values((*path, position), item)
