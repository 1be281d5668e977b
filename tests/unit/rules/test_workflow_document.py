import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    workflows: [{{file: make.yaml, type: {type}}}, {{name: {other}}}]
"""
SOUND = """\
schemaVersion: 1.0
steps:
  - name: Launch
    action: LaunchInstance
    inputs: {waitFor: ssmAgent}
outputs: [{name: ImageId, value: $.stepOutputs.Launch.imageId}]
"""
BUILD = IMAGE.format(type="build", other="test-image")
TEST = IMAGE.format(type="test", other="build-image")


def test_a_build_workflow_has_to_give_the_image_away(findings, told):
    files = {"make.yaml": SOUND.replace("ImageId", "Image")}
    assert told(BUILD, "AF412", **files) == [
        '4:24: build workflow "make.yaml" has no output named ImageId'
    ]
    (finding,) = findings(BUILD, "AF412", **files)
    assert finding.hint == (
        "add outputs: [{name: ImageId, value: $.stepOutputs.<step>.imageId}], "
        "with the step that creates the image"
    )


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("- one\n", "1:1: the document is a list, not a mapping"),
        (SOUND.replace("schemaVersion: 1.0\n", ""), "1:1: schemaVersion is missing"),
        (SOUND.replace("1.0", "2"), '1:16: schemaVersion is "2", the only one is 1.0'),
        ("schemaVersion: 1.0\n", "1:1: steps needs a list of at least one step"),
        (SOUND.replace("    action: LaunchInstance\n", ""), '3:5: step "Launch" has no action'),
        (SOUND.replace("name: Launch", "name: 1"), '3:11: step name "1" is not allowed'),
        (
            SOUND.replace("outputs", "parameters: []\nparameters"),
            '7:1: key "parameters" is given twice',
        ),
        (
            "schemaVersion: 1.0\nsteps: [{name: One, action: A}, {name: One, action: B}]\n",
            '2:33: name "One" is given twice in steps',
        ),
        (
            "schemaVersion: 1.0\nsteps: ["
            + ", ".join(f"{{name: Step{number}, action: A}}" for number in range(16))
            + "]\n",
            "2:8: steps has 16 entries, the most is 15",
        ),
        ("schemaVersion: 1.0\nsteps: {", "3:1: not valid YAML: did not find expected node content"),
    ],
)
def test_mistakes_are_told_with_their_place_in_the_document(told, document, said):
    assert told(TEST, "AF412", **{"make.yaml": document}) == [f"4:24: make.yaml:{said}"]


def test_a_sound_build_workflow_is_fine(told):
    assert told(BUILD, "AF412", **{"make.yaml": SOUND}) == []


def test_a_test_workflow_needs_no_output(told):
    assert told(TEST, "AF412", **{"make.yaml": SOUND.partition("outputs")[0]}) == []


def test_a_file_that_is_not_there_is_told_as_such(findings):
    assert [finding.code for finding in findings(BUILD)] == ["AF403"]
