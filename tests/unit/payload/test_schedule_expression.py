"""Schedule expressions that AWS would refuse, rates, and time zone names."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from generator.findings import Span
from generator.payload.nodes import Scalar
from generator.payload.schedule_expression import (
    ExpressionError,
    Rate,
    known_timezone,
    near_timezones,
    parse,
)

SIX = "Image Builder wants 6: minute hour day-of-month month day-of-week year"
WEEKLY = "write cron(0 4 ? * SUN *) for Sundays at 04:00, or rate(7 days)"
RATES = "for example rate(1 day) or rate(7 days)"
FOREIGN = "has a mark that this field does not take"
LAST_DAY = "L stands alone, before W, or with an offset from 1 to 30: L, LW, L-3"

# the expression with the wrong part between guillemets, the message, the hint
WRAPPERS = [
    ("«»", "the schedule expression is empty", WEEKLY),
    ("«  »", "the schedule expression is empty", WEEKLY),
    ("«weekly»", '"weekly" is not cron(...) or rate(...)', WEEKLY),
    (
        "«@daily»",
        '"@daily" is not cron(...) or rate(...)',
        "write cron(0 4 * * ? *) for 04:00, or rate(1 day)",
    ),
    (
        "«Monthly»",
        '"Monthly" is not cron(...) or rate(...)',
        "write cron(0 4 1 * ? *) for the 1st at 04:00",
    ),
    ("«cron»", '"cron" is not cron(...) or rate(...)', WEEKLY),
    ("«cron:»", '"cron:" is not cron(...) or rate(...)', WEEKLY),
    ("«0 0 * * ? *»", '"0 0 * * ? *" has no cron(...) around it', "write cron(0 0 * * ? *)"),
    ("«7 days»", '"7 days" has no rate(...) around it', "write rate(7 days)"),
    ("«rate 7 days»", '"rate 7 days" has no rate(...) around it', "write rate(7 days)"),
    ("«1 week»", '"1 week" is not cron(...) or rate(...)', "write rate(7 days)"),
    (
        "«0 4 * * 0»",
        '"0 4 * * 0" is not cron(...) or rate(...)',
        "this looks like Unix cron, write cron(0 4 ? * SUN *)",
    ),
    ("« »rate(1 day)", "the schedule expression has space around it", "write rate(1 day)"),
    ("rate(1 day)«\n»", "the schedule expression has space around it", "write rate(1 day)"),
    ("«CRON»(0 4 1 * ? *)", '"CRON" is not cron or rate', "write cron(0 4 1 * ? *)"),
    ("«cron »(0 4 1 * ? *)", '"cron " is not cron or rate', "write cron(0 4 1 * ? *)"),
    ("«corn»(0 4 1 * ? *)", '"corn" is not cron or rate', "write cron(0 4 1 * ? *)"),
    (
        "«at»(2026-12-24T16:00:00)",
        '"at" is not cron or rate',
        "at(...) belongs to EventBridge Scheduler; for a single time give cron a year",
    ),
    ("«{{x}}»(1)", '"{{x}}" is not cron or rate', WEEKLY),
    ("rate(7 days«»", "the closing parenthesis is missing", "write rate(7 days)"),
    ("rate(7 days)«.»", '"." follows the closing parenthesis', "take it away"),
    (
        f"rate({'1' * 1019}«1 days)»",
        "the schedule expression has 1031 characters, 1024 are allowed",
        "",
    ),
]
COUNTS = [
    ("cron(«)»", f"0 fields; {SIX}", "for example cron(0 4 ? * SUN *)"),
    ("cron(«0»)", f"1 field; {SIX}", "for example cron(0 4 ? * SUN *)"),
    ("cron(«0 4 ? * SUN»)", f"5 fields; {SIX}", "the year is missing, write cron(0 4 ? * SUN *)"),
    (
        "cron(«0 10 * * *»)",
        f"5 fields; {SIX}",
        "this looks like Unix cron, write cron(0 10 * * ? *)",
    ),
    (
        "cron(«0 10 * * 1-5,7»)",
        f"5 fields; {SIX}",
        "this looks like Unix cron, write cron(0 10 ? * MON-FRI,SUN *)",
    ),
    ("cron(«0 4 1 * 1»)", f"5 fields; {SIX}", "for example cron(0 4 ? * SUN *)"),
    (
        "cron(«0 0 4 ? * SUN *»)",
        f"7 fields; {SIX}",
        "there is no field for seconds, write cron(0 4 ? * SUN *)",
    ),
    (
        "cron(0 0 4 «?» * SUN)",
        f'month "?" {FOREIGN}',
        "the first field looks like seconds, which do not exist here: write cron(0 4 ? * SUN *)",
    ),
    (
        "cron(0«  »4 ? * SUN *)",
        "the fields are not parted by single spaces",
        "write cron(0 4 ? * SUN *)",
    ),
    (
        "cron(0«\t»4 ? * SUN *)",
        "the fields are not parted by single spaces",
        "write cron(0 4 ? * SUN *)",
    ),
    (
        "cron(0 4 ? * SUN *« »)",
        "the fields are not parted by single spaces",
        "write cron(0 4 ? * SUN *)",
    ),
]
DAY_PAIRS = [
    (
        "cron(0 0 «*» * SUN *)",
        'day-of-month "*" and day-of-week "SUN" are both set; one of them has to be ?',
        "write cron(0 0 ? * SUN *)",
    ),
    (
        "cron(0 0 1 * «*» *)",
        'day-of-month "1" and day-of-week "*" are both set; one of them has to be ?',
        "write cron(0 0 1 * ? *)",
    ),
    (
        "cron(0 0 * * «*» *)",
        'day-of-month "*" and day-of-week "*" are both set; one of them has to be ?',
        "write cron(0 0 * * ? *)",
    ),
    (
        "cron(0 0 1 * «MON» *)",
        'day-of-month "1" and day-of-week "MON" are both set; one of them has to be ?',
        "write cron(0 0 1 * ? *) or cron(0 0 ? * MON *)",
    ),
    (
        "cron(0 0 ? * «?» *)",
        "day-of-month and day-of-week are both ?; one of them has to name days",
        "for every day write cron(0 0 * * ? *)",
    ),
]
VALUES = [
    (
        "cron(«60» 4 * * ? *)",
        'minute "60" is not a number from 0 to 59',
        "the full hour is minute 0",
    ),
    ("cron(0 «24» * * ? *)", 'hour "24" is not a number from 0 to 23', "midnight is hour 0"),
    ("cron(0 «noon» * * ? *)", 'hour "noon" is not a number from 0 to 23', ""),
    ("cron(0 «004» * * ? *)", 'hour "004" is not a number from 0 to 23', ""),
    ("cron(«٣» 4 * * ? *)", 'minute "٣" is not a number from 0 to 59', ""),
    ("cron(0 4 «32» * ? *)", 'day-of-month "32" is not a number from 1 to 31', ""),
    ("cron(0 4 1 «13» ? *)", 'month "13" is not a month, 1 to 12 or JAN to DEC', ""),
    (
        "cron(0 4 1 «JANUARY» ? *)",
        'month "JANUARY" is not a month, 1 to 12 or JAN to DEC',
        "did you mean JAN",
    ),
    (
        "cron(0 4 ? * MON,«thr» *)",
        'day-of-week "thr" is not a day, 1 to 7 or SUN to SAT',
        "did you mean THU",
    ),
    (
        "cron(0 4 ? * «0» *)",
        'day-of-week "0" is not a day, 1 to 7 or SUN to SAT',
        "Sunday is 1 or SUN, not 0 as in Unix cron",
    ),
    (
        "cron(0 4 ? * «\u017fun» *)",
        'day-of-week "\u017fun" is not a day, 1 to 7 or SUN to SAT',
        "did you mean SUN",
    ),
    ("cron(0 4 ? * «8»L *)", 'day-of-week "8" is not a day, 1 to 7 or SUN to SAT', ""),
    ("cron(0 4 1 * ? «26»)", 'year "26" is not a year from 1970 to 2199', "write 2026"),
    ("cron(0 4 1 * ? «2200»)", 'year "2200" is not a year from 1970 to 2199', ""),
    ("cron(0 4 «\u202e1» * ? *)", 'day-of-month "\\u202e1" is not a number from 1 to 31', ""),
    (f"cron(0 «{'9' * 90}» * * ? *)", f'hour "{"9" * 60}..." is not a number from 0 to 23', ""),
    ("cron(1,«,»2 4 * * ? *)", "minute has an empty entry in its list", "take a comma away"),
    ("cron(«*»,5 4 * * ? *)", 'minute "*" cannot be part of a list', "* alone means every value"),
    ("cron(«1-» 4 * * ? *)", 'minute "1-" is not a range', "a range has two ends, such as 1-5"),
    (
        "cron(«1-2-3» 4 * * ? *)",
        'minute "1-2-3" is not a range',
        "a range has two ends, such as 1-5",
    ),
    ("cron(0 4 1 * ? «2030-2026»)", 'year "2030-2026" runs backwards', "write 2026-2030"),
    (
        "cron(*/«60» * * * ? *)",
        'minute step "60" is not a number from 1 to 59',
        "for every 60 minutes write rate(60 minutes)",
    ),
    ("cron(*/«0» 4 * * ? *)", 'minute step "0" is not a number from 1 to 59', ""),
    (
        "cron(*/«90» * * * ? *)",
        'minute step "90" is not a number from 1 to 59',
        "for every 90 minutes write rate(90 minutes)",
    ),
    (
        "cron(0 0/«36» * * ? *)",
        'hour step "36" is not a number from 1 to 23',
        "for every 36 hours write rate(36 hours)",
    ),
    ("cron(*/« »4 * * ? *)", 'minute step "" is not a number from 1 to 59', ""),
    (
        "cron(«/5» 4 * * ? *)",
        'minute "/5" has a step from nowhere',
        "a step has a start, such as */5",
    ),
    ("cron(«0/5/5» 4 * * ? *)", 'minute "0/5/5" has two steps', "one / is enough, such as 0/15"),
    (
        "cron(0 4 ? * «MON-FRI/2» *)",
        'day-of-week "MON-FRI/2" has a step, which this field does not take',
        "write MON,WED,FRI",
    ),
    (
        "cron(0 4 ? * «x/2» *)",
        'day-of-week "x/2" has a step, which this field does not take',
        "list the days, such as MON,WED,FRI",
    ),
]
MARKS = [
    ("cron(0 «?» 1 * ? *)", f'hour "?" {FOREIGN}', "write * for every hour"),
    ("cron(0 4 1 «?» MON *)", f'month "?" {FOREIGN}', "write * for every month"),
    (
        "cron(0 4 1,«?» * ? *)",
        'day-of-month "?" cannot be part of a list',
        "? stands alone in its field",
    ),
    ("cron(«L» 4 * * ? *)", f'minute "L" {FOREIGN}', "L belongs in day-of-month or day-of-week"),
    (
        "cron(0 4 «15L» * ? *)",
        f'day-of-month "15L" {FOREIGN}',
        "a last weekday belongs in day-of-week, such as FRIL",
    ),
    (
        "cron(0 4 ? * «L-3» *)",
        f'day-of-week "L-3" {FOREIGN}',
        "L with an offset belongs in day-of-month",
    ),
    (
        "cron(0 4 ? * «15W» *)",
        f'day-of-week "15W" {FOREIGN}',
        "W belongs in day-of-month, such as 15W",
    ),
    (
        "cron(0 4 «MON#1» * ? *)",
        f'day-of-month "MON#1" {FOREIGN}',
        "# belongs in day-of-week, such as TUE#2",
    ),
    ("cron(0 4 «L,15» * ? *)", 'day-of-month "L,15" is not a last day', LAST_DAY),
    ("cron(0 4 «L-0» * ? *)", 'day-of-month "L-0" is not a last day', LAST_DAY),
    ("cron(0 4 «L-31» * ? *)", 'day-of-month "L-31" is not a last day', LAST_DAY),
    ("cron(0 4 «L-3W» * ? *)", 'day-of-month "L-3W" is not a last day', LAST_DAY),
    (
        "cron(0 4 15,«L» * ? *)",
        'day-of-month "L" cannot be part of a list',
        "L stands alone in its field",
    ),
    (
        "cron(0 4 «15W»,20 * ? *)",
        'day-of-month "15W" cannot be part of a list',
        "15W stands alone in its field",
    ),
    (
        "cron(0 4 ? * «2L»,3 *)",
        'day-of-week "2L" cannot be part of a list',
        "2L stands alone in its field",
    ),
    (
        "cron(0 4 «W» * ? *)",
        'day-of-month "W" lacks a day',
        "15W is the weekday nearest the 15th, LW the last weekday",
    ),
    ("cron(0 4 «32»W * ? *)", 'day-of-month "32" is not a number from 1 to 31', ""),
    ("cron(0 4 «lw» * ? *)", 'day-of-month "lw" has a mark in lower case', "write LW"),
    ("cron(0 4 ? * «fril» *)", 'day-of-week "fril" has a mark in lower case', "write FRIL"),
    (
        "cron(0 4 ? * MON#«6» *)",
        'week "6" is not a number from 1 to 5',
        "# takes one day and its weeks, such as TUE#2",
    ),
    (
        "cron(0 4 ? * «MON#1,WED#3» *)",
        'day-of-week "MON#1,WED#3" has two #',
        "# takes one day and its weeks, such as SAT#2,4",
    ),
    ("cron(0 4 ? * «#»2 *)", 'day-of-week "" is not a day, 1 to 7 or SUN to SAT', ""),
]
RATE_ERRORS = [
    ("rate(«0» days)", 'rate "0" is not a whole number from 1', RATES),
    ("rate(«-1» days)", 'rate "-1" is not a whole number from 1', RATES),
    (
        "rate(«1.5» hours)",
        'rate "1.5" is not a whole number from 1',
        "take a smaller unit, such as rate(90 minutes)",
    ),
    ("rate(1 «days»)", 'unit "days" does not follow 1', "write rate(1 day)"),
    ("rate(2 «day»)", 'unit "day" does not follow 2', "write rate(2 days)"),
    ("rate(5 «Hours»)", 'unit "Hours" does not follow 5', "write rate(5 hours)"),
    ("rate(2 «weeks»)", 'unit "weeks" is not minutes, hours or days', "write rate(14 days)"),
    ("rate(5 «min»)", 'unit "min" is not minutes, hours or days', "write rate(5 minutes)"),
    ("rate(1 «hr»)", 'unit "hr" is not minutes, hours or days', "write rate(1 hour)"),
    (
        "rate(30 «seconds»)",
        'unit "seconds" is not minutes, hours or days',
        "nothing runs more often than once a minute",
    ),
    (
        "rate(1 «month»)",
        'unit "month" is not minutes, hours or days',
        "for the 1st of each month write cron(0 4 1 * ? *)",
    ),
    ("rate(1 «fortnight»)", 'unit "fortnight" is not minutes, hours or days', RATES),
    ("rate(«7days»)", 'rate "7days" is not a number, a space and a unit', "write rate(7 days)"),
    (
        "rate(«7  weeks»)",
        'rate "7  weeks" is not a number, a space and a unit',
        "write rate(49 days)",
    ),
    ("rate(«)»", 'rate "" is not a number, a space and a unit', RATES),
]


@pytest.mark.parametrize(
    ("marked", "message", "hint"),
    [*WRAPPERS, *COUNTS, *DAY_PAIRS, *VALUES, *MARKS, *RATE_ERRORS],
    ids=lambda value: value[:40],
)
def test_refusal_points_at_the_fault_and_the_way_out(marked, message, hint):
    with pytest.raises(ExpressionError) as caught:
        parse(marked.replace("«", "").replace("»", ""))

    error, start, end = caught.value, marked.index("«"), marked.index("»") - 1
    assert (message, hint) == (error.message, error.hint)
    assert (start, max(end, start + 1)) == (error.start, error.end)
    assert message == str(error)


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("rate(1 minute)", Rate(1, "minute"), "every minute"),
        ("rate(90 minutes)", Rate(90, "minute"), "every 90 minutes"),
        ("rate(1 hour)", Rate(1, "hour"), "every hour"),
        ("rate(7 days)", Rate(7, "day"), "every 7 days"),
    ],
)
def test_rate(text, expected, words):
    rate = parse(text)

    assert expected == rate
    assert (words, False, "") == (rate.words(), rate.never_fires(), rate.doubt)


def test_rate_counts_from_the_moment_and_a_day_is_24_hours():
    """Berlin's clocks go forward in the night to 28 March 2027."""
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)

    expected = datetime.fromisoformat("2027-03-28T14:00:00+02:00")
    assert expected == parse("rate(1 day)").after(saturday, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("count", [10**7, 10**20, 10**900])
def test_rate_beyond_the_calendar_never_comes(count):
    assert parse(f"rate({count} days)").after(datetime(2026, 1, 1, tzinfo=UTC), UTC) is None


def test_rate_refuses_a_moment_without_zone():
    with pytest.raises(ValueError, match="2026-01-01T00:00:00 has no time zone"):
        parse("rate(1 day)").after(datetime(2026, 1, 1), UTC)  # noqa: DTZ001 # the mistake


def test_longest_expression_is_read():
    """1024 characters, as the API model allows; a longer one is among the refused."""
    longest = "cron(" + "8," * 502 + "08,8 4 1 * ? *)"

    expected = (1024, parse("cron(8 4 1 * ? *)"))
    assert expected == (len(longest), parse(longest))


def test_text_of_a_payload_is_read_once():
    """A thousand images with one schedule cost one reading, and keep no payload alive."""
    scalar = Scalar("rate(3 days)", Span(1, 1, 1, 13))

    assert parse(scalar) is parse("rate(3 days)")


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "Europe/Berlin", "America/Port-au-Prince"])
def test_known_timezone(name):
    assert known_timezone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Europe/Atlantis",
        "Berlin",
        "PST",
        "UTC+2",
        "localtime",
        "Factory",
        "posix/Europe/Berlin",
        "right/UTC",
        "../../etc/hostname",
        "/etc/localtime",
        "zone.tab",
        "a\0b",
        "x" * 5000,
    ],
)
def test_unknown_timezone(name):
    assert not known_timezone(name)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("europe/berlin", ["Europe/Berlin"]),
        ("Berlin", ["Europe/Berlin"]),
        ("Germany/Berlin", ["Europe/Berlin"]),
        ("US/New York", ["America/New_York"]),
        ("pst", ["America/Los_Angeles"]),
        ("UTC+2", ["Etc/GMT-2"]),
        ("-05:00", ["Etc/GMT+5"]),
        ("GMT+99", []),
        ("localtime", []),
        ("", []),
        ("x" * 100_000, []),
    ],
)
def test_near_timezones(name, near):
    assert near == near_timezones(name)


def test_misspelt_timezone_is_found_among_three():
    near = near_timezones("Europe/Belrin")

    assert near[0].endswith("/Berlin")
    assert len(near) <= 3


def test_only_zones_that_the_api_takes_are_proposed():
    """The database knows NZ-CHAT; the pattern of the API's Timezone shape has no such name."""
    assert known_timezone("NZ-CHAT")
    assert "NZ-CHAT" not in near_timezones("nz-chat")
