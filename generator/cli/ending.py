"""Shows how stacks ended, and says with which code to leave."""

from __future__ import annotations

from collections.abc import Sequence

from generator.cli import streams
from generator.cli.acting import Acting
from generator.deploy.outcome import Outcome
from generator.errors import Exit
from generator.findings import Report
from generator.ports.place import Place

Ended = tuple[Outcome, Place, Sequence[tuple[str, str]]]
"""How it ended, where, and commands to go on with."""


def show(ended: Sequence[Ended], acting: Acting, report: Report | None = None) -> Exit:
    """Results on standard output, what went wrong on standard error."""
    if acting.asked.findings == "json":
        _document(ended, report or Report())
    else:
        for each in ended:
            _text(each, acting)
    return _status([outcome for outcome, _, _ in ended])


def interrupted(acting: Acting, lines: Sequence[str]) -> Exit:
    """The user stopped it: what goes on in AWS, in words, and for programs as JSON."""
    acting.view.close()
    streams.err("".join(f"{line}\n" for line in lines))
    if acting.asked.findings == "json":
        import json

        from generator.present.json_report import dump, show_json

        running = [each.stack for each in acting.view.board.running()]
        said = {"stacks": [], "interrupted": True, "underWay": running}
        streams.out(f"{dump({**json.loads(show_json(Report())), **said})}\n")
    return Exit.INTERRUPTED


def by_then(acting: Acting) -> str:
    """What had come to an end before the user stopped it; empty when nothing had."""
    from generator.present.events import words

    over = [f"{each.stack} ({words(each.ended)})" for each in acting.view.board.over()]
    return f"by then: {', '.join(over)}" if over else ""


def _text(each: Ended, acting: Acting) -> None:
    from generator.present.outcomes import error_lines, outcome_lines

    outcome, place, ways = each
    progress = acting.view.board.stacks.get(outcome.stack)
    seconds = progress.seconds if progress and progress.ended else None
    if outcome.error:
        streams.err("".join(f"{line}\n" for line in error_lines(outcome, place, seconds)))
    else:
        lines = outcome_lines(outcome, place, ways, seconds)
        streams.out("".join(f"{line}\n" for line in lines))


def _document(ended: Sequence[Ended], report: Report) -> None:
    import json

    from generator.present.json_report import dump, show_json
    from generator.present.outcomes_json import outcomes_document

    pairs = [(outcome, place) for outcome, place, _ in ended]
    document = {**json.loads(show_json(report)), **outcomes_document(pairs)}
    streams.out(f"{dump(document)}\n")


def _status(outcomes: Sequence[Outcome]) -> Exit:
    """The code of what went wrong; that AWS failed says more than the others."""
    codes = [each.error.exit_code for each in outcomes if each.error]
    return Exit.FAILED if Exit.FAILED in codes else next(iter(codes), Exit.DONE)
