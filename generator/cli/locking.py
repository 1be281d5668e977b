"""What `lock` does: every script fetched once, compared, and written down."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from generator.cli import accepting, reporting, sharing, streams, wiring
from generator.cli.locks import Beside, lock_beside
from generator.cli.options import Asked
from generator.cli.script_cache import ScriptCache
from generator.errors import AmiFactoryError, Exit
from generator.findings import Report
from generator.lock import pins
from generator.lock.changes import Change, Kind, applied, changes, stale
from generator.lock.text import to_text
from generator.output import commit, stage, staging
from generator.payload.credentials import masked
from generator.payload.model import Payload
from generator.payload.url import is_file
from generator.ports.scripts import Scripts
from generator.present.foreign import harmless, line_start

MOST_LINES = 60
"""Of a difference; a script that changed more is read elsewhere."""
MOST_COMPARED = 10_000
"""Lines of a script; the time that a comparison takes grows with their square, or worse."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    check: bool = False
    private_hosts: bool = False
    prune: bool = False
    profile: str | None = None


class NotFetchedError(AmiFactoryError):
    """Scripts that cannot be had, all told together; no lock is written."""

    exit_code = Exit.MACHINE

    def __init__(self, causes: Sequence[AmiFactoryError]) -> None:
        super().__init__(causes[0].message, causes[0].hint)
        self.causes = tuple(causes)


@dataclass(frozen=True)
class Folder:
    """The payloads of one folder, which share a lock."""

    beside: Beside
    uses: Mapping[str, tuple[str, ...]]
    """Bootstrap URL -> names of the images it makes."""


def run(files: tuple[str, ...], order: Order, asked: Asked) -> Exit:
    """Look at every script, and bring the locks up to date.

    Raises:
        NotFetchedError: when a script cannot be had.
        OutputError: when a lock cannot be written.
    """
    payloads, report = _payloads(files, asked)
    if report.failed or asked.for_programs:
        status = reporting.finish(report, asked)
        if status:
            return status
    folders = _folders(payloads)
    if not any(each.uses or each.beside.lock.pins for each in folders):
        _nothing(payloads)
        return Exit.DONE
    cache = ScriptCache()
    found = _fetched(sorted({url for each in folders for url in each.uses}), order)
    outdated = [_renew(each, found, cache, order) for each in folders]
    return Exit.CHANGES if order.check and any(outdated) else Exit.DONE


def _nothing(payloads: Mapping[str, Payload]) -> None:
    """Say that nothing is fetched, so nothing can change."""
    scripts = any(image.bootstrap_url for each in payloads.values() for image in each.amis)
    beside = "a script beside its payload is part of the template"
    why = beside if scripts else "no image has a bootstrapUrl"
    streams.err(f"nothing to lock: {why}\n")


def _payloads(files: tuple[str, ...], asked: Asked) -> tuple[dict[str, Payload], Report]:
    accepted = accepting.suppressions(asked.suppress)
    reports, payloads = [], {}
    for file in files:
        stack = wiring.stack(file, accepted)
        reports.append(stack.report)
        if stack.loaded.payload is not None:
            payloads[file] = stack.loaded.payload
    return payloads, sharing.together(reports)


def _folders(payloads: Mapping[str, Payload]) -> list[Folder]:
    places: dict[Path, dict[str, list[str]]] = {}
    besides: dict[Path, Beside] = {}
    for file, payload in payloads.items():
        beside = lock_beside(file)
        place = beside.path.resolve()
        besides.setdefault(place, beside)
        uses = places.setdefault(place, {})
        for image in payload.amis:
            if image.bootstrap_url and not is_file(image.bootstrap_url):
                uses.setdefault(image.bootstrap_url, []).append(image.image_name)
    return [
        Folder(besides[path], {url: tuple(names) for url, names in uses.items()})
        for path, uses in places.items()
    ]


def _fetched(urls: Iterable[str], order: Order) -> dict[str, bytes]:
    """Every script, or everything that keeps one away."""
    sources = _Sources(order)
    found, causes = {}, []
    for url in urls:
        try:
            found[url] = sources.of(url).fetch(url)
        except AmiFactoryError as error:
            causes.append(error)
    if causes:
        raise NotFetchedError(causes)
    return found


@dataclass
class _Sources:
    order: Order

    def of(self, url: str) -> Scripts:
        return self.s3 if url.startswith("s3://") else self.https

    @cached_property
    def s3(self) -> Scripts:
        from generator.aws import objects

        return objects.connect(None, self.order.profile)

    @cached_property
    def https(self) -> Scripts:
        from generator.fetch.https import HttpsScripts

        return HttpsScripts(self.order.private_hosts)


def _renew(folder: Folder, fetched: Mapping[str, bytes], cache: ScriptCache, order: Order) -> bool:
    """Tell what has changed, and write it down; True when there was something to change."""
    today = datetime.now(UTC).date()
    now = [pins.pin(url, fetched[url], today) for url in folder.uses]
    found = changes(folder.beside.lock, now, prune=order.prune)
    for change in found:
        _tell(change, folder, fetched, cache)
    if order.check or not stale(found):
        return stale(found)
    path = folder.beside.path
    with staging(path.parent) as place:
        commit([stage(path, to_text(applied(folder.beside.lock, found)), place)])
    for pin in now:
        cache.keep(pin.sha256, fetched[pin.url])
    streams.err(f"written  {path}; commit it with the payloads\n")
    return True


def _tell(change: Change, folder: Folder, fetched: Mapping[str, bytes], cache: ScriptCache) -> None:
    now = change.now or change.before
    digest = f"{now.sha256[:12]}, {now.size} bytes" if now else ""
    streams.out(line_start(f"{change.kind:<8} {change.url} ({digest})") + "\n")
    if change.kind is Kind.CHANGED:
        for line in _difference(change, fetched[change.url], cache):
            streams.out(line_start(f"  {line}") + "\n")
    if change.kind in (Kind.CHANGED, Kind.ADDED):
        names = ", ".join(folder.uses[change.url])
        streams.out(f"         {harmless(f'the next build makes anew: {names}')}\n")


def _difference(change: Change, new: bytes, cache: ScriptCache) -> Iterator[str]:
    old = cache.get(change.before.sha256) if change.before else None
    if old is None:
        yield "the old text is not on this machine; compare the two in version control"
        return
    before, now = _lines(old), _lines(new)
    if max(len(before), len(now)) > MOST_COMPARED:
        yield f"too many lines to compare here ({len(before):,} and {len(now):,})"
        return
    lines = list(difflib.unified_diff(before, now, "locked", "now", lineterm="", n=2))
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"... and {len(lines) - MOST_LINES} lines more"


def _lines(data: bytes) -> list[str]:
    """What may be shown: a log is read by more people than a script."""
    return masked(data.decode("utf-8", "backslashreplace")).splitlines()
