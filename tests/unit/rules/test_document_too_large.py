import pytest

from generator import library

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    components: [{file: web.yaml}]
    workflows: [{file: make.yaml, type: build}, {name: test-image}]
"""
COMPONENT = "schemaVersion: 1.0\nphases: [{name: build, steps: [{name: One, action: Reboot}]}]\n"
WORKFLOW = """\
schemaVersion: 1.0
steps: [{name: One, action: LaunchInstance, inputs: {waitFor: ssmAgent}}]
outputs: [{name: ImageId, value: $.stepOutputs.One.instanceId}]
"""


def filled(text, length):
    return text + "#" * (length - len(text))


def test_one_character_too_many(findings, told):
    files = {"web.yaml": filled(COMPONENT, 16_001), "make.yaml": filled(WORKFLOW, 16_001)}
    said = "has more than 16000 characters, the most that a template can carry"
    assert told(IMAGE, "AF405", **files) == [
        f'4:25: file "web.yaml" {said}',
        f'5:24: file "make.yaml" {said}',
    ]
    found = findings(IMAGE, **files)
    assert {finding.code for finding in found} == {"AF405"}
    assert found[0].hint == "split it in two, or let a step download what is long"


def test_the_most_is_fine(findings):
    files = {"web.yaml": filled(COMPONENT, 16_000), "make.yaml": filled(WORKFLOW, 16_000)}
    assert findings(IMAGE, **files) == []


@pytest.mark.parametrize("platform", ["Linux", "Windows"])
@pytest.mark.parametrize("start", ["https://example.com/", "s3://example-bucket/"])
def test_the_bootstrap_never_is(platform, start):
    """The longest URL a payload may have, with what quoting does to it, leaves room."""
    url = start + "'" * (2000 - len(start)) if start.startswith("s3") else start.ljust(2000, "&")
    document = library.bootstrap(platform, name="w" * 64, source=url, sha256="0" * 64)
    assert len(document.text) <= library.LONGEST
