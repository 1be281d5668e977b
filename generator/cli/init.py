"""`amifactory init`."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from generator.errors import OutputError

SUFFIXES = (".yaml", ".yml")

FIRST = """\
# yaml-language-server: $schema=payload.schema.json
# `amifactory schema > payload.schema.json` makes editors complete and check the keys below.

factory:
  name: {name}            # base of the stack's name and of every resource's

amis:
  - imageName: {image}
    # What to build from: an AMI id, ssm:<parameter>, an Image Builder image ARN, or prod-...
    sourceImage: ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64

    # The script that makes the image, and the digest the build verifies before it runs it:
    #   curl -fsSL URL | sha256sum
    # bootstrapUrl: https://example.com/bootstrap/web.sh
    # bootstrapSha256: 64 hexadecimal digits

    # Accounts that may launch the AMI besides the one that builds it.
    # accounts: ["123456789012"]

    components:
      - name: hardening   # `amifactory components` lists the library

    schedule: cron(0 4 ? * SUN *)   # every Sunday at 04:00 UTC, if something changed
    parameter: /imagebuilder/{name}/ami   # always holds the id of the newest AMI

    lifecycle:
      deprecateAfter: 60 days
      deleteAfter: 180 days
      keepLatest: 2
"""


@click.command(epilog="Example: amifactory init web.yaml")
@click.argument("file", type=click.Path(), default="images.yaml")
def command(file: str) -> None:
    """Write a first payload, with comments.

    It is YAML and goes to FILE, images.yaml by default; - prints it. An existing file is never
    overwritten.
    """
    import shlex

    from generator.cli.streams import out
    from generator.payload.load import name_from_file

    if file != "-" and Path(file).suffix not in SUFFIXES:
        raise click.BadParameter(
            f'"{file}" does not end in .yaml; the first payload has comments, so it is YAML',
            param_hint="FILE",
        )
    name = "images" if file == "-" else name_from_file(file)
    text = FIRST.format(name=name, image=name)
    if file == "-":
        out(text)
        return
    _write(Path(file), text)
    out(f"created  {file}\nnext: amifactory check {shlex.quote(file)}\n")


def _write(path: Path, text: str) -> None:
    """A new file, whole or not at all.

    Raises:
        OutputError: when it is there already, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as stream:
            _fill(path, stream, text)
    except FileExistsError:
        raise OutputError(f"{path} is already there", "name another file") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write {path}: {reason}", "name another file") from error


def _fill(path: Path, stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
