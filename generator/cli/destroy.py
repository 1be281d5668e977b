"""`amifactory destroy`."""

from __future__ import annotations

import click

from generator.cli import deploy_options, options, remote


@click.command(epilog="Example: amifactory destroy web --unprotect")
@click.argument("stacks", nargs=-1, required=True, metavar="STACK...")
@deploy_options.yes
@click.option("--unprotect", is_flag=True, help="Also when it is protected against deletion.")
@click.option(
    "--retain",
    multiple=True,
    metavar="LOGICAL_ID",
    help="Leave a resource behind that could not be deleted. Repeatable.",
)
@deploy_options.no_wait
@deploy_options.role
@remote.options
@remote.text_or_json
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    stacks: tuple[str, ...],
    retain: tuple[str, ...],
    role: str,
    where: remote.Where,
    *,
    yes: bool,
    unprotect: bool,
    no_wait: bool,
) -> int:
    """Delete stacks, after asking.

    STACK is the name of a stack, or a payload file, which stands for the stack that deploying it
    makes. Says what goes and what stays, and wants the name typed before it acts. AMIs stay,
    and so do log buckets and keys: nothing that was built is lost.
    """
    from generator.cli import destroying
    from generator.deploy.wish import Removal

    removal = Removal(unprotect, retain, role, wait=not no_wait)
    return destroying.run(stacks, removal, where, asked, yes=yes)
