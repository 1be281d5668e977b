"""The images there are, for people: a table an image."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from generator.operate.listing import Inventory, Line, Row
from generator.operate.names import factory_of, image_of, plain, title, typed
from generator.ports.builds import Build, ImageFacts
from generator.present.columns import columns
from generator.present.elapsed import age
from generator.present.foreign import harmless

HEAD = ("region", "AMI", "version", "age", "shared with", "in use", "")
FAILED = 3
"""Failed builds that are told of an image."""
Command = Callable[..., str]
WIDE = 160
"""Characters of why one failed; its log tells the rest."""


def who(facts: ImageFacts) -> str:
    """Everybody who may launch an AMI."""
    if facts.public or "all" in facts.shared:
        return "everyone"
    return ", ".join((f"{facts.owner} (this account)", *facts.shared))


def inventory_lines(inventory: Inventory, now: datetime, command: Command) -> Iterator[str]:
    """Each image with its AMIs, builds under way and builds that failed.

    `command` writes a command of ours that acts in the same place.
    """
    rows = {key: list(some) for key, some in groupby(inventory.rows, key=_key)}
    lines = {_line_key(line): line for line in inventory.lines}
    for key in sorted({*rows, *lines}):
        yield from _image(rows.get(key, []), lines.get(key), now, command)
    for region, why in inventory.unseen:
        yield harmless(f"note: {region} could not be asked: {why}")


def _key(row: Row) -> tuple[str, str]:
    return plain(row.factory), plain(row.image)


def _line_key(line: Line) -> tuple[str, str]:
    return plain(factory_of(line.pipeline)), plain(image_of(line.pipeline))


def _image(
    rows: Sequence[Row], line: Line | None, now: datetime, command: Command
) -> Iterator[str]:
    yield harmless(_title(rows, line))
    if rows:
        table = [HEAD, *(_cells(row, now) for row in rows)]
        yield from columns(table, "  ")
    if line is None:
        return
    yield from (f"  {_building(build, now)}" for build in line.running)
    yield from (f"  {_failed(build, now)}" for build in line.failed[:FAILED])
    if line.failed and not line.running:
        yield f"  `{command('logs', typed(line.pipeline))}` shows the log of the newest"
    if not rows and not line.running and not line.failed:
        built = "its AMIs are gone" if line.built else "not built yet"
        yield f"  {built}: `{command('build', typed(line.pipeline))}` builds it"


def _title(rows: Sequence[Row], line: Line | None) -> str:
    name = title(line.pipeline) if line else f"{rows[0].factory}/{rows[0].image}"
    engines = sorted({row.engine for row in rows} | ({"image-builder"} if line else set()))
    source = next((row.source for row in rows if row.source), "")
    return f"{name} ({' and '.join(engines)}{f', from {source}' if source else ''})"


def _cells(row: Row, now: datetime) -> tuple[str, ...]:
    facts = row.facts
    return (
        facts.region,
        facts.id,
        row.version or "-",
        age((now - facts.created).total_seconds()) if facts.created else "-",
        f"copy of {facts.owner}" if row.foreign else _shared(facts),
        "" if row.foreign else _used(facts, now),
        harmless(", ".join(_remarks(row, now))),
    )


def _shared(facts: ImageFacts) -> str:
    """Short enough for a table; JSON has everything."""
    if facts.public or "all" in facts.shared:
        return "everyone"
    if len(facts.shared) <= 1:
        return "".join(_name(one) for one in facts.shared) or "-"
    accounts = [one for one in facts.shared if one.isdigit()]
    others = len(facts.shared) - len(accounts)
    counted = (_counted(len(accounts), "account"), _counted(others, "organization or unit", ""))
    return ", ".join(filter(None, counted))


def _name(one: str) -> str:
    """The last part of an organization's or unit's ARN."""
    return one.rpartition("/")[2]


def _counted(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{plural if number > 1 else ''}" if number else ""


def _used(facts: ImageFacts, now: datetime) -> str:
    if facts.instances:
        return _counted(facts.instances, "instance")
    if facts.last_launched:
        said = age((now - facts.last_launched).total_seconds())
        return f"launched {said}" if said == "just now" else f"launched {said} ago"
    return "?" if facts.instances is None else "no"


def _remarks(row: Row, now: datetime) -> Iterator[str]:
    facts = row.facts
    if row.ruined:
        yield f"of a {row.ruined.lower()} build"
    if facts.state not in ("", "available"):
        yield facts.state
    if facts.deprecated:
        yield "deprecated" if facts.deprecated <= now else f"deprecated {facts.deprecated:%Y-%m-%d}"
    if facts.encrypted:
        yield "encrypted"
    yield from row.parameters


def _building(build: Build, now: datetime) -> str:
    return harmless(f"{build.version} is {build.status.lower()}{_ago(build, now, ', since ', '')}")


def _failed(build: Build, now: datetime) -> str:
    verb = "cancelled" if build.status == "CANCELLED" else "failed"
    why = f": {build.reason}" if build.reason else ""
    return harmless(_cut(f"{build.version} {verb}{_ago(build, now, ' ', ' ago')}{why}"))


def _cut(text: str) -> str:
    return text if len(text) <= WIDE else f"{text[: WIDE - 3]}..."


def _ago(build: Build, now: datetime, before: str, after: str) -> str:
    if build.created is None:
        return ""
    said = age((now - build.created).total_seconds())
    return f", {said}" if said == "just now" else f"{before}{said}{after}"
