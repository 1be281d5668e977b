import pytest

ONE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    parameter: {name}
"""
TWO = """\
amis:
  - {{imageName: Web, sourceImage: ami-0de53d8956e8dcf80, parameter: {first}}}
  - {{imageName: Db, sourceImage: ami-0de53d8956e8dcf80, parameter: {second}}}
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "/aws/web/ami",
            (
                '4:16: parameter "/aws/web/ami" begins with aws, '
                "which Systems Manager keeps for itself"
            ),
        ),
        (
            "SSM-web",
            '4:16: parameter "SSM-web" begins with SSM, which Systems Manager keeps for itself',
        ),
        (
            "aws/foo",
            '4:16: parameter "aws/foo" begins with aws, which Systems Manager keeps for itself',
        ),
        ("web/ami", '4:16: parameter "web/ami" has levels but no leading slash'),
        ("/a" * 16, "4:16: the parameter has 16 levels, the most is 15"),
    ],
)
def test_what_systems_manager_refuses(told, name, said):
    assert told(ONE.format(name=name), "AF347") == [said]


@pytest.mark.parametrize("name", ["/imagebuilder/web/ami", "web", "/team/aws/web", "/a" * 15])
def test_what_systems_manager_takes(told, name):
    assert told(ONE.format(name=name), "AF347") == []


@pytest.mark.parametrize("first", ["/web", "web"])
def test_two_images_write_one_parameter(findings, told, first):
    text = TWO.format(first=first, second="/web")
    assert told(text, "AF347") == ['3:68: parameter "/web" is also written by image "Web"']
    (finding,) = findings(text, "AF347")
    assert [related.location.span.line for related in finding.related] == [2]
    assert finding.hint == "give each image a parameter of its own"


def test_parameters_of_their_own_are_fine(told):
    assert told(TWO.format(first="/web", second="/db"), "AF347") == []


def test_one_parameter_in_defaults_is_told_once(told):
    text = """\
        defaults: {sourceImage: ami-0de53d8956e8dcf80, parameter: /web}
        amis: [{imageName: One}, {imageName: Two}, {imageName: Three}]
        """
    assert told(text, "AF347") == ['1:59: parameter "/web" is also written by image "One"']
