import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    components: [{{{component}}}]
"""
ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:component/hardening/1.x.x"


def test_a_version_the_library_does_not_have(findings, told):
    text = IMAGE.format(component="name: hardening, version: 9.4.x")
    assert told(text, "AF402") == ['4:45: component "hardening" has no version 9.4.x']
    (finding,) = findings(text, "AF402")
    assert finding.hint == "the library has 1.0.0"


@pytest.mark.parametrize(
    ("component", "said"),
    [
        (
            "name: python-3-linux, version: 1.x.x",
            (
                '4:50: version 1.x.x has no effect: "python-3-linux" is managed by AWS '
                "and always the newest"
            ),
        ),
        (
            "file: my.yaml, version: 1.x.x",
            "4:43: version 1.x.x has no effect on a component by file",
        ),
        (
            f"version: 1.0.0, arn: '{ARN}'",
            "4:28: version 1.0.0 has no effect on a component by arn",
        ),
    ],
)
def test_a_version_without_a_meaning(told, component, said):
    assert told(IMAGE.format(component=component), "AF402") == [said]


@pytest.mark.parametrize("version", ["1.0.0", "1.0.x", "1.x.x", "x.x.x"])
def test_versions_that_the_library_has(told, version):
    text = IMAGE.format(component=f"name: hardening, version: {version}")
    assert told(text, "AF402") == []


def test_no_version_is_the_newest(told):
    assert told(IMAGE.format(component="name: hardening"), "AF402") == []


def test_an_unknown_component_is_told_as_such(findings):
    text = IMAGE.format(component="name: no-such-thing, version: 1.x.x")
    assert [finding.code for finding in findings(text)] == ["AF401"]
