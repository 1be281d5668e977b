def test_names_that_differ_in_case_space_and_underscore(told):
    text = """
    amis:
      - {imageName: Web Server, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: db, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: web_SERVER, sourceImage: ami-0de53d8956e8dcf80}
    """
    expected = 'imageName "web_SERVER" is "web-server" to Image Builder, as is "Web Server"'
    assert [f"4:17: {expected}"] == told(text, "AF301")


def test_the_first_of_the_two_is_shown_with_it(findings):
    text = """
    amis:
      - {imageName: Web, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}
    """
    (finding,) = findings(text, "AF301")
    (related,) = finding.related
    assert (
        related.message,
        related.location.span.line,
        related.location.span.column,
    ) == ("the other one", 2, 17)


def test_every_further_image_of_one_name_is_told(told):
    image = "  - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}\n"
    expected = ['3:17: imageName "web" is taken', '4:17: imageName "web" is taken']
    assert expected == told(f"amis:\n{image * 3}", "AF301")


def test_different_names(told):
    text = """
    amis:
      - {imageName: web-1, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: web-2, sourceImage: ami-0de53d8956e8dcf80}
    """
    assert told(text, "AF301") == []
