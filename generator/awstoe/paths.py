"""Paths, locations and downloads among the inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.awstoe.actions import ACTIONS, Kind
from generator.awstoe.codes import DOWNLOAD, INPUTS, PATH
from generator.awstoe.expressions import has_expression
from generator.awstoe.inputs import entries
from generator.awstoe.model import Step
from generator.awstoe.problems import Problem, shown, text_of
from generator.payload.nodes import Mapping, Scalar

_S3 = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+")
LONGEST_BUCKET = 63
_WILD = ("CopyFile", "CopyFolder", "MoveFile", "MoveFolder", "DeleteFile", "S3Upload")
"""Actions whose path may have a wildcard in its last part."""
_INTO = ("CopyFile", "CopyFolder", "MoveFile", "MoveFolder")


def check_paths(step: Step) -> Iterator[Problem]:
    """What is wrong with where a step takes something from, or puts it."""
    for entry in entries(step):
        yield from _wildcards(step.action, entry)
        match step.action:
            case "S3Download":
                yield from _s3(entry, "source", wild=True)
            case "S3Upload":
                yield from _s3(entry, "destination", wild=False)
            case "WebDownload":
                yield from _web(entry)


def _wildcards(action: str, entry: Mapping) -> Iterator[Problem]:
    known = ACTIONS[action].inputs if action in ACTIONS else ()
    for each in known:
        path = _fixed(entry, each.name) if each.kind is Kind.FOLDER_OR_FILE else None
        if path is None or not _wild(path):
            continue
        folder, _, last = path.replace("\\", "/").rpartition("/")
        if action not in _WILD or each.name not in ("source", "path"):
            yield Problem(PATH, path.span, f"{each.name} of {action} takes no wildcard")
        elif _wild(folder) or not last:
            yield Problem(PATH, path.span, "a wildcard stands in the last part of a path only")
        elif action in _INTO:
            yield from _into_folder(entry)


def _into_folder(entry: Mapping) -> Iterator[Problem]:
    destination = _fixed(entry, "destination")
    if destination is not None and not destination.endswith(("/", "\\")):
        said = "what is taken by wildcard goes into a folder, whose path ends with its separator"
        yield Problem(PATH, destination.span, said, f'write "{destination}/"')


def _s3(entry: Mapping, name: str, *, wild: bool) -> Iterator[Problem]:
    location = _fixed(entry, name)
    if location is None:
        return
    if not _S3.fullmatch(location):
        yield Problem(PATH, location.span, f'{name} "{shown(location)}" {_not_s3(location)}')
    elif "*" in location and not (wild and location.endswith("/*") and location.count("*") == 1):
        hint = "s3://bucket/prefix/* is everything below a prefix" if wild else ""
        yield Problem(PATH, location.span, "a wildcard ends an S3 location, after a slash", hint)


def _not_s3(location: str) -> str:
    """What is wrong (Amazon S3 User Guide, "General purpose bucket naming rules")."""
    scheme, _, rest = location.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket or not key:
        return "is not s3://bucket/key"
    if not 3 <= len(bucket) <= LONGEST_BUCKET:
        return f"names no bucket: its name has 3 to {LONGEST_BUCKET} characters, not {len(bucket)}"
    return "names no bucket: its name has lower-case letters, digits, dots and hyphens"


def _web(entry: Mapping) -> Iterator[Problem]:
    source = _fixed(entry, "source")
    if source is not None and not source.startswith(("https://", "http://")):
        yield Problem(PATH, source.span, f'source "{shown(source)}" is no http or https URL')
    checksum, algorithm = text_of(entry.get("checksum")), text_of(entry.get("algorithm"))
    one = checksum or algorithm
    if one is not None and (checksum is None or algorithm is None):
        yield Problem(INPUTS, one.span, "checksum and algorithm are given both, or neither")
    if checksum is not None:
        return
    if source is not None and source.startswith("http://"):
        hint = "use https://, and give checksum and algorithm"
        yield Problem(DOWNLOAD, source.span, "downloaded over http, with no checksum", hint)
    ignoring = text_of(entry.get("ignoreCertificateErrors"))
    if ignoring is not None and ignoring.lower() == "true":
        said = "downloaded from whoever answers, with no checksum"
        yield Problem(DOWNLOAD, ignoring.span, said, "give checksum and algorithm")


def _fixed(entry: Mapping, name: str) -> Scalar | None:
    """A text that is known before the document runs."""
    text = text_of(entry.get(name))
    return None if text is None or has_expression(text) else text


def _wild(path: str) -> bool:
    return "*" in path or "?" in path
