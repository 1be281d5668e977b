import pytest


def image(zone):
    return (
        "amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"
        f"    schedule: {{expression: rate(1 day), timezone: {zone}}}\n"
    )


def test_a_misspelt_zone(findings, told):
    expected = '4:51: time zone "Europe/Berln" is not in the IANA database'
    assert [expected] == told(image("Europe/Berln"), "AF306")
    (finding,) = findings(image("Europe/Berln"), "AF306")
    assert finding.hint.startswith('did you mean "Europe/Berlin"')


def test_an_abbreviation(findings, told):
    assert told(image("CST"), "AF306") == ['4:51: time zone "CST" is not in the IANA database']
    (finding,) = findings(image("CST"), "AF306")
    assert finding.hint == 'did you mean "America/Chicago" or "Asia/Shanghai"?'


def test_an_old_name_that_the_api_refuses(told):
    expected = '4:51: time zone "NZ-CHAT" is an old name that Image Builder does not take'
    assert [expected] == told(image("NZ-CHAT"), "AF306")


def test_nothing_near(findings):
    (finding,) = findings(image("qqqqqq"), "AF306")
    assert finding.hint == "names look like Europe/Berlin; without one the schedule is in UTC"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_zones_that_are_known(told, zone):
    assert told(image(zone), "AF306") == []
