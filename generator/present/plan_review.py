"""What a deployment would change in one stack, as text: images first, then every resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from generator.plan.image_changes import ImageChange, Impact
from generator.plan.resource_changes import Action, ResourceChange
from generator.plan.review import Review
from generator.present.foreign import harmless, line_start
from generator.present.plan_values import difference_lines, difference_sign

Paint = Callable[[str, str], str]

SIGNS = {
    Action.ADD: "+",
    Action.CHANGE: "~",
    Action.REPLACE: "-/+",
    Action.MAY_REPLACE: "-/+",
    Action.REMOVE: "-",
    Action.IMPORT: "+",
    Action.UNKNOWN: "?",
    Action.SYNC: "~",
}
_IMAGE_SIGNS = {
    Impact.NOTHING: "=",
    Impact.SETTINGS: "~",
    Impact.RECIPE: "~",
    Impact.PIPELINE: "-/+",
    Impact.NEW: "+",
    Impact.GOES: "-",
}
_STYLES = {"+": "32", "~": "33", "-/+": "1;33", "-": "31", "!": "1;31", "?": "33"}
HEADING = "1"
_COUNTED = (
    (Action.ADD, "to add"),
    (Action.IMPORT, "to import"),
    (Action.REPLACE, "to replace"),
    (Action.MAY_REPLACE, "perhaps to replace"),
    (Action.CHANGE, "to change"),
    (Action.UNKNOWN, "perhaps to change"),
    (Action.REMOVE, "to remove"),
)


def show_review(review: Review, *, color: bool = False) -> str:
    """What a deployment asks about: images, resources, what would be lost."""
    return "\n".join(review_lines(review, painter(color=color)))


def review_lines(review: Review, paint: Paint) -> Iterator[str]:
    """The same, line by line."""
    if review.images:
        yield paint("Images", HEADING)
        yield from _images(review, paint)
        yield ""
    if review.stack:
        yield paint("Stack", HEADING)
        yield from _stack_lines(review, paint)
        yield ""
    told = [each for each in review.resources if not each.quiet]
    if told:
        yield paint("Resources", HEADING)
        yield from _new(told, paint) if review.creates else _resources(told, paint)
    yield from _quiet(review)
    if review.resources:
        yield ""
    yield from _guarded(review, paint)
    yield _counts(review)


def _images(review: Review, paint: Paint) -> Iterator[str]:
    name = max(len(harmless(image.name)) for image in review.images)
    words = max(len(_words(image)) for image in review.images)
    for image in review.images:
        sign = _IMAGE_SIGNS[image.impact]
        said = f"{line_start(image.name):<{name}}  {_words(image):<{words}}  {_causes(image)}"
        yield _signed(sign, said.rstrip(), paint)


def _words(image: ImageChange) -> str:
    if image.impact is Impact.GOES:
        return f"{image.impact}; AMIs that were built stay"
    return str(image.impact) if image.certain else f"perhaps: {image.impact}"


def _causes(image: ImageChange) -> str:
    said = []
    for cause in image.causes:
        key = cause.pointer.removeprefix(f"{image.name}.")
        place = f" ({cause.place})" if cause.place else ""
        said.append(f"{key}{place}")
    few = said[:3] + ([f"{len(said) - 3} more"] if len(said) > 3 else [])
    return harmless(", ".join(few))


def _stack_lines(review: Review, paint: Paint) -> Iterator[str]:
    for difference in review.stack:
        if difference.property == "Outputs":
            name = difference.path.partition(".")[2]
            yield _signed(difference_sign(difference), harmless(f"output {name}"), paint)
        else:
            for sign, text in difference_lines(difference):
                yield _signed(sign, text, paint)


def _new(changes: Sequence[ResourceChange], paint: Paint) -> Iterator[str]:
    """Of a new stack the kinds for each image are enough: there is nothing to compare."""
    kinds: dict[str, Counter[str]] = {}
    for change in changes:
        kinds.setdefault(change.image, Counter())[change.type.rpartition("::")[2]] += 1
    width = max(len(harmless(image) or "shared") for image in kinds)
    for image, counted in kinds.items():
        said = ", ".join(
            f"{count} {kind}" if count > 1 else kind for kind, count in counted.items()
        )
        name = f"{harmless(image) or 'shared':<{width}}  " if len(kinds) > 1 else ""
        yield _signed("+", line_start(f"{name}{said}"), paint)


def _resources(changes: Sequence[ResourceChange], paint: Paint) -> Iterator[str]:
    for change in changes:
        yield from _resource(change, paint)


def _resource(change: ResourceChange, paint: Paint) -> Iterator[str]:
    sign = SIGNS[change.action]
    place = f"  {change.origin}" if change.origin else ""
    why = _why(change)
    said = f"{change.logical_id} ({change.type}){f'  {why}' if why else ''}{place}"
    yield _signed(sign, line_start(said), paint)
    for difference in change.differences:
        if difference.property != "Metadata":
            for inner, text in difference_lines(difference):
                yield f"      {_signed(inner, text, paint)}"


def _why(change: ResourceChange) -> str:
    forced = _forced(change.forced_by)
    match change.action:
        case Action.REPLACE:
            kept = "; the old one stays in the account" if change.kept else ""
            return f"replaced{forced}{kept}"
        case Action.MAY_REPLACE:
            return f"perhaps replaced{forced}: AWS decides when it deploys"
        case Action.REMOVE:
            return "leaves the stack; it stays in the account" if change.kept else "removed"
        case Action.IMPORT:
            return "imported"
        case Action.UNKNOWN:
            return "may change: AWS decides when it deploys"
    return ""


def _forced(properties: tuple[str, ...]) -> str:
    if not properties:
        return ""
    *others, last = properties
    named = f"{', '.join(others)} and {last} change" if others else f"{last} changes"
    return f", since {named}"


def _quiet(review: Review) -> Iterator[str]:
    """What is of no account is counted: notes, and tags that the stack hands on."""
    quiet = [each for each in review.resources if each.quiet]
    tagged = sum(each.only_tags for each in quiet)
    for count, how in (
        (tagged, "in tags of the stack"),
        (len(quiet) - tagged, "in the template's notes on the payload"),
    ):
        if count:
            what = "resource changes" if count == 1 else "resources change"
            yield f"  =   {count} {what} only {how}"


def _guarded(review: Review, paint: Paint) -> Iterator[str]:
    if not review.guarded:
        return
    yield paint("Needs --allow-replace", _STYLES["!"])
    for each in review.guarded:
        said = f"{each.logical_id} {each.physical_id}".strip()
        cost = f"lost: {each.lost}" if each.lost else "the old one stays, outside of the stack"
        yield _signed("!", line_start(f"{said} ({each.type}); {cost}"), paint)
    yield ""


def _counts(review: Review) -> str:
    real = [each.action for each in review.resources if not each.quiet]
    counts = [f"{real.count(action)} {words}" for action, words in _COUNTED if action in real]
    return f"Plan: {', '.join(counts) or 'no resource changes'}"


def painter(*, color: bool) -> Paint:
    """Paints text in a style, or leaves it plain."""
    return _painted if color else _plain


def _signed(sign: str, text: str, paint: Paint) -> str:
    padded = f"{sign:<3}"
    return f"  {paint(padded, _STYLES[sign]) if sign in _STYLES else padded} {text}"


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _plain(text: str, style: str) -> str:  # noqa: ARG001 - stands in for `_painted`
    return text
