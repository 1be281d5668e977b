TWO = """\
amis:
  - {{imageName: Web, sourceImage: ami-0de53d8956e8dcf80{first}}}
  - {{imageName: Db, sourceImage: ami-0de53d8956e8dcf80{second}}}
"""
NAME = ", amiName: 'golden {{ imagebuilder:buildDate }}'"


def test_two_images_give_one_name(findings, told):
    text = TWO.format(first=NAME, second=NAME.replace("{{ ", "{{").replace(" }}", "}}"))
    assert told(text, "AF361") == [
        '3:66: AMIs are called "golden {{imagebuilder:buildDate}}", as those of image "Web"'
    ]
    (finding,) = findings(text, "AF361")
    assert [related.location.span.line for related in finding.related] == [2]
    assert finding.hint == "give each image an amiName of its own, or remove amiName"


def test_a_given_name_meets_a_made_one(told):
    text = TWO.format(first="", second=NAME.replace("golden", "Web"))
    assert told(text, "AF361") == [
        '3:66: AMIs are called "Web {{ imagebuilder:buildDate }}", as those of image "Web"'
    ]


def test_made_names_differ(told):
    assert told(TWO.format(first="", second=""), "AF361") == []


def test_different_names_are_fine(told):
    assert told(TWO.format(first=NAME, second=NAME.replace("golden", "db")), "AF361") == []
