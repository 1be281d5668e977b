IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    {uses}
"""
STEPS = "steps: [{name: One, action: Reboot}]"
TEST = f"schemaVersion: 1.0\nphases: [{{name: test, {STEPS}}}]\n"
BOTH = f"schemaVersion: 1.0\nphases: [{{name: build, {STEPS}}}, {{name: test, {STEPS}}}]\n"


def test_a_test_among_the_components(findings, told):
    text = IMAGE.format(uses="components: [{name: test-imdsv2}]")
    assert told(text, "AF408") == [
        '4:25: "test-imdsv2" has only a test phase, so it adds nothing to the image'
    ]
    (finding,) = findings(text, "AF408")
    assert finding.hint == "move it to tests"


def test_a_component_among_the_tests(findings, told):
    text = IMAGE.format(uses="tests: [{name: hardening}]")
    assert told(text, "AF408") == [
        '4:20: "hardening" has no test phase: it would change the image, not test it'
    ]
    (finding,) = findings(text, "AF408")
    assert finding.hint == "move it to components"


def test_a_document_of_ones_own(told):
    text = IMAGE.format(uses="components: [{file: web.yaml}]")
    assert told(text, "AF408", **{"web.yaml": TEST}) == [
        '4:25: "web.yaml" has only a test phase, so it adds nothing to the image'
    ]


def test_what_aws_manages(told):
    uses = "components: [{name: reboot-test-linux}]\n    tests: [{name: reboot-linux}]"
    assert told(IMAGE.format(uses=uses), "AF408") == [
        '4:25: "reboot-test-linux" has only a test phase, so it adds nothing to the image',
        '5:20: "reboot-linux" has no test phase: it would change the image, not test it',
    ]


def test_a_document_with_both_phases_may_stand_in_either_list(told):
    for uses in ("components: [{file: web.yaml}]", "tests: [{file: web.yaml}]"):
        assert told(IMAGE.format(uses=uses), "AF408", **{"web.yaml": BOTH}) == []
