IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    scan: true
    {more}
"""


def test_tests_are_off(findings, told):
    text = IMAGE.format(more="tests: {enabled: false}")
    assert told(text, "AF346") == ["4:11: scan: true needs the test stage, and tests are off"]
    (finding,) = findings(text, "AF346")
    assert finding.hint == "remove enabled: false from tests, or remove scan"
    (related,) = finding.related
    assert (related.location.span.line, related.location.span.column) == (5, 22)


def test_no_workflow_tests(told):
    text = IMAGE.format(more="workflows: [{name: build-image}]")
    assert told(text, "AF346") == [
        "4:11: scan: true needs the test stage, and workflows has none of type test"
    ]


def test_the_service_tests_by_itself(told):
    assert told(IMAGE.format(more="enabled: true"), "AF346") == []


def test_a_test_workflow_is_enough(told):
    text = IMAGE.format(more="workflows: [{name: build-image}, {name: test-image}]")
    assert told(text, "AF346") == []
