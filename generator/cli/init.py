"""`amifactory init`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.errors import OutputError

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
@click.argument("file", type=click.Path(path_type=Path), default=Path("images.yaml"))
def command(file: Path) -> None:
    """Write a first payload, with comments, to FILE (images.yaml by default).

    An existing file is never overwritten.
    """
    from generator.payload.load import name_from_file

    name = name_from_file(file.name)
    text = FIRST.format(name=name, image=name)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise OutputError(f"{file} is already there", "name another file") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write {file}: {reason}") from error
    click.echo(f"created  {file}\nnext: amifactory check {file}")
