"""`amifactory lint`."""

from __future__ import annotations

import click

from generator.cli import options


@click.command(epilog="Example: amifactory lint payloads/classic.json output/*.yaml")
@options.files("FILE")
@click.option("--fast", is_flag=True, help="Only AWS's own engine; skip cfn-lint.")
@options.finding_format()
@options.suppress
@options.color
@options.pass_asked
def command(asked: options.Asked, files: tuple[str, ...], fast: bool) -> int:
    """Lint payloads or templates with AWS's engine and cfn-lint.

    A FILE is a payload, whose template is made and linted, or a CloudFormation template.
    Findings about a generated template point at the payload line that caused them. Exits 3 when
    there are errors, and also for warnings of the engines.
    """
    from generator.cli import accepting, linting, reporting

    report, unread = linting.lint(files, accepting.suppressions(asked.suppress), fast=fast)
    return reporting.finish(report, asked, unread, strict=True)
