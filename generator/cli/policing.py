"""What `policy` does: options and payload to one lock, the lock to policies, these to files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from generator.classic.policy import KINDS, Lock, Policy, Released, policies
from generator.classic.policy.approved import copies, released
from generator.classic.policy.lock import ANY_PARTITION
from generator.cli import streams
from generator.cli.options import Asked
from generator.errors import Exit, OutputError
from generator.findings import Report
from generator.output import Staged, commit, stage, staging
from generator.payload.document import read
from generator.payload.load import Loaded
from generator.payload.load import load as loaded_from
from generator.payload.model import Payload
from generator.present.foreign import line_start

_IAM = ("user", "scp")
_CRITERIA = ("allowed-images", "declarative")

_IDLE = {
    "image_names": (_CRITERIA, "--image-name", "IAM does not know the name of an AMI"),
    "watermarks": (_CRITERIA[:1], "--watermark", "it does not know watermarks"),
    "max_age_days": (_CRITERIA, "--max-age-days", "IAM does not know the age of an AMI"),
    "enforce": (_CRITERIA, "--enforce", "it has no audit mode: once attached, it refuses"),
    "exempt": (_IAM, "--exempt-role", "Allowed AMIs hold for everybody in an account"),
    "partition": (_IAM, "--partition", "there is no ARN in it"),
}
"""Options that some kinds have no use for: those that have, how it is written, why not."""


def refuse_idle(kind: str, flags: Mapping[str, Any]) -> None:
    """An option that would do nothing is a lock that does not close.

    Raises:
        click.UsageError: for the first of them.
    """
    for name, (kinds, option, reason) in _IDLE.items():
        if flags[name] and kind not in (*kinds, "all"):
            raise click.UsageError(f"{option} does not go with --kind {kind}: {reason}")


def load(file: str | None) -> Loaded | None:
    """The payload, as far as it can be read; None when there is none.

    Raises:
        UnreadableError: when this machine cannot read it.
    """
    return None if file is None else loaded_from(read(file))


def report(loaded: Loaded | None) -> Report:
    """What is wrong with the payload itself."""
    if loaded is None:
        return Report()
    return Report(loaded.findings, {loaded.file: loaded.document.text})


def make(kind: str, payload: Payload | None, flags: Mapping[str, Any]) -> tuple[Policy, ...]:
    """Policies of the kind, or of all.

    Raises:
        TooLargeError: when AWS would not take one of that size.
    """
    lock = Lock(
        account=flags["account"],
        owners=flags["owners"],
        amazon=flags["amazon"],
        copies=copies(payload) if payload else (),
        released=_released(payload, flags["image_names"], flags["watermarks"]),
        max_age_days=flags["max_age_days"],
        exempt=flags["exempt"],
        enforce=flags["enforce"],
        partition=flags["partition"] or ANY_PARTITION,
    )
    return policies(lock, KINDS if kind == "all" else (kind,))


def show(made: tuple[Policy, ...], *, together: bool) -> Exit:
    """Print the document, or all in one object; what to know of them is for people's eyes."""
    streams.err("\n".join(policy.about for policy in made))
    if together:
        documents = {policy.kind: policy.document for policy in made}
        streams.out(f"{json.dumps(documents, indent=2)}\n")
    else:
        streams.out("".join(policy.text for policy in made))
    return Exit.DONE


def write(made: tuple[Policy, ...], folder: Path, payload: str | None, asked: Asked) -> Exit:
    """Put each document into the folder, with what to know of it beside; say what changed.

    Raises:
        OutputError: with nothing changed, when the folder cannot be written.
    """
    texts = dict(_files(made, folder))
    _spare(payload, texts)
    with staging(folder) as place:
        staged = [stage(path, text, place) for path, text in texts.items()]
        commit(staged)
    say = streams.err if asked.for_programs else streams.out
    say("".join(map(_line, staged)))
    return Exit.DONE


def _released(
    payload: Payload | None, names: tuple[str, ...], watermarks: tuple[str, ...]
) -> tuple[Released, ...]:
    """What the options say goes before what the payload says."""
    if names:
        return (Released(names, watermarks),)
    found = released(payload) if payload else ()
    if not watermarks:
        return found
    return (Released(tuple(name for each in found for name in each.names), watermarks),)


def _files(made: tuple[Policy, ...], folder: Path) -> Iterator[tuple[Path, str]]:
    for policy in made:
        yield folder / f"{policy.name}.json", policy.text
        yield folder / f"{policy.name}.txt", policy.about


def _spare(payload: str | None, texts: Mapping[Path, str]) -> None:
    if payload and os.path.realpath(payload) in map(os.path.realpath, texts):
        raise OutputError(
            f"the policy would overwrite the payload {payload}",
            "choose another folder with --output",
        )


def _line(staged: Staged) -> str:
    return f"{line_start(f'{staged.outcome.value:<8} {staged.path}')}\n"
