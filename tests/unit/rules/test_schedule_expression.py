import pytest


def image(schedule):
    return f"amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n{schedule}"


def test_unix_cron_is_answered_with_what_to_write(findings, told):
    text = image("    schedule: 0 4 * * 0\n")
    assert told(text, "AF304") == ['4:15: "0 4 * * 0" is not cron(...) or rate(...)']
    (finding,) = findings(text, "AF304")
    assert finding.hint == "this looks like Unix cron, write cron(0 4 ? * SUN *)"


def test_the_field_with_the_mistake_is_marked(findings, told):
    text = image('    schedule: {expression: "cron(0 25 ? * SUN *)"}\n')
    assert told(text, "AF304") == ['4:36: hour "25" is not a number from 0 to 23']
    (finding,) = findings(text, "AF304")
    assert finding.location.span.end_column == 38


def test_both_day_fields_set(told):
    text = image("    schedule: cron(0 0 1 * SUN *)\n")
    expected = '4:28: day-of-month "1" and day-of-week "SUN" are both set; one of them has to be ?'
    assert [expected] == told(text, "AF304")


@pytest.mark.parametrize("expression", ["cron(0 4 ? * SUN *)", "rate(7 days)"])
def test_expressions_that_are_fine(told, expression):
    assert told(image(f"    schedule: {expression}\n"), "AF304") == []
