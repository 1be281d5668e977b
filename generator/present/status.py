"""How stacks are, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.deploy.outcome import Failure
from generator.plan.starting import Act, Start, start
from generator.ports.place import Place
from generator.ports.stacks import Resource, Stack
from generator.present.columns import columns
from generator.present.elapsed import age
from generator.present.foreign import harmless, line_start

_STYLES = {Act.UPDATE: "32", Act.WATCH: "33", Act.CREATE_ON_SHELL: "33"}
_TROUBLE = "1;31"
_HEADING = "1"

Paint = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Built:
    """An image of a stack, and its last build when that was asked for."""

    name: str
    state: str = ""
    """Of the last build, as Image Builder names it."""
    built: datetime | None = None
    next: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A stack, and what was found out about it."""

    stack: Stack
    place: Place
    images: tuple[Built, ...] = ()
    builds: bool = False
    """Whether builds were asked for."""
    broken: tuple[Resource, ...] = ()
    """Resources that failed."""
    failure: Failure | None = None
    """First cause of the last operation, when that failed."""
    payload: str = ""
    """File it was made from, as its template says."""

    @property
    def start(self) -> Start:
        """What its state means."""
        return start(self.stack.status)

    @property
    def next(self) -> str:
        """What to do, with the names filled in; nothing when all is said already."""
        if self.failure is not None and self.start.act is Act.UPDATE:
            return ""
        return self.start.advice(self.stack.name, self.payload, self.place)


def overview_lines(seen: Sequence[Seen], now: datetime, *, color: bool = False) -> Iterator[str]:
    """A line for each stack, in columns; its builds below when they were asked for."""
    paint = _painted if color else _plain
    rows = [("STACK", "CHANGED", "STATE"), *(_row(each, now) for each in seen)]
    lines = list(columns(rows))
    yield paint(lines[0], _HEADING)
    for line, each in zip(lines[1:], seen, strict=True):
        state = harmless(each.start.said)
        yield f"{line_start(line.removesuffix(state))}{paint(state, _style(each.start))}"
        yield from _image_lines(each, now)


def stack_lines(seen: Seen, now: datetime, *, color: bool = False) -> Iterator[str]:
    """All about one stack."""
    paint = _painted if color else _plain
    stack = seen.stack
    name = paint(f"Stack {harmless(stack.name)}", _HEADING)
    yield f"{name} ({seen.place}) {paint(seen.start.said, _style(seen.start))}"
    yield from columns(list(_facts(seen, now)), "  ")
    yield from _section("outputs", list(stack.outputs.items()))
    rows = [(each.name, _build(each, now) if seen.builds else "") for each in seen.images]
    yield from _section("images", rows)
    yield from _broken(seen)
    if seen.failure:
        yield from _failure(seen.failure)
    if seen.next:
        yield f"  next: {harmless(seen.next)}"


def _row(seen: Seen, now: datetime) -> tuple[str, str, str]:
    return harmless(seen.stack.name), _ago(seen.stack.changed, now), harmless(seen.start.said)


def _image_lines(seen: Seen, now: datetime) -> Iterator[str]:
    if not seen.images:
        return
    if seen.builds:
        rows = [(harmless(each.name), _build(each, now)) for each in seen.images]
        yield from columns(rows, "    ")
    else:
        yield f"    {harmless(', '.join(each.name for each in seen.images))}"


def _facts(seen: Seen, now: datetime) -> Iterator[tuple[str, str]]:
    stack = seen.stack
    yield "status", f"{stack.status}{f': {harmless(stack.reason)}' if stack.reason else ''}"
    if stack.changed:
        yield "changed", f"{stack.changed:%Y-%m-%d %H:%M:%S} UTC, {_ago(stack.changed, now)}"
    yield "protected", "yes, against deletion" if stack.protected else "no"
    if seen.payload:
        yield "payload", harmless(seen.payload)
    for name, value in stack.parameters.items():
        yield "parameter", harmless(f"{name}={value}")


def _section(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield f"  {title}"
        yield from columns([(harmless(name), harmless(value)) for name, value in rows], "    ")


def _build(image: Built, now: datetime) -> str:
    """As in: available 3 days ago, next on 2026-11-29 04:00 UTC."""
    said = []
    if image.state or image.built:
        state = image.state.lower() or "built"
        said.append(f"{state} {_ago(image.built, now)}" if image.built else state)
    else:
        said.append("not built yet")
    if image.next:
        said.append(f"next build on {image.next:%Y-%m-%d %H:%M} UTC")
    return ", ".join(said)


def _broken(seen: Seen) -> Iterator[str]:
    if seen.broken:
        yield "  resources in trouble"
        rows = [
            (harmless(each.logical_id), each.type, each.status.replace("_", " ").lower())
            for each in seen.broken
        ]
        yield from columns(rows, "    ")


def _failure(failure: Failure) -> Iterator[str]:
    """What the last operation stumbled over."""
    kind = f" ({failure.type})" if failure.type else ""
    yield "  last failure"
    rows = [
        ("failed", failure.logical_id and f"{failure.logical_id}{kind}"),
        ("cause", failure.reason),
        ("from", failure.place),
        ("hint", failure.hint),
    ]
    yield from columns([(key, harmless(said)) for key, said in rows if said], "    ")


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    passed = age((now - moment).total_seconds())
    return passed if passed == "just now" else f"{passed} ago"


def _style(begin: Start) -> str:
    return _TROUBLE if begin.in_trouble else _STYLES.get(begin.act, "")


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


def _plain(text: str, style: str) -> str:  # noqa: ARG001 - stands in for `_painted`
    return text
