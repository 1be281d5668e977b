from generator.findings import Severity

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    encrypted: {image}
    volumes: [{{device: /dev/xvdb, encrypted: {volume}}}]
"""


def test_a_plain_volume_of_an_encrypted_image(findings, told):
    text = IMAGE.format(image="true", volume="false")
    assert told(text, "AF342") == ["5:46: volume /dev/xvdb is not encrypted, though the image is"]
    (finding,) = findings(text, "AF342")
    assert finding.severity is Severity.WARNING
    assert finding.hint == "remove encrypted: false from the volume, or set it on the image"


def test_both_plain_is_fine(told):
    assert told(IMAGE.format(image="false", volume="false"), "AF342") == []


def test_both_encrypted_is_fine(told):
    assert told(IMAGE.format(image="true", volume="true"), "AF342") == []
