"""What `deploy` does: payloads to targets, targets to stacks, and how each of them ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from generator.cli import targets
from generator.cli.acting import Acting
from generator.cli.asking import need_answers
from generator.cli.deploy_options import with_tags
from generator.cli.ending import by_then, interrupted, show
from generator.cli.options import Asked
from generator.cli.planning import tell_findings, tell_receivers
from generator.cli.remote import Where
from generator.cli.stopping import stoppable
from generator.cli.targets import Order
from generator.deploy import many
from generator.deploy.draft import Draft
from generator.deploy.outcome import Outcome, Result
from generator.deploy.wish import Wish
from generator.errors import Exit
from generator.findings import Report
from generator.plan.target import Target

SHOWN = 3
"""Images whose next command is told; more of them look alike."""

CLASSIC_FUNCTION = "BuildAmiFunction"
"""Output of AmiFactory.yml: the function that starts builds."""


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for."""

    files: tuple[str, ...]
    order: Order
    wish: Wish
    tags: Mapping[str, str]
    bucket: str | None = None
    yes: bool = False


def run(job: Job, where: Where, asked: Asked) -> Exit:
    """Deploy every payload's stack.

    Raises:
        UnreadableError: when files cannot be read.
        click.UsageError: when nobody can be asked, or regions disagree.
        AccessError: when AWS cannot be asked at all.
    """
    from generator.cli import reporting

    order = job.order
    found, report, unread = targets.of(
        job.files, order.suppressed, order.stack_name, order.engine, order.parameters
    )
    if report.failed or unread:
        return reporting.finish(report, asked, unread)
    wanted = with_tags(found, job.tags)
    need_answers(yes=job.yes, what="deploy")
    if not asked.for_programs:
        tell_findings(report, asked)
        tell_receivers(wanted, where)
    asked.aside = asked.aside or not asked.for_programs  # everything but results is for people
    acting = Acting(where, asked, yes=job.yes, bucket=job.bucket)
    return stoppable(lambda: _done(wanted, job, acting, report), acting.stopping)


def _done(wanted: Sequence[Target], job: Job, acting: Acting, report: Report) -> Exit:
    outcomes = _deployed(wanted, job, acting)
    if outcomes is None:
        return Exit.INTERRUPTED
    places = [acting.world(each.region, each.file).place for each in wanted]
    ways = [_ways(each, outcome, acting) for each, outcome in zip(wanted, outcomes, strict=True)]
    return show(list(zip(outcomes, places, ways, strict=True)), acting, report)


def _deployed(wanted: Sequence[Target], job: Job, acting: Acting) -> tuple[Outcome, ...] | None:
    """How it ended for each; None when the user stopped it."""
    for each in wanted:  # before there are threads: one account, one connection
        acting.world(each.region, each.file)
    try:
        return many.deploy(
            wanted,
            job.wish,
            lambda target: acting.world(target.region, target.file),
            lambda drafts: acting.ask(_question(drafts)),
            acting.stop,
        )
    except (KeyboardInterrupt, click.Abort):
        interrupted(acting, _interrupted(wanted, acting))
        return None
    finally:
        acting.view.close()


def _question(drafts: Sequence[Draft]) -> str:
    names = ", ".join(each.target.name for each in drafts)
    return f"Deploy {names}?" if len(drafts) < 4 else f"Deploy these {len(drafts)} stacks?"


def _interrupted(wanted: Sequence[Target], acting: Acting) -> Sequence[str]:
    from generator.present.outcomes import way_lines

    running = acting.view.board.running()
    if not running:
        left = acting.left()
        said = by_then(acting) or ("" if left else "nothing was changed")
        return ("", f"interrupted; {said}" if said else "interrupted", *left)
    regions = {each.name: each.region for each in wanted}
    ways = [
        (
            acting.again(regions.get(each.stack, ""), "status", each.stack, "--watch"),
            "# go on watching",
        )
        for each in running
    ]
    names = ", ".join(each.stack for each in running)
    return (
        "",
        f"interrupted; what began goes on in AWS: {names}",
        *way_lines(ways),
        *acting.left(),
    )


def _ways(target: Target, outcome: Outcome, acting: Acting) -> Sequence[tuple[str, str]]:
    """What to do next with a stack that is there."""
    if outcome.result is Result.STARTED:
        return [(acting.again(target.region, "status", target.name, "--watch"), "# watch it")]
    if outcome.result not in (Result.CREATED, Result.UPDATED):
        return []
    function = outcome.outputs.get(CLASSIC_FUNCTION)
    if function and target.file:
        words = ("classic", "invoke", target.file, "--function", function)
        return [(acting.again(target.region, *words), "# build its images now")]
    return [
        (acting.again(target.region, "build", name, "--follow"), "# build it now")
        for name in target.image_names[:SHOWN]
    ]
