"""What `plan` does: every payload's stack beside what AWS has, in the region it is for."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.cli import streams, targets
from generator.cli.acting import Acting
from generator.cli.deploy_options import with_tags
from generator.cli.options import IMAGE_BUILDER, Asked
from generator.cli.remote import Where
from generator.cli.stopping import stoppable
from generator.cli.targets import Order
from generator.errors import Exit
from generator.findings import Report
from generator.plan.target import Target
from generator.present.foreign import harmless
from generator.present.plan import Planned, show_plan


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for."""

    files: tuple[str, ...]
    order: Order
    tags: Mapping[str, str]
    bucket: str | None = None


def run(job: Job, where: Where, asked: Asked, *, exit_code: bool) -> Exit:
    """Plan every payload's stack and show it.

    Raises:
        UnreadableError: when files cannot be read.
        AccessError: when AWS cannot be asked.
        RemoteError: when AWS fails, or refuses what the template wants.
    """
    from generator.cli import reporting
    from generator.cli.comparing import plan

    order = job.order
    found, report, unread = targets.of(
        job.files, order.suppressed, order.stack_name, order.engine, order.parameters
    )
    if report.failed or unread:
        return reporting.finish(report, asked, unread)
    wanted = with_tags(found, job.tags)
    if not asked.for_programs:
        tell_findings(report, asked)
        tell_receivers(wanted, where)
    acting = Acting(where, asked, yes=True, bucket=job.bucket)

    def work() -> Exit:
        planned = tuple(plan(each, acting.world(each.region, each.file)) for each in wanted)
        _show(planned, report, asked)
        _hint(planned, _words(job, where, asked), asked)
        return _status(planned, exit_code=exit_code)

    return stoppable(work, acting.stopping)


def tell_findings(report: Report, asked: Asked) -> None:
    """Print warnings for people's eyes, beside the result."""
    from generator.cli import reporting

    asked.aside = True
    reporting.finish(report, asked, quiet=True)
    asked.aside = False


def tell_receivers(wanted: Sequence[Target], where: Where) -> None:
    """Say that accounts which receive copies need a role; AWS would only say when a copy fails."""
    for each in wanted:
        if not each.receivers:
            continue
        words = ["amifactory", "deploy", each.file, "--destinations"]
        words += ["--profile", where.profile] if where.profile else []
        one = len(each.receivers) == 1
        needs = "which needs a role for that" if one else "each of which needs a role for that"
        streams.err(
            f"note: {harmless(each.file)} copies AMIs to {', '.join(each.receivers)}, {needs}: "
            f"`{harmless(shlex.join(words))}` makes it\n"
        )


def _show(planned: tuple[Planned, ...], report: Report, asked: Asked) -> None:
    if asked.findings != "json":
        streams.out(f"{show_plan(planned, color=asked.colored)}\n")
        return
    import json

    from generator.present.json_report import dump, show_json
    from generator.present.plan_json import plan_document

    streams.out(f"{dump({**json.loads(show_json(report)), **plan_document(planned)})}\n")


def _hint(planned: tuple[Planned, ...], command: str, asked: Asked) -> None:
    if asked.findings != "json" and any(each.changes for each in planned):
        streams.err(f"hint: this is a plan; to do it, run `{command}`\n")


def _words(job: Job, where: Where, asked: Asked) -> str:
    """The command that does what was planned."""
    order = job.order
    words = ["amifactory", "deploy", *job.files, *_options(job, where)]
    pairs = {"--parameter": (order.parameters or {}).items(), "--suppress": asked.suppress}
    for option, given in {**pairs, "--tag": job.tags.items()}.items():
        words += [word for key, value in given for word in (option, f"{key}={value}")]
    return harmless(shlex.join(words))


def _options(job: Job, where: Where) -> list[str]:
    """Only a region that was asked for: one of the environment is there for the next command."""
    region = None if where.region == os.environ.get("AWS_REGION") else where.region
    engine = None if job.order.engine == IMAGE_BUILDER else job.order.engine
    given = (
        ("--stack-name", job.order.stack_name),
        ("--engine", engine),
        ("--bucket", job.bucket),
        ("--region", region),
        ("--profile", where.profile),
    )
    return [word for option, value in given if value for word in (option, value)]


def _status(planned: tuple[Planned, ...], *, exit_code: bool) -> Exit:
    if any(each.review is None for each in planned):
        return Exit.FAILED
    return Exit.CHANGES if exit_code and any(each.changes for each in planned) else Exit.DONE
