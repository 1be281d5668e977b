"""`defaults`: what images inherit, and that a mistake there is said once, but always."""

from __future__ import annotations

from textwrap import dedent

from generator.payload.document import parse
from generator.payload.load import Loaded, load


def loaded(text: str) -> Loaded:
    return load(parse("web.yaml", dedent(text).encode()))


def schedules(text: str) -> list[tuple[str, str] | None]:
    payload = loaded(text).payload
    assert payload is not None
    found = [image.schedule for image in payload.amis]
    return [(each.expression, each.timezone) if each else None for each in found]


def test_maps_merge_and_lists_replace() -> None:
    payload = loaded(
        """
        defaults:
          amiTags: {Team: web, Stage: test}
          accounts: ["111122223333"]
        amis:
          - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}
          - imageName: api
            sourceImage: ami-0de53d8956e8dcf80
            amiTags: {Stage: prod}
            accounts: ["222233334444"]
        """
    ).payload

    assert payload is not None
    assert [{"Team": "web", "Stage": "test"}, {"Team": "web", "Stage": "prod"}] == [
        image.ami_tags for image in payload.amis
    ]
    assert [("111122223333",), ("222233334444",)] == [image.accounts for image in payload.amis]


def test_an_image_gives_the_time_and_keeps_the_default_time_zone() -> None:
    assert [("rate(7 days)", "Europe/Berlin")] == schedules(
        """
        defaults: {schedule: {timezone: Europe/Berlin}}
        amis:
          - {imageName: web, sourceImage: ami-0de53d8956e8dcf80, schedule: rate(7 days)}
        """
    )


def test_a_default_time_zone_alone_schedules_nothing() -> None:
    assert [None] == schedules(
        """
        defaults: {schedule: {timezone: Europe/Berlin}}
        amis:
          - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}
        """
    )


def test_a_default_time_serves_images_that_change_only_the_zone() -> None:
    assert [("rate(7 days)", "Asia/Tokyo")] == schedules(
        """
        defaults: {schedule: rate(7 days)}
        amis:
          - imageName: web
            sourceImage: ami-0de53d8956e8dcf80
            schedule: {timezone: Asia/Tokyo}
        """
    )


def test_a_mistake_in_defaults_is_said_once() -> None:
    found = loaded(
        """
        defaults: {accounts: ["12"]}
        amis:
          - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}
          - {imageName: api, sourceImage: ami-0de53d8956e8dcf80}
        """
    ).findings

    assert ["AF204"] == [finding.code for finding in found]


def test_a_mistake_that_only_shows_in_an_image_is_said() -> None:
    """Nothing that stops a payload goes unsaid: no payload means findings."""
    result = loaded(
        """
        defaults: {schedule: {timezone: Europe/Berlin}}
        amis:
          - {imageName: web, sourceImage: ami-0de53d8956e8dcf80, schedule: {when: always}}
        """
    )

    assert result.payload is None
    assert ["AF202"] == [finding.code for finding in result.findings]
