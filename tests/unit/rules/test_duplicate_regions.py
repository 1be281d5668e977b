TWICE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    regions:
      - eu-west-1
      - us-east-1
      - {name: eu-west-1, kmsKeyId: alias/web}
"""


def test_the_second_entry_is_told_with_the_first(findings, told):
    assert told(TWICE, "AF331") == ["7:16: region eu-west-1 is listed twice"]
    (finding,) = findings(TWICE, "AF331")
    (related,) = finding.related
    assert (related.location.span.line, related.message) == (5, "listed here first")


def test_different_regions_are_fine(told):
    assert told(TWICE.replace("name: eu-west-1", "name: eu-west-2"), "AF331") == []


def test_what_images_inherit_is_told_once(told):
    text = """\
        defaults: {sourceImage: ami-0de53d8956e8dcf80, regions: [eu-west-1, eu-west-1]}
        amis: [{imageName: One}, {imageName: Two}]
        """
    assert told(text, "AF331") == ["1:69: region eu-west-1 is listed twice"]
