"""What cron expressions mean: their words, their firings, and clocks that change."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from generator.payload.schedule_expression import Cron, parse

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def firings(text, count, start=NOW, zone=UTC):
    """The next firings as clocks in the zone show them."""
    schedule, found = parse(text), []
    for _ in range(count):
        start = schedule.after(start, zone)
        found.append(start and start.strftime("%a %Y-%m-%d %H:%M"))
        if start is None:
            break
    return found


MEANINGS = [
    # times of day
    ("0 4 ? * SUN *", "at 04:00 every Sunday", ["Sun 2026-11-29 04:00", "Sun 2026-12-06 04:00"]),
    ("* * * * ? *", "every minute", ["Sun 2026-11-22 12:01", "Sun 2026-11-22 12:02"]),
    ("0/15 * * * ? *", "every 15 minutes", ["Sun 2026-11-22 12:15", "Sun 2026-11-22 12:30"]),
    ("30 * * * ? *", "at minute 30 of every hour", ["Sun 2026-11-22 12:30"]),
    ("5,10,15 * * * ? *", "at minutes 5, 10 and 15 of every hour", ["Sun 2026-11-22 12:05"]),
    ("0 0-8 * * ? *", "at minute 0 of hours 0 to 8, every day", ["Mon 2026-11-23 00:00"]),
    ("5/20 12-13 * * ? *", "at 12:05, 12:25, 12:45, 13:05, 13:25 and 13:45 every day", None),
    ("0 0/4 * * ? *", "at 00:00, 04:00, 08:00, 12:00, 16:00 and 20:00 every day", None),
    (
        "0 */2 * * ? *",
        "at minute 0 of every 2nd hour, every day",
        ["Sun 2026-11-22 14:00", "Sun 2026-11-22 16:00"],
    ),
    (
        "*/7 1/2 * * ? *",
        "at every 7th minute from 0 to 56 of every 2nd hour from 1 to 23, every day",
        ["Sun 2026-11-22 13:00", "Sun 2026-11-22 13:07"],
    ),
    (
        "50-3 4 * * ? *",
        "at minutes 50 to 3 of hour 4, every day",
        ["Mon 2026-11-23 04:00", "Mon 2026-11-23 04:01"],
    ),
    (
        "0 22-2 ? * 7 *",
        "at 00:00, 01:00, 02:00, 22:00 and 23:00 every Saturday",
        ["Sat 2026-11-28 00:00", "Sat 2026-11-28 01:00"],
    ),
    ("* 4 * * ? *", "every minute of hour 4, every day", ["Mon 2026-11-23 04:00"]),
    # days of the week: 1 is Sunday
    ("15 10 ? * 1 *", "at 10:15 every Sunday", ["Sun 2026-11-29 10:15"]),
    (
        "0 18 ? * mon-fri *",
        "at 18:00 every day from Monday to Friday",
        ["Mon 2026-11-23 18:00", "Tue 2026-11-24 18:00"],
    ),
    ("0 10 ? * 1-5 *", "at 10:00 every day from Sunday to Thursday", ["Mon 2026-11-23 10:00"]),
    ("0 0 ? * SAT-SUN *", "at 00:00 every Saturday and Sunday", ["Sat 2026-11-28 00:00"]),
    (
        "0 0 ? * FRI-MON *",
        "at 00:00 every day from Friday to Monday",
        ["Mon 2026-11-23 00:00", "Fri 2026-11-27 00:00"],
    ),
    (
        "0 0 ? * Mon,4-6 *",
        "at 00:00 every Monday and Wednesday to Friday",
        ["Mon 2026-11-23 00:00", "Wed 2026-11-25 00:00"],
    ),
    ("0 12 ? * * *", "at 12:00 every day", ["Mon 2026-11-23 12:00"]),
    ("0 12 ? * MON-SUN *", "at 12:00 every day", ["Mon 2026-11-23 12:00"]),
    # weekdays of a month
    (
        "30 2 ? * 2#1 *",
        "at 02:30 on the first Monday of each month",
        ["Mon 2026-12-07 02:30", "Mon 2027-01-04 02:30"],
    ),
    ("30 22 ? * tue#2 *", "at 22:30 on the second Tuesday of each month", None),
    (
        "0 0 ? * sat#4,2 *",
        "at 00:00 on the second and fourth Saturday of each month",
        ["Sat 2026-11-28 00:00", "Sat 2026-12-12 00:00"],
    ),
    (
        "0 0 ? * MON#5 *",
        "at 00:00 on the fifth Monday of each month that has one",
        ["Mon 2026-11-30 00:00", "Mon 2027-03-29 00:00"],
    ),
    (
        "0 0 ? * 6L *",
        "at 00:00 on the last Friday of each month",
        ["Fri 2026-11-27 00:00", "Fri 2026-12-25 00:00", "Fri 2027-01-29 00:00"],
    ),
    ("0 0 ? * friL 2027", "at 00:00 on the last Friday of each month in 2027", None),
    ("0 0 ? * L *", "at 00:00 every Saturday", ["Sat 2026-11-28 00:00"]),
    # days of the month
    ("0 8 1 * ? *", "at 08:00 on the 1st of each month", ["Tue 2026-12-01 08:00"]),
    (
        "0 0 1-3,11,13,22,28-3 * ? *",
        "at 00:00 on the 1st to 3rd, 11th, 13th, 22nd and 28th to 31st of each month",
        ["Sat 2026-11-28 00:00"],
    ),
    (
        "0 0 */2 * ? *",
        "at 00:00 on every 2nd day from the 1st to the 31st of each month",
        ["Mon 2026-11-23 00:00", "Wed 2026-11-25 00:00"],
    ),
    (
        "0 0 31 * ? *",
        "at 00:00 on the 31st of each month that has one",
        ["Thu 2026-12-31 00:00", "Sun 2027-01-31 00:00", "Wed 2027-03-31 00:00"],
    ),
    (
        "0 0 L * ? *",
        "at 00:00 on the last day of each month",
        ["Mon 2026-11-30 00:00", "Thu 2026-12-31 00:00"],
    ),
    ("0 0 L-1 * ? *", "at 00:00 on the day before the last day of each month", None),
    (
        "0 0 L-3 2 ? *",
        "at 00:00 on the 3rd day before the last day of February",
        ["Thu 2027-02-25 00:00", "Sat 2028-02-26 00:00"],
    ),
    (
        "0 0 LW * ? *",
        "at 00:00 on the last weekday of each month",
        ["Mon 2026-11-30 00:00", "Thu 2026-12-31 00:00", "Fri 2027-01-29 00:00"],
    ),
    (
        "0 6 15W JAN,JUL ? *",
        "at 06:00 on the weekday nearest the 15th of January and July",
        ["Fri 2027-01-15 06:00", "Thu 2027-07-15 06:00", "Fri 2028-01-14 06:00"],
    ),
    (
        "0 0 1W 5,8 ? *",
        "at 00:00 on the weekday nearest the 1st of May and August",
        ["Mon 2027-05-03 00:00", "Mon 2027-08-02 00:00"],
    ),
    ("0 0 31W 1 ? *", "at 00:00 on the weekday nearest the 31st of January", None),
    ("0 0 30W * ? *", "at 00:00 on the weekday nearest the 30th of each month that has one", None),
    # months and years
    ("0 0 ? NOV-FEB 2 *", "at 00:00 every Monday from November to February", None),
    (
        "0 0 1 */3 ? *",
        "at 00:00 on the 1st of January, April, July and October",
        ["Fri 2027-01-01 00:00", "Thu 2027-04-01 00:00"],
    ),
    ("0 0 1 jun-aug ? *", "at 00:00 on the 1st of each month from June to August", None),
    ("* * * 2 ? *", "every minute, in February", ["Mon 2027-02-01 00:00"]),
    (
        "0 0 29 2 ? *",
        "at 00:00 on the 29th of February",
        ["Tue 2028-02-29 00:00", "Sun 2032-02-29 00:00"],
    ),
    ("0 0 1 1 ? 2026-2030", "at 00:00 on the 1st of January from 2026 to 2030", None),
    (
        "0 0 1 1 ? 2028,2199",
        "at 00:00 on the 1st of January in 2028 and 2199",
        ["Sat 2028-01-01 00:00", "Tue 2199-01-01 00:00", None],
    ),
    (
        "0 0 1 1 ? 1970/2",
        "at 00:00 on the 1st of January every 2nd year from 1970 to 2198",
        ["Sat 2028-01-01 00:00", "Tue 2030-01-01 00:00"],
    ),
]


@pytest.mark.parametrize(("fields", "words", "expected"), MEANINGS, ids=str)
def test_words_and_next_firings(fields, words, expected):
    assert words == parse(f"cron({fields})").words()
    if expected:
        assert expected == firings(f"cron({fields})", len(expected))


def test_two_spellings_of_one_schedule_are_equal():
    assert parse("cron(0/15 00 ? JAN FRI *)") == parse("cron(0,15,30,45 0 ? 1 6 1970-2199)")


def test_hash_list_and_lone_last_weekday_are_in_doubt():
    """AWS's own pages contradict each other on these two."""
    texts = ("cron(0 0 ? * L *)", "cron(0 0 ? * SAT#2,4 *)", "cron(0 0 ? * SAT#2 *)")

    expected = [
        "AWS's pages disagree on L in day-of-week: Saturday or Sunday",
        "AWS's pages disagree on SAT#2,4 in day-of-week: allowed or not",
        "",
    ]
    assert expected == [parse(text).doubt for text in texts]


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("11:59:59.999999", "Sun 2026-11-22 12:00"),
        ("12:00:00.000000", "Mon 2026-11-23 12:00"),
        ("12:00:00.000001", "Mon 2026-11-23 12:00"),
    ],
)
def test_fires_strictly_after_the_moment(clock, expected):
    moment = datetime.fromisoformat(f"2026-11-22T{clock}+00:00")

    assert [expected] == firings("cron(0 12 * * ? *)", 1, moment)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(BERLIN, "2026-11-23T04:00:00+01:00"), (NEW_YORK, "2026-11-23T04:00:00-05:00")],
)
def test_clock_is_that_of_the_zone(zone, expected):
    """Whatever zone the moment is told in."""
    daily = parse("cron(0 4 * * ? *)")

    assert expected == daily.after(NOW, zone).isoformat()
    assert expected == daily.after(NOW.astimezone(NEW_YORK), zone).isoformat()


def test_times_that_clocks_skip_in_spring_do_not_fire():
    """Berlin goes from 02:00 to 03:00 on 28 March 2027."""
    start = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)

    expected = ["Mon 2027-03-29 02:30", "Tue 2027-03-30 02:30"]
    assert expected == firings("cron(30 2 * * ? *)", 2, start, BERLIN)
    expected = ["Sun 2027-03-28 01:30", "Sun 2027-03-28 03:30"]
    assert expected == firings("cron(30 1-3 28 * ? *)", 2, start, BERLIN)


def test_a_day_that_a_zone_skipped_does_not_fire():
    """Samoa crossed the date line and had no 30 December 2011."""
    last_minute = datetime(2011, 12, 30, 9, 59, tzinfo=UTC)

    expected = ["Sat 2011-12-31 00:00"]
    assert expected == firings("cron(0/5 * * * ? *)", 1, last_minute, ZoneInfo("Pacific/Apia"))


def test_times_that_clocks_repeat_in_autumn_fire_once():
    """New York goes from 02:00 back to 01:00 on 1 November 2026: the first 01:30 counts."""
    start = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    half_hourly = parse("cron(0/30 * * * ? *)")
    found = []
    for _ in range(4):
        start = half_hourly.after(start, NEW_YORK)
        found.append(start.isoformat())

    expected = [
        "2026-11-01T01:00:00-04:00",
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T02:00:00-05:00",
        "2026-11-01T02:30:00-05:00",
    ]
    assert expected == found


def test_a_moment_in_the_repeated_hour_waits_for_the_hour_after():
    second_pass = datetime(2026, 11, 1, 6, 10, tzinfo=UTC).astimezone(NEW_YORK)

    expected = "2026-11-01T02:00:00-05:00"
    assert expected == parse("cron(0/10 * * * ? *)").after(second_pass, NEW_YORK).isoformat()


@pytest.mark.parametrize(
    ("fields", "never"),
    [
        ("0 0 31 2 ? *", True),
        ("0 0 30 FEB ? *", True),
        ("0 0 31 4,6,9,11 ? *", True),
        ("0 0 31W 4 ? *", True),
        ("0 0 L-30 4 ? *", True),
        ("0 0 29 2 ? 2027", True),
        ("0 0 29 2 ? 2100", True),
        ("0 0 ? 2 1#5 2026-2027", True),
        ("0 0 L-30 * ? *", False),
        ("0 0 29 2 ? *", False),
        ("0 0 ? 2 1#5 *", False),
        ("0 0 1 1 ? 1999", False),
    ],
)
def test_never_fires(fields, never):
    schedule = parse(f"cron({fields})")

    assert never == schedule.never_fires()
    assert never == (schedule.after(datetime(1960, 1, 1, tzinfo=UTC), UTC) is None)


def test_never_fires_again_after_its_last_year():
    past = parse("cron(0 0 1 1 ? 1999)")

    expected = [False, False, True, True]
    assert expected == [past.never_fires(year) for year in (1, 1999, 2000, 12345)]
    assert past.after(NOW, UTC) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime.min.replace(tzinfo=UTC), "1970-01-01T00:00:00+14:00"),
        (datetime(1969, 12, 31, 9, 59, tzinfo=UTC), "1970-01-01T00:00:00+14:00"),
        (datetime(2199, 12, 30, 9, 59, tzinfo=UTC), "2199-12-31T00:00:00+14:00"),
    ],
)
def test_the_calendar_runs_from_1970_to_2199(moment, expected):
    far_east = timezone(timedelta(hours=14))

    assert expected == parse("cron(0 0 * * ? *)").after(moment, far_east).isoformat()


def test_the_last_day_is_longest_in_the_west():
    far_west = timezone(timedelta(hours=-12))
    moment = datetime(2200, 1, 1, 11, 58, tzinfo=UTC)

    expected = ["Tue 2199-12-31 23:59", None]
    assert expected == firings("cron(* * * * ? *)", 2, moment, far_west)


@pytest.mark.parametrize("moment", ["2199-12-31T23:59:00Z", "9999-12-31T23:59:59Z"])
def test_no_firing_after_2199(moment):
    assert parse("cron(* * * * ? *)").after(datetime.fromisoformat(moment), UTC) is None


def test_moment_without_zone_is_refused():
    """Python would take it for the machine's own time."""
    with pytest.raises(ValueError, match="2026-11-22T12:00:00 has no time zone"):
        parse("cron(* * * * ? *)").after(NOW.replace(tzinfo=None), UTC)


def test_parse_gives_a_cron():
    assert isinstance(parse("cron(0 4 ? * SUN *)"), Cron)
