"""In these tests it is 1 June 2026."""

import pytest


def image(schedule):
    return f"amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n{schedule}"


def test_a_day_that_no_month_has(findings, told):
    text = image("    schedule: cron(0 4 31 2 ? *)\n")
    expected = "4:15: the schedule never fires: no date fits at 04:00 on the 31st of February"
    assert [expected] == told(text, "AF305")
    assert [f.hint for f in findings(text, "AF305")] == ["correct the day or the month"]


def test_a_year_that_has_passed(told):
    text = image("    schedule: {expression: cron(0 4 1 1 ? 2025)}\n")
    expected = (
        "4:28: the schedule has fired for the last time: at 04:00 on the 1st of January in 2025"
    )
    assert [expected] == told(text, "AF305")


def test_a_time_that_the_clocks_always_skip(told):
    """Berlin's clocks go from 02:00 to 03:00 on the last Sunday of March."""
    text = image("    schedule: {expression: cron(30 2 ? 3 1L *), timezone: Europe/Berlin}\n")
    expected = (
        "4:28: the schedule never fires: the clocks of Europe/Berlin always skip "
        "at 02:30 on the last Sunday of March"
    )
    assert [expected] == told(text, "AF305")


@pytest.mark.parametrize(
    "expression",
    [
        "cron(0 0 1 6 ? 2026)",  # today
        "cron(0 4 29 2 ? *)",  # in 2028
        "rate(1 day)",
        "cron(0 25 ? * SUN *)",  # no expression: another rule's
    ],
)
def test_schedules_that_fire_some_day(told, expression):
    assert told(image(f"    schedule: {expression}\n"), "AF305") == []


def test_an_unknown_time_zone_is_left_to_its_rule(told):
    text = image("    schedule: {expression: cron(0 4 ? * SUN *), timezone: Mars/Base}\n")
    assert told(text, "AF305") == []
