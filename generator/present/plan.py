"""A plan as text: what it means for the images, then what becomes of every resource."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.plan.review import Review
from generator.plan.starting import Act, Start
from generator.plan.target import Target
from generator.ports.place import Place
from generator.present.foreign import harmless
from generator.present.plan_review import HEADING, SIGNS, Paint, painter, review_lines, show_review

__all__ = ["SIGNS", "Planned", "show_plan", "show_review"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned for one stack."""

    target: Target
    place: Place
    start: Start
    status: str = ""
    """Of the stack now; empty when there is none."""
    review: Review | None = None
    """None when nothing can be said before the stack is in order."""

    @property
    def changes(self) -> bool:
        """Whether a deployment would do something."""
        return self.review is not None and not self.review.empty

    @property
    def action(self) -> str:
        """create, update, none or blocked."""
        if self.review is None:
            return "blocked"
        if self.review.creates:
            return "create"
        return "none" if self.review.empty else "update"


def show_plan(planned: Sequence[Planned], *, color: bool = False) -> str:
    """Every stack, and a sum when there are several; no final newline."""
    paint = painter(color=color)
    blocks = ["\n".join(_stack(each, paint)) for each in planned]
    if len(planned) > 1:
        blocks.append(_sum(planned))
    return "\n\n".join(blocks)


def _stack(planned: Planned, paint: Paint) -> Iterator[str]:
    name = paint(f"Stack {harmless(planned.target.name)}", HEADING)
    where = f"{name} ({planned.place})"
    review = planned.review
    if review is None:
        yield f"{where} {planned.start.said}"
        target = planned.target
        yield f"  next: {harmless(planned.start.advice(target.name, target.file, planned.place))}"
    elif review.empty:
        yield f"{where} is up to date: nothing changes"
    else:
        yield f"{where} {_doing(planned)}"
        yield ""
        yield from review_lines(review, paint)


def _doing(planned: Planned) -> str:
    match planned.start.act:
        case Act.CREATE | Act.CREATE_ON_SHELL:
            return "would be created"
        case Act.DELETE_FIRST:
            return f"{planned.start.said}\nIt would be deleted, then created:"
    return "would be updated"


def _sum(planned: Sequence[Planned]) -> str:
    actions = [each.action for each in planned]
    words = (
        ("create", "to create"),
        ("update", "to update"),
        ("none", "up to date"),
        ("blocked", "in the way"),
    )
    counts = [f"{actions.count(action)} {said}" for action, said in words if action in actions]
    return f"{len(planned)} stacks: {', '.join(counts)}"
