from generator.findings import Severity

IMAGE = """\
factory: {{region: {home}}}
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    regions: [us-east-1, us-west-2]
"""


def test_the_build_region_is_left_out(findings, told):
    text = IMAGE.format(home="eu-west-1")
    assert told(text, "AF363") == [
        (
            "5:5: the AMI is built in eu-west-1, which regions does not list, "
            "so it stays there unshared and without its name"
        )
    ]
    (finding,) = findings(text, "AF363")
    assert (finding.severity, finding.hint) == (Severity.WARNING, "add eu-west-1 to regions")
    assert [related.location.span.line for related in finding.related] == [1]


def test_the_build_region_is_listed(told):
    assert told(IMAGE.format(home="us-west-2"), "AF363") == []


def test_without_a_region_it_is_not_known(told):
    text = IMAGE.format(home="x").replace("region: x", "name: web")
    assert told(text, "AF363") == []
