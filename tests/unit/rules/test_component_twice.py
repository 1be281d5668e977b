import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    updateOs: {update}
    components:
      - {first}
      - {second}
"""
AWS = "arn:aws:imagebuilder:eu-west-1:aws:component/python-3-linux/x.x.x"
OWN = "arn:aws:imagebuilder:eu-west-1:123456789012:component/agent"


def image(first, second="{name: docker}", update="never"):
    return IMAGE.format(first=first, second=second, update=update)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("{name: hardening}", "{name: hardening, version: 1.0.0}", "hardening"),
        ("{name: python-3-linux}", "{name: python-3-linux}", "python-3-linux"),
        ("{name: python-3-linux}", f"{{arn: '{AWS}'}}", AWS),
        ("{file: a/web.yaml}", "{file: ./a/web.yaml}", "./a/web.yaml"),
        (f"{{arn: '{OWN}/1.0.0'}}", f"{{arn: '{OWN}/2.0.0'}}", f"{OWN}/2.0.0"),
    ],
)
def test_the_second_one_is_told(findings, told, first, second, said):
    text = image(first, second)
    column = 9 + second.index(said)
    column -= second[second.index(said) - 1] == "'"
    assert told(text, "AF409") == [f'7:{column}: component "{said}" is in the recipe already']
    (finding,) = findings(text, "AF409")
    assert [related.location.span.line for related in finding.related] == [6]


def test_tests_are_part_of_the_recipe(told):
    text = image("{name: hardening}") + "    tests: [{name: docker}]\n"
    assert told(text, "AF409") == ['8:20: component "docker" is in the recipe already']


def test_update_os_is_part_of_the_recipe(findings, told):
    text = image("{name: update-linux}", update="after")
    assert told(text, "AF409") == [
        '6:16: component "update-linux" is in the recipe already: updateOs adds it'
    ]
    (finding,) = findings(text, "AF409")
    assert finding.hint == "remove it, or change updateOs, which is after"
    assert [related.location.span.line for related in finding.related] == [4]


def test_update_os_is_part_of_the_recipe_by_default(findings):
    text = image("{name: update-linux}").replace("    updateOs: never\n", "")
    (finding,) = findings(text, "AF409")
    assert (finding.hint, finding.related) == ("remove it, or change updateOs, which is before", ())


def test_the_second_update_is_the_librarys(told):
    assert told(image("{name: update-os}", update="both"), "AF409") == [
        '6:16: component "update-os" is in the recipe already: updateOs adds it'
    ]


@pytest.mark.parametrize(
    ("first", "update"),
    [
        ("{name: update-linux}", "never"),
        ("{name: update-os}", "before"),
        ("{name: hardening}", "both"),
        ("{file: docker.yaml}", "never"),
    ],
)
def test_different_components_are_fine(told, first, update):
    assert told(image(first, update=update), "AF409") == []
