"""Which images there are: the AMIs of both engines, and the builds that made none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from generator.errors import AmiFactoryError, NotFoundError
from generator.operate.find import near
from generator.operate.names import (
    BUILT_BY,
    EXECUTION,
    FACTORY,
    IMAGE,
    build_arn,
    factory_of,
    image_of,
    plain,
)
from generator.operate.states import GONE_WELL, GONE_WRONG, ended
from generator.ports.builds import Amis, Build, Builds, ImageFacts, Pipeline

TAGS: Mapping[str, str] = {FACTORY: "", IMAGE: ""}
"""What AMIs of both engines carry, whatever the value. A classic AMI gets the second one last."""


@dataclass(frozen=True, slots=True)
class Row:
    """One AMI of an image."""

    factory: str
    image: str
    engine: str
    """image-builder or classic."""
    facts: ImageFacts
    version: str = ""
    """Of its build; empty for the classic engine, and when the build is not known any more."""
    source: str = ""
    """What it was built from, as its recipe says; of the classic engine the AMI, as EC2 says.

    Empty when neither tells: as the source of Image Builder's AMIs EC2 names what was copied.
    """
    parameters: tuple[str, ...] = ()
    """Names of Systems Manager parameters that hold it now."""
    ruined: str = ""
    """How its build went wrong (GONE_WRONG); empty for a good one."""
    foreign: bool = False
    """A copy that belongs to another account; of it no more is known than that it was made."""


@dataclass(frozen=True, slots=True)
class Line:
    """The builds of one pipeline that there is no AMI of."""

    pipeline: Pipeline
    running: tuple[Build, ...] = ()
    failed: tuple[Build, ...] = ()
    """Those since the last good one, newest first."""
    built: bool = False
    """Some build of it made an AMI."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What there is."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    unseen: tuple[tuple[str, str], ...] = ()
    """Regions that could not be asked, and why."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A pipeline with its builds."""

    pipeline: Pipeline
    builds: tuple[Build, ...]
    last: Build | None
    """The newest good build, with everything that is told of it."""


def inventory(
    name: str | None, builds: Builds, amis_in: Callable[[str], Amis], home: str, account: str
) -> Inventory:
    """Images of a name (an image, factory/image, a factory, a pipeline), or all of them.

    Looks in the `home` region and in those that builds went to.

    Raises:
        NotFoundError: when nothing has this name.
        AccessError: when AWS does not tell builds at all.
    """
    pipelines = [one for one in builds.pipelines() if factory_of(one)]
    known = [_known(one, builds) for one in pipelines if _means(name, *_names(one))]
    made = {ami.id: build for each in known for build in each.builds for ami in build.amis}
    regions = {home, *(ami.region for build in made.values() for ami in build.amis)}
    rows: list[Row] = []
    unseen: list[tuple[str, str]] = []
    for region in sorted(regions):
        try:
            rows += _rows(amis_in(region), name, known, made)
        except AmiFactoryError as error:
            unseen.append((region, error.message))
    rows += _copies(made.values(), account)
    if name and not known and not rows and not unseen:
        raise NotFoundError(f'no image is called "{name}" in {home}', near(name, pipelines))
    return Inventory(
        tuple(sorted(rows, key=lambda row: _order(row, home))),
        tuple(map(_line, known)),
        tuple(unseen),
    )


def _names(pipeline: Pipeline) -> tuple[str, ...]:
    return (*_spelled(factory_of(pipeline), image_of(pipeline)), pipeline.name, pipeline.arn)


def _spelled(factory: str, image: str) -> tuple[str, ...]:
    return (image, f"{factory}/{image}", factory)


def _means(name: str | None, *names: str) -> bool:
    return name is None or plain(name) in map(plain, names)


def _known(pipeline: Pipeline, builds: Builds) -> _Known:
    listed = builds.builds(pipeline.arn)
    last = next((build for build in listed if build.status in GONE_WELL), None)
    return _Known(pipeline, listed, builds.build(last.arn) if last else None)


def _line(known: _Known) -> Line:
    """What failed before the last success is history."""
    statuses = [build.status in GONE_WELL for build in known.builds]
    recent = known.builds[: statuses.index(True)] if any(statuses) else known.builds
    return Line(
        known.pipeline,
        running=tuple(build for build in known.builds if not ended(build)),
        failed=tuple(build for build in recent if ended(build) and build.status != "DELETED"),
        built=any(statuses),
    )


def _rows(
    amis: Amis, name: str | None, known: Iterable[_Known], made: Mapping[str, Build]
) -> list[Row]:
    """The AMIs of one region."""
    ours = [facts for facts in amis.tagged(TAGS) if _means(name, *_tagged(facts))]
    wanted = tuple(facts.id for facts in ours)
    last = {_key(factory_of(each.pipeline), image_of(each.pipeline)): each.last for each in known}
    by_arn = {build.arn: build for each in known for build in each.builds}
    described = amis.describe(wanted) if wanted else ()
    rows = [
        _row(facts, made.get(facts.id) or by_arn.get(facts.tags.get(BUILT_BY, "")), last)
        for facts in described
    ]
    region = rows[0].facts.region if rows else ""
    written = [one for build in last.values() if build for one in build.parameters]
    names = tuple(sorted({one.name for one in written if one.region == region}))
    held = amis.parameters(names) if names else {}
    return [replace(row, parameters=_holding(row, held)) for row in rows]


def _tagged(facts: ImageFacts) -> tuple[str, ...]:
    spelled = _spelled(facts.tags.get(FACTORY, ""), facts.tags.get(IMAGE, ""))
    return (*spelled, facts.id, facts.name)


def _row(
    facts: ImageFacts, build: Build | None, last: Mapping[tuple[str, str], Build | None]
) -> Row:
    factory, image = facts.tags.get(FACTORY, ""), facts.tags.get(IMAGE, "")
    newest = last.get(_key(factory, image))
    same = build is not None and newest is not None and build.arn == newest.arn
    classic = EXECUTION in facts.tags
    return Row(
        factory,
        image,
        "classic" if classic else "image-builder",
        facts,
        version=build.version if build else _built_by(facts),
        source=facts.parent if classic else newest.parent if newest and same else "",
        ruined=build.status if build and build.status in GONE_WRONG else "",
    )


def _built_by(facts: ImageFacts) -> str:
    """The version of a build that its pipeline does not know: a distribution without a build."""
    parts = build_arn(facts.tags.get(BUILT_BY, ""))
    return parts.version if parts else ""


def _holding(row: Row, held: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, value in held.items() if value == row.facts.id)


def _copies(builds: Iterable[Build], account: str) -> list[Row]:
    """AMIs that belong to other accounts, as their builds told of them."""
    unique = {build.arn: build for build in builds}.values()
    return [
        Row(
            build.tags.get(FACTORY, ""),
            build.tags.get(IMAGE) or build.name,
            "image-builder",
            ImageFacts(ami.id, ami.name, ami.region, "", ami.account, build.created),
            version=build.version,
            ruined=build.status if build.status in GONE_WRONG else "",
            foreign=True,
        )
        for build in unique
        for ami in build.amis
        if ami.account not in ("", account)
    ]


def _key(factory: str, image: str) -> tuple[str, str]:
    return plain(factory), plain(image)


def _order(row: Row, home: str) -> tuple[str, str, bool, str, float]:
    """By image, the home region first, then the newest."""
    born = row.facts.created.timestamp() if row.facts.created else 0.0
    region = row.facts.region
    return row.factory, row.image, region != home, region, -born
