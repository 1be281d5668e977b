import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    amiName: {name}
"""


def test_a_name_without_the_date_is_told(findings, told):
    text = IMAGE.format(name="web-golden")
    assert told(text, "AF330") == [
        '4:14: amiName "web-golden" has no build date, so the second build cannot have the name'
    ]
    (finding,) = findings(text, "AF330")
    assert finding.hint == 'write "web-golden {{ imagebuilder:buildDate }}"'


def test_a_token_of_other_letters_is_none(findings):
    (finding,) = findings(IMAGE.format(name='"web {{ imagebuilder:builddate }}"'), "AF330")
    assert finding.hint == "the token is {{ imagebuilder:buildDate }}, in exactly these letters"


@pytest.mark.parametrize(
    "name",
    [
        '"web {{ imagebuilder:buildDate }}"',
        '"web {{imagebuilder:buildDate}}"',
        '"{{  imagebuilder:buildDate  }} web"',
    ],
)
def test_spaces_in_the_token_do_not_matter(told, name):
    assert told(IMAGE.format(name=name), "AF330") == []


def test_an_image_without_ami_name_is_fine(told):
    assert told(IMAGE.replace("    amiName: {name}\n", ""), "AF330") == []
