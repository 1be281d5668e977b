"""`amifactory publish`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import options, remote


def _named(_ctx: click.Context, _parameter: click.Parameter, folder: str) -> Path:
    if not folder or folder == "-":
        raise click.BadParameter("give a folder; the Markdown is printed in any case")
    return Path(folder)


def _prefix(_ctx: click.Context, _parameter: click.Parameter, prefix: str) -> str:
    from generator.publish.keys import prefix_is_good

    stripped = prefix.strip("/")
    if not prefix_is_good(stripped):
        raise click.BadParameter(
            f'"{prefix}" is no safe beginning of a key; use letters, digits, hyphens and slashes'
        )
    return stripped


@click.command(epilog="Example: amifactory publish web.yaml --bucket amzn-s3-demo-bucket")
@options.files("PAYLOAD")
@click.option(
    "--bucket",
    required=True,
    metavar="NAME",
    help="Bucket of this account; {region} in it stands for each launch region.",
)
@click.option("--bucket-region", metavar="NAME", help="Where to look for the bucket.")
@click.option(
    "--prefix",
    default="templates",
    show_default=True,
    metavar="KEY",
    callback=_prefix,
    help="What keys begin with.",
)
@click.option(
    "--launch-region",
    "launch_regions",
    multiple=True,
    metavar="NAME",
    help="A button for this region. Repeatable; by default the region in use.",
)
@click.option("--stack-name", metavar="NAME", help="Of a single payload's stack.")
@click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Prefill a parameter of the template. Repeatable.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FOLDER",
    default="output",
    show_default=True,
    callback=_named,
    help="Folder for the button and the snippets.",
)
@click.option("--latest", is_flag=True, help="Also write a copy under a key that never changes.")
@options.engine
@remote.options
@remote.text_or_json
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    files: tuple[str, ...],
    bucket: str,
    bucket_region: str | None,
    prefix: str,
    launch_regions: tuple[str, ...],
    stack_name: str | None,
    parameters: tuple[str, ...],
    output: Path,
    latest: bool,
    engines: tuple[str, ...],
    where: remote.Where,
) -> int:
    """Put templates into a bucket, with buttons that launch them.

    Generates the templates of every PAYLOAD, uploads them under keys that hold their digest, and
    writes for each a launch-stack button as Markdown and HTML, with the same launch as a line
    for the AWS CLI. Objects get no ACL: whoever the bucket's policy lets read can launch. The
    Markdown is printed too. The same templates published again change nothing.
    """
    from generator.cli import accepting, publishing

    order = publishing.Order(
        files=files,
        suppressed=accepting.suppressions(asked.suppress),
        engines=engines,
        bucket=bucket,
        bucket_region=bucket_region,
        prefix=prefix,
        launch_regions=launch_regions,
        stack_name=stack_name,
        parameters=publishing.read_parameters(parameters),
        folder=output,
        latest=latest,
    )
    return publishing.run(order, where, asked)
