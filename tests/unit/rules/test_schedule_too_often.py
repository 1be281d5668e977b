import pytest


def image(expression, source="ami-0de53d8956e8dcf80"):
    return f"amis:\n  - imageName: web\n    sourceImage: {source}\n    schedule: {expression}\n"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("cron(* 4 * * ? *)", "every minute of hour 4, every day"),
        ("cron(0/30 * * * ? *)", "every 30 minutes"),
        ("rate(59 minutes)", "every 59 minutes"),
    ],
)
def test_two_builds_within_an_hour(findings, told, expression, words):
    expected = f"4:15: the schedule builds more often than hourly: {words}"
    assert [expected] == told(image(expression), "AF308")
    assert [finding.severity for finding in findings(image(expression), "AF308")] == ["warning"]


@pytest.mark.parametrize("expression", ["cron(0 * * * ? *)", "rate(60 minutes)", "rate(1 hour)"])
def test_hourly_is_fine(told, expression):
    assert told(image(expression), "AF308") == []


def test_a_schedule_that_waits_for_a_change_may_look_often(told):
    assert told(image("rate(5 minutes)", "ssm:/aws/service/ami"), "AF308") == []
