def test_names_that_differ_in_a_hyphen(findings, told):
    text = """
    amis:
      - {imageName: Web-1, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: web1, sourceImage: ami-0de53d8956e8dcf80}
    """
    expected = '3:17: imageName "web1" becomes the logical id Web1, as does "Web-1"'
    assert [expected] == told(text, "AF302")
    assert [finding.related[0].location.span.line for finding in findings(text, "AF302")] == [2]


def test_names_equal_to_image_builder_are_told_once_and_by_another_rule(findings):
    text = """
    amis:
      - {imageName: web 1, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: Web_1, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: web1, sourceImage: ami-0de53d8956e8dcf80}
    """
    found = [(finding.code, finding.location.span.line) for finding in findings(text)]
    assert [pair for pair in found if pair[0] in {"AF301", "AF302"}] == [("AF301", 3), ("AF302", 4)]


def test_letters_that_hyphens_part_differently_are_two_ids(told):
    text = """
    amis:
      - {imageName: web-a, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: weba, sourceImage: ami-0de53d8956e8dcf80}
    """
    assert told(text, "AF302") == []
