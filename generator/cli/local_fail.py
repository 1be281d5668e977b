"""`amifactory local fail`: a group, one command a kind of failure."""

from __future__ import annotations

from typing import Any

import click

EXAMPLE = "amifactory local fail build --image web --state TESTING"
STATES = ("PENDING", "CREATING", "BUILDING", "TESTING", "DISTRIBUTING", "INTEGRATING")
"""States of a build that is under way, as Image Builder names them."""
TIMES = click.option(
    "--times", default=1, show_default=True, type=click.IntRange(1, 1000), help="How often."
)


@click.group(epilog=f"Example: {EXAMPLE}")
def command() -> None:
    """Let something fail in the local AWS that AWS_ENDPOINT_URL names."""


@command.command(epilog=f"Example: {EXAMPLE}")
@click.option("--image", default="*", show_default=True, metavar="NAME", help="Image; * is any.")
@click.option(
    "--state",
    default="BUILDING",
    show_default=True,
    type=click.Choice(STATES),
    help="State of the build in which it fails.",
)
@click.option("--step", default="", metavar="NAME", help="Workflow step that fails.")
@click.option("--message", default="", metavar="TEXT", help="Reason that AWS gives.")
@click.option("--log", multiple=True, metavar="LINE", help="Line of the build log. Repeatable.")
@TIMES
def build(**fault: Any) -> None:
    """Let the next build of an image fail.

    NAME is the image's own, factory/image, or its recipe's; * and ? match anything.
    `amifactory local mend` takes back what has not failed yet.
    """
    from generator.cli import steering

    wanted = {**fault, "log": list(fault["log"])}
    said = _ask("build", wanted, f"the next build of {fault['image']}")
    steering.warn_of_nobody(fault["image"], said)


@command.command(epilog="Example: amifactory local fail resource AWS::ImageBuilder::Component")
@click.argument("type_or_logical_id", metavar="TYPE_OR_ID")
@click.option(
    "--operation",
    default="CREATE",
    show_default=True,
    type=click.Choice(("CREATE", "UPDATE", "DELETE")),
    help="What fails.",
)
@click.option("--reason", default=None, metavar="TEXT", help="Reason that CloudFormation gives.")
@TIMES
def resource(**fault: Any) -> None:
    """Let the next operation on a stack's resource fail, by its type or logical id."""
    said = {name: value for name, value in fault.items() if value is not None}
    what = f"the next {fault['operation']} of {fault['type_or_logical_id']}"
    _ask("resource", said, what)


@command.command(name="command", epilog="Example: amifactory local fail command --status TimedOut")
@click.option("--document", default="*", show_default=True, metavar="NAME", help="Its document.")
@click.option(
    "--status",
    default="Failed",
    show_default=True,
    type=click.Choice(("Failed", "TimedOut", "Cancelled")),
    help="How it ends.",
)
@click.option("--output", default="", metavar="TEXT", help="What it printed.")
@TIMES
def run_command(**fault: Any) -> None:
    """Let the next command of Systems Manager fail that an automation sends."""
    _ask("command", fault, f"the next command of {fault['document']}")


def _ask(kind: str, fault: dict[str, Any], what: str) -> dict[str, Any]:
    from generator.cli import steering, streams
    from generator.present.foreign import harmless

    said = steering.post("faults", {"kind": kind, **fault})
    streams.out(f"emulated: {harmless(what)} will fail\n")
    return said
