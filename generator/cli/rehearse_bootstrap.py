"""The bootstrap wrapper of an image, as a rehearsal runs it.

Without network the script comes from what `amifactory lock` has fetched, by its digest. The
script is told which of its lines failed: bash reads a trap before it (BASH_ENV), which the
script itself does not see.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator import library
from generator.awstoe.check import check
from generator.cli.script_cache import ScriptCache
from generator.library.quoting import UnsafeValueError
from generator.payload.component_uses import bootstrap_file
from generator.payload.document import STDIN
from generator.payload.image import Image
from generator.rehearse.model import Failure, Use
from generator.sandbox.unavailable import UnavailableError

MARK = "amifactory-line "
"""Begins a line of the script's errors that is ours, not for the user."""
RUN = "Run"
"""The wrapper's step that runs the script."""
_FILE = "/run/amifactory-trap"
_TRAP = f"""\
unset BASH_ENV
trap 'printf "{MARK}%s %s\\n" "$LINENO" "${{BASH_COMMAND%%$'"'\\n'"'*}}" >&2' ERR
"""
_START = 'export HOME="${HOME:-/root}"'
_RUNS = ('"$folder/script" </dev/null', 'bash "$folder/script" </dev/null')


def text(image: Image, wrapper: str, *, network: bool) -> str:
    """The wrapper to run.

    Raises:
        UnavailableError: when the script is not here, and may not be fetched.
    """
    if bootstrap_file(image) is None and (not network or _from_s3(image)):
        return _carrying(image)
    return wrapper


def script_of(image: Image, payload: str) -> str:
    """Where the user finds the script: a file, or its URL."""
    file = bootstrap_file(image)
    if file is None:
        return image.bootstrap_url or ""
    return str((Path() if payload == STDIN else Path(payload).parent) / file)


def watched(use: Use) -> Use:
    """The wrapper, made to tell the line of the script that failed."""
    text = _watched(use.text)
    document = check(use.file, text.encode("utf-8", "surrogateescape"), "Linux").document
    return use if document is None else replace(use, text=text, document=document)


def explained(
    failure: Failure, scripts: Mapping[str, str], told: tuple[int, str] | None
) -> Failure:
    """A failure of a wrapper, at the line of the script, and never at a line of the wrapper.

    `scripts` are the scripts of the wrappers by the name of their document.
    """
    script = scripts.get(failure.place.document)
    if script is None:
        return failure
    if failure.place.step != RUN:
        return replace(failure, line=0)
    said = failure.message.partition(":")[0]
    number, command = told or (0, "")
    said = f"{said}: {command}" if command else said
    return replace(failure, file=script, line=number, command=command, message=said)


def _from_s3(image: Image) -> bool:
    return (image.bootstrap_url or "").startswith("s3://")


def _carrying(image: Image) -> str:
    """A wrapper with the script in it, as it has it for a script beside the payload."""
    digest = image.bootstrap_sha256
    script = ScriptCache().get(digest) if digest else None
    if script is None:
        hint = "`amifactory lock` fetches it once"
        if not _from_s3(image):
            hint += ", and --network lets the rehearsal fetch it"
        said = f"the bootstrap script of {image.image_name} is not here: {image.bootstrap_url}"
        raise UnavailableError(said, hint)
    try:
        return library.bootstrap("Linux", name=image.image_name, source=script).text
    except UnsafeValueError as error:
        said = f"the bootstrap script of {image.image_name} is too long to be carried"
        raise UnavailableError(said, "--network lets the rehearsal fetch it") from error


def _watched(wrapper: str) -> str:
    """The wrapper, telling the line of the script that failed; it has as many lines as before."""
    trap = base64.b64encode(_TRAP.encode()).decode("ascii")
    wrapper = wrapper.replace(_START, f"{_START}; echo {trap} | base64 -d >{_FILE}")
    plain, by_bash = _RUNS
    return (
        wrapper.replace(by_bash, f"BASH_ENV={_FILE} @bash@")
        .replace(plain, f"BASH_ENV={_FILE} {plain}")
        .replace("@bash@", by_bash)
    )


def line_of(said: str) -> tuple[int, str] | None:
    """Line and command that the trap has told; None for any other line."""
    if not said.startswith(MARK):
        return None
    number, _, command = said.removeprefix(MARK).partition(" ")
    return (int(number), command) if number.isdigit() else None
