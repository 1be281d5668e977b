import pytest

OWN = "arn:aws:imagebuilder:eu-west-1:111122223333"


def image(source="ami-0de53d8956e8dcf80", update="never", more=""):
    return (
        f"amis:\n  - imageName: web\n    sourceImage: {source}\n    updateOs: {update}\n"
        f"    schedule: {{expression: rate(7 days), when: changed}}\n{more}"
    )


def test_everything_is_pinned(findings, told):
    text = image(more=f"    components: [{{arn: '{OWN}:component/a/1.0.0/2'}}, {{name: docker}}]\n")
    expected = (
        "5:48: the schedule never builds: it waits for a change, "
        "and ami-0de53d8956e8dcf80 and all components are pinned"
    )
    assert [expected] == told(text, "AF307")
    (finding,) = findings(text, "AF307")
    assert finding.hint == "write `when: always`, or a source that moves such as ssm:<parameter>"


@pytest.mark.parametrize(
    "keys",
    [
        {"source": "ssm:/aws/service/ami"},
        {"source": f"{OWN}:image/base/x.x.x"},
        {"update": "before"},
        {"more": f"    components: [{{arn: '{OWN}:component/a/1.x.x'}}]\n"},
        {"more": "    components: [{name: amazon-cloudwatch-agent-linux}]\n"},
        {"more": "    tests: [{name: simple-boot-test-linux}]\n"},
    ],
    ids=["parameter", "image pattern", "update", "component pattern", "managed", "managed test"],
)
def test_something_can_change(told, keys):
    assert told(image(**keys), "AF307") == []


def test_a_pinned_source_builds_whenever_the_schedule_fires_by_default(told):
    text = """
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        updateOs: never
        schedule: rate(7 days)
    """
    assert told(text, "AF307") == []
