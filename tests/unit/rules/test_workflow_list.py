import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    workflows:
      - {first}
      - {second}
"""
TEST_ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:workflow/test/smoke/1.0.0"


def image(first="{name: build-image}", second="{name: test-image}"):
    return IMAGE.format(first=first, second=second)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "{name: build-image}",
            "{name: express-build-image}",
            "6:9: a second workflow of type build, and Image Builder takes one",
        ),
        (
            "{name: build-image, onFailure: continue}",
            "{name: test-image, onFailure: continue}",
            "5:29: onFailure is for test workflows, and this one is of type build",
        ),
        (
            "{file: make.yaml, type: build, parallelGroup: one}",
            "{name: test-image, parallelGroup: one}",
            "5:40: parallelGroup is for test workflows, and this one is of type build",
        ),
        ("{name: build-image}", "{file: smoke.yaml}", '6:16: workflow "smoke.yaml" has no type'),
        ("{name: build-imag}", "{name: test-image}", '5:16: AWS manages no workflow "build-imag"'),
        (
            "{name: build-image, type: test}",
            "{name: test-image, type: test}",
            '5:35: workflow "build-image" is of type build, not test',
        ),
        (
            "{name: test-image}",
            f"{{arn: '{TEST_ARN}'}}",
            "4:5: workflows has none of type build, so no image is built",
        ),
    ],
)
def test_what_cannot_work(told, first, second, said):
    assert told(image(first, second), "AF344") == [said]


def test_the_hint_names_the_workflow_that_was_meant(findings):
    (finding,) = findings(image("{name: build-imag}"), "AF344")
    assert finding.hint == 'did you mean "build-image"?'


def test_the_second_build_is_shown_with_the_first(findings):
    (finding,) = findings(image(second="{file: make.yaml, type: build}"), "AF344")
    assert [related.location.span.line for related in finding.related] == [5]


@pytest.mark.parametrize(
    "second",
    [
        "{name: test-image, onFailure: abort, parallelGroup: one}",
        "{name: distribute-image}",
        f"{{arn: '{TEST_ARN}', type: test, onFailure: continue}}",
    ],
)
def test_what_works(told, second):
    assert told(image(second=second), "AF344") == []
