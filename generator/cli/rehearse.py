"""`amifactory rehearse`."""

from __future__ import annotations

import click

from generator.cli import options

FORMATS = ("text", "json", "junit")
SANDBOXES = ("bwrap", "nspawn", "docker", "podman")
PHASES = ("build", "validate", "test")


@click.command(epilog="Example: amifactory rehearse payloads/web.yaml --image web --root host")
@click.argument("file", type=click.Path(), metavar="PAYLOAD|DOCUMENT")
@click.option("--image", metavar="NAME", help="Which image of the PAYLOAD, if it has several.")
@click.option(
    "--param", "params", multiple=True, metavar="K=V", help="A DOCUMENT's parameter. Repeatable."
)
@click.option("--phase", "phases", multiple=True, type=click.Choice(PHASES), help="Only this one.")
@click.option("--stage", type=click.Choice(("build", "test")), help="Only this stage.")
@click.option("--dry-run", is_flag=True, help="Run nothing; print the resolved steps.")
@click.option("--network", is_flag=True, help="Let steps use this host's network.")
@click.option(
    "--root", metavar="ROOT", help="debian, host, a folder or tar file, or an engine's image."
)
@click.option("--sandbox", type=click.Choice(SANDBOXES), help="What holds the steps.")
@click.option(
    "--time",
    "seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="End the rehearsal after so long.",
)
@click.option(
    "--log-directory",
    "logs",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Write the log folders that the real tool leaves.",
)
@click.option("--keep", is_flag=True, help="Leave the machine's files, and say where they are.")
@click.option(
    "--format",
    "written",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How the result is printed.",
)
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    file: str,
    image: str | None,
    params: tuple[str, ...],
    phases: tuple[str, ...],
    stage: str | None,
    dry_run: bool,
    network: bool,
    root: str | None,
    sandbox: str | None,
    seconds: float | None,
    logs: str | None,
    keep: bool,
    written: str,
) -> int:
    """Run component documents here, on a machine that is thrown away.

    Runs the documents of a PAYLOAD's image in the order of its recipe, or one DOCUMENT: the
    phases build and validate, then test on a new machine with the files of the first. Prints
    every step and what it writes, then what failed, at its line, and which files have changed.
    Exits 1 when a step failed. It keeps mistakes from this host, and is no security boundary:
    docs/rehearse.md says what differs from a real build.
    """
    from generator.cli import rehearsing

    wanted = rehearsing.Wanted(file, image, params, phases, stage)
    place = rehearsing.Place(network, root or "", sandbox or "", seconds, logs, keep)
    return rehearsing.run(wanted, place, asked, written=written, dry_run=dry_run)
