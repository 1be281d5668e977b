"""Says what `generate` made: the templates themselves, or what became of every file."""

from __future__ import annotations

from generator.cli import streams
from generator.cli.making import Made, Order, stale
from generator.cli.options import Asked
from generator.cli.twins import CLASSIC, DESTINATION
from generator.errors import Exit
from generator.output import Outcome
from generator.present.foreign import line_start


def tell(made: tuple[Made, ...], order: Order, asked: Asked) -> Exit:
    """Print templates or outcomes; 5 when comparing found a difference."""
    if order.folder is None:
        _print(made, order.template_format, noted=not asked.for_programs)
        return Exit.DONE
    say = streams.err if asked.for_programs else streams.out
    say("".join(f"{line_start(line)}\n" for each in made for line in _lines(each, order)))
    if order.only_compare and stale(made):
        streams.err("hint: run the same command without --check to write them\n")
        return Exit.CHANGES
    return Exit.DONE


def _lines(made: Made, order: Order) -> list[str]:
    """One line for the file, and one an image when there is news of it."""
    if made.staged is None:
        return []
    outcome = made.staged.outcome
    verb = _VERDICTS[outcome] if order.only_compare else outcome.value
    counts = [_counted(made.resources, "resource")]
    if made.images:
        counts.append(_counted(len(made.images), "image"))
    first = f"{verb:<8} {made.staged.path} ({', '.join(counts)})"
    news = () if outcome is Outcome.SAME else made.images
    return [first, *(f"         - {line}" for line in news)]


_VERDICTS = {Outcome.CREATED: "missing", Outcome.CHANGED: "stale", Outcome.SAME: "same"}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _print(made: tuple[Made, ...], template_format: str, *, noted: bool) -> None:
    """The templates of payloads, one after the other; the classic engine's when there are none."""
    stacks = [each.text for each in made if each.named and each.text]
    classic = [each.text for each in made if each.named is None and each.name == CLASSIC]
    between = "---\n" if template_format == "yaml" else ""
    streams.out(between.join(stacks or classic))
    if noted and any(each.copies for each in made):
        streams.err(
            f"note: accounts that receive copies need {DESTINATION}.{template_format} as well; "
            "--output FOLDER writes it\n"
        )
