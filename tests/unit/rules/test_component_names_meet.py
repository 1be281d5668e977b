import pytest

DOCUMENT = "schemaVersion: 1.0\nphases: [{name: build, steps: [{name: One, action: Reboot}]}]\n"
TWO = """\
defaults: {{sourceImage: ami-0de53d8956e8dcf80}}
amis:
  - {{imageName: One, components: [{{{first}}}]}}
  - {{imageName: Two, components: [{{{second}}}]{more}}}
"""
FILES = ("web-1.yaml", "web1.yaml", "a/web_1.yaml", "b/Web 1.yml", "my/hardening.yaml")


def said(told, first, second, more=""):
    text = TWO.format(first=first, second=second, more=more)
    return told(text, "AF411", **dict.fromkeys((*FILES, "./web-1.yaml"), DOCUMENT))


@pytest.mark.parametrize("other", ["web1.yaml", "a/web_1.yaml", "b/Web 1.yml"])
def test_two_files_would_be_one_component(told, other):
    assert said(told, "file: web-1.yaml", f"file: {other}") == [
        f'4:42: file "{other}" and file "web-1.yaml" would be one component'
    ]


def test_a_file_and_a_library_component_would_be_one(findings, told):
    assert said(told, "name: hardening", "file: my/hardening.yaml") == [
        '4:42: file "my/hardening.yaml" and the library\'s "hardening" would be one component'
    ]
    text = TWO.format(first="name: hardening", second="file: my/hardening.yaml", more="")
    (finding,) = findings(text, "AF411", **{"my/hardening.yaml": DOCUMENT})
    assert finding.hint == "rename a file: components are named after their files"
    assert [related.location.span.line for related in finding.related] == [3]


def test_one_file_in_two_images_is_one_component(told):
    assert said(told, "file: web-1.yaml", "file: ./web-1.yaml") == []


def test_each_platform_has_its_own(told):
    more = ", automationDocument: DefaultWindowsAmiDocument"
    assert said(told, "file: web-1.yaml", "file: web1.yaml", more) == []


def test_different_names_are_fine(told):
    assert said(told, "file: web-1.yaml", "name: hardening") == []
