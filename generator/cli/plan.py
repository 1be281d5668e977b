"""`amifactory plan`."""

from __future__ import annotations

import click

from generator.cli import deploy_options, options, remote, stack_options


@click.command(epilog="Example: amifactory plan payloads/classic.json --exit-code")
@options.files("PAYLOAD")
@stack_options.stack_name
@stack_options.parameter
@deploy_options.tag
@stack_options.engine
@deploy_options.bucket
@click.option("--exit-code", is_flag=True, help="Exit 5 when something would change.")
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
    where: remote.Where,
    *,
    exit_code: bool,
) -> int:
    """Show what deploying payloads would change.

    Says for every image of every PAYLOAD (JSON or YAML, - for standard input) what a deployment
    means for it, then what becomes of each resource. Compares by a change set of CloudFormation,
    which is deleted again; a stack that is not there yet is planned without writing anything to
    AWS. Exits 1 when a stack is in a state in which nothing can be planned.
    """
    from generator.cli import accepting, planning
    from generator.cli.targets import Order

    order = Order(accepting.suppressions(asked.suppress), stack_name, engine, parameters)
    job = planning.Job(files, order, tags, bucket)
    return planning.run(job, where, asked, exit_code=exit_code)
