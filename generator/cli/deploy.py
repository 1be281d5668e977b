"""`amifactory deploy`."""

from __future__ import annotations

import click

from generator.cli import deploy_options, destinations, options, remote, stack_options


@click.command(epilog="Example: amifactory deploy payloads/classic.json --region eu-west-1")
@options.files("PAYLOAD")
@deploy_options.yes
@deploy_options.allow_replace
@deploy_options.no_wait
@stack_options.stack_name
@stack_options.parameter
@deploy_options.tag
@stack_options.engine
@deploy_options.bucket
@deploy_options.role
@deploy_options.notifications
@deploy_options.no_protect
@deploy_options.keep_failed
@deploy_options.express
@destinations.options
@remote.options
@remote.text_or_json
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    files: tuple[str, ...],
    stack_name: str | None,
    parameters: dict[str, str],
    tags: dict[str, str],
    engine: str,
    bucket: str | None,
    role: str,
    notifications: tuple[str, ...],
    where: remote.Where,
    *,
    yes: bool,
    allow_replace: bool,
    no_wait: bool,
    no_protect: bool,
    keep_failed: bool,
    express: bool,
    destinations: object,
) -> int:
    """Create or update the stacks of payloads.

    Each PAYLOAD (JSON or YAML, - for standard input) is a stack of its own, named after its
    factory. Shows what would change, asks once, deploys all of them at a time and tells how they
    end: what they give, or what failed first and which line of the payload it comes from. Run
    again, it does nothing when nothing changed. Interrupted before it begins, it leaves nothing
    behind; after that, the deployment goes on in AWS.
    """
    from generator.cli import accepting, deploying
    from generator.cli import destinations as receivers
    from generator.cli.targets import Order
    from generator.deploy.wish import Wish

    if isinstance(destinations, receivers.Destinations):
        return receivers.run(
            files, destinations, where, asked, yes=yes, change_source=allow_replace
        )
    if express and keep_failed:
        raise click.UsageError("--express does not go with --keep-failed: it always rolls back")
    wish = Wish(
        role=role,
        notifications=notifications or None,
        express=express,
        keep_failed=keep_failed,
        allow_replace=allow_replace,
        protect=not no_protect,
        wait=not no_wait,
    )
    order = Order(accepting.suppressions(asked.suppress), stack_name, engine, parameters)
    job = deploying.Job(files, order, wish, tags, bucket, yes=yes)
    return deploying.run(job, where, asked)
