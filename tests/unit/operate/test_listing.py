"""Which images there are."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.errors import NotFoundError
from generator.operate.follow import Run
from generator.operate.listing import inventory
from generator.operate.log import of_step, whole
from generator.operate.states import (
    ENDED,
    WrongStateError,
    cancellable,
    ended,
    retryable,
    running,
    told,
)
from generator.ports.builds import Parameter
from tests.fakes.builds import (
    ACCOUNT,
    ARN,
    FakeAmis,
    FakeBuilds,
    Frame,
    Regions,
    ami,
    at,
    build,
    facts,
    line,
    pipeline,
    step,
    workflow,
)

HOME = "eu-west-1"
GOOD = build(
    "1.0.1/1",
    amis=(ami("ami-2"), ami("ami-3", "us-east-1")),
    parent="ssm:/base",
    parameters=(Parameter(HOME, "/web/ami"),),
)
CLASSIC = facts(
    "ami-7",
    tags={
        "amifactory:factory": "old",
        "amifactory:image": "Desktop",
        "amifactory:execution": "abc",
    },
    parent="ami-0",
)


def listed(name: str | None = None, *builds, regions: Regions | None = None):
    fake = FakeBuilds(pipeline(), pipeline("by-hand", ""))
    fake.has(*(builds or (GOOD,)))
    amis = regions or Regions(
        eu_west_1=FakeAmis(
            facts("ami-1", created=at(-9000)),
            facts("ami-2"),
            CLASSIC,
            **{"/web/ami": "ami-2"},
        ),
        us_east_1=FakeAmis(facts("ami-3", "us-east-1")),
    )
    return inventory(name, fake, amis, HOME, ACCOUNT)


def test_amis_of_both_engines_and_all_regions_are_listed_newest_first() -> None:
    assert [
        ("old", "Desktop", "classic", HOME, "ami-7", ""),
        ("web", "Server", "image-builder", HOME, "ami-2", "1.0.1/1"),
        ("web", "Server", "image-builder", HOME, "ami-1", ""),
        ("web", "Server", "image-builder", "us-east-1", "ami-3", "1.0.1/1"),
    ] == [
        (row.factory, row.image, row.engine, row.facts.region, row.facts.id, row.version)
        for row in listed().rows
    ]


def test_sources_and_parameters_are_told() -> None:
    assert {
        "ami-7": ("ami-0", ()),
        "ami-2": ("ssm:/base", ("/web/ami",)),
        "ami-1": ("", ()),
        "ami-3": ("ssm:/base", ()),
    } == {row.facts.id: (row.source, row.parameters) for row in listed().rows}


@pytest.mark.parametrize("name", ["Server", "server", "web/Server", "web"])
def test_a_name_is_an_image_or_a_factory(name: str) -> None:
    assert {"ami-1", "ami-2", "ami-3"} == {row.facts.id for row in listed(name).rows}


def test_an_image_of_the_classic_engine_needs_no_pipeline() -> None:
    found = listed("desktop")

    assert (["ami-7"], ()) == ([row.facts.id for row in found.rows], found.lines)


def test_an_ami_can_be_named_by_its_id() -> None:
    assert ["ami-7"] == [row.facts.id for row in listed("ami-7").rows]


def test_an_unknown_name_is_answered_with_what_comes_near() -> None:
    with pytest.raises(NotFoundError, match='no image is called "servr"') as error:
        listed("servr")

    assert "did you mean web/server?" == error.value.hint


def test_an_ami_that_no_pipeline_knows_tells_its_build_by_its_tag() -> None:
    tags = {**facts().tags, "Ec2ImageBuilderArn": f"{ARN}:image/web-server/1.0.7/2"}
    regions = Regions(
        eu_west_1=FakeAmis(facts("ami-9", tags=tags)), us_east_1=FakeAmis(facts("ami-3"))
    )

    assert "1.0.7/2" == listed(regions=regions).rows[0].version


def test_builds_that_failed_since_the_last_good_one_are_told() -> None:
    builds = [
        build("1.0.4/1", "BUILDING"),
        build("1.0.3/1", "FAILED"),
        build("1.0.2/1", "CANCELLED"),
        GOOD,
        build("1.0.0/1", "FAILED"),
    ]
    found = listed(None, *builds).lines[0]

    assert (["1.0.4/1"], ["1.0.3/1", "1.0.2/1"], True) == (
        [one.version for one in found.running],
        [one.version for one in found.failed],
        found.built,
    )


def test_amis_of_builds_that_went_wrong_are_marked_and_tell_no_source() -> None:
    """EC2 names the intermediate AMI as theirs, of which nobody has heard."""
    tags = {**facts().tags, "Ec2ImageBuilderArn": f"{ARN}:image/web-server/1.0.3/1"}
    regions = Regions(
        eu_west_1=FakeAmis(
            facts("ami-2"),
            facts("ami-4", parent="ami-9"),
            facts("ami-5", parent="ami-9", tags=tags),
            facts("ami-6", parent="ami-9"),
        ),
        us_east_1=FakeAmis(),
    )
    builds = (
        build("1.0.3/1", "FAILED"),
        build("1.0.2/1", "CANCELLED", amis=(ami("ami-4"),)),
        GOOD,
    )

    assert {
        "ami-2": ("", "ssm:/base"),
        "ami-4": ("CANCELLED", ""),
        "ami-5": ("FAILED", ""),
        "ami-6": ("", ""),
    } == {
        row.facts.id: (row.ruined, row.source)
        for row in listed(None, *builds, regions=regions).rows
    }


def test_copies_of_other_accounts_are_rows_of_which_little_is_known() -> None:
    copied = replace(GOOD, amis=(*GOOD.amis, ami("ami-8", "us-east-1", "444455556666")))
    row = next(row for row in listed(None, copied).rows if row.facts.id == "ami-8")

    assert (True, "444455556666", "web", "Server") == (
        row.foreign,
        row.facts.owner,
        row.factory,
        row.image,
    )


def test_a_region_that_cannot_be_asked_is_told() -> None:
    found = listed(regions=Regions(eu_west_1=FakeAmis(facts("ami-2"))))

    assert ((("us-east-1", "us-east-1 does not answer"),), ["ami-2"]) == (
        found.unseen,
        [row.facts.id for row in found.rows],
    )


def test_the_running_build_is_the_newest_that_has_not_ended() -> None:
    builds = (build("1.0.3/1", "FAILED"), build("1.0.2/1", "TESTING"), build("1.0.1/1", "PENDING"))

    assert ("1.0.2/1", None) == (running(builds).version, running(builds[:1]))


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_has_ended_cannot_be_cancelled(status: str) -> None:
    assert ended(build(status=status))
    with pytest.raises(WrongStateError, match=re.escape(told(build(status=status)))):
        cancellable(build(status=status))


def test_only_what_went_wrong_can_be_retried() -> None:
    failed = build(status="FAILED")

    assert failed == retryable(failed)
    with pytest.raises(WrongStateError, match=r"web-server 1\.0\.0/1 is available"):
        retryable(build())


def test_the_whole_log_is_in_the_order_of_time_and_of_this_build_alone() -> None:
    fake = FakeBuilds()
    fake.plays(Frame(build(), lines=(line(5, "b"), line(1, "a"))))
    fake.plays(Frame(build("1.0.0/10"), lines=(line(0, "other"),)))

    assert ["a", "b"] == [each.text for each in whole(build(), fake)]


def test_the_log_of_a_step_is_what_was_told_while_it_ran() -> None:
    apply = step("Apply", started=at(10), ended=at(20))
    lines = [line(9, "before"), line(10, "first"), line(24, "last"), line(26, "after")]

    assert ["first", "last"] == [
        each.text for each in of_step(lines, [Run(workflow(), (apply,))], "apply")
    ]


def test_a_step_that_is_none_is_answered_with_those_there_are() -> None:
    begun = [step(name, started=at(1)) for name in ("Launch", "Apply")]
    runs = [Run(workflow(), (*begun, step("Collect", "SKIPPED")))]

    with pytest.raises(NotFoundError, match='the build has no step "x"') as error:
        of_step([], runs, "x")

    assert "it has Launch, Apply" == error.value.hint
