import pytest

from generator.findings import Severity

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    workflows: [{{name: build-image}}{more}]
    tests: {tests}
"""


@pytest.mark.parametrize("tests", ["[{name: test-imdsv2}]", "{enabled: true}"])
def test_tests_would_be_lost(findings, told, tests):
    text = IMAGE.format(more="", tests=tests)
    assert told(text, "AF345") == ["4:5: workflows has none of type test, so no test runs"]
    (finding,) = findings(text, "AF345")
    assert finding.severity is Severity.WARNING
    assert finding.hint == "add {name: test-image}, or set tests: {enabled: false}"
    assert [related.location.span.line for related in finding.related] == [5]


def test_tests_are_on_unless_they_are_off(told):
    text = IMAGE.format(more="", tests="").replace("    tests: \n", "")
    assert told(text, "AF345") == ["4:5: workflows has none of type test, so no test runs"]


@pytest.mark.parametrize(
    ("more", "tests"),
    [
        (", {name: test-image}", "[{name: test-imdsv2}]"),
        ("", "{enabled: false}"),
    ],
)
def test_a_test_workflow_or_no_tests_is_fine(told, more, tests):
    assert told(IMAGE.format(more=more, tests=tests), "AF345") == []
