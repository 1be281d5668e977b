import pytest

DOCUMENT = "schemaVersion: 1.0\nphases: [{name: build, steps: [{name: One, action: Reboot}]}]\n"
TWO = """\
defaults: {{sourceImage: ami-0de53d8956e8dcf80, updateOs: never}}
amis:
  - {{imageName: One, components: [{{name: kept-twice, version: {first}}}]}}
  - {{imageName: Two, components: [{{name: kept-twice{second}}}]}}
"""


@pytest.fixture(autouse=True)
def _library_of_two_versions(tmp_path, monkeypatch):
    """The real library has one version of everything so far."""
    for platform in ("linux", "windows"):
        folder = tmp_path / "components" / platform / "kept-twice"
        folder.mkdir(parents=True)
        for version in ("1.0.0", "1.2.0"):
            (folder / f"{version}.yaml").write_text(DOCUMENT)
    monkeypatch.setattr("generator.library.catalog.locate", lambda: tmp_path)


def test_two_images_use_two_versions(findings, told):
    text = TWO.format(first="1.0.0", second="")
    assert told(text, "AF410") == [
        '4:42: component "kept-twice" is used in version 1.2.0 here and in version 1.0.0 before'
    ]
    (finding,) = findings(text, "AF410")
    assert finding.hint == "use one version in all images of a payload"
    assert [(related.location.span.line, related.message) for related in finding.related] == [
        (3, "version 1.0.0")
    ]


def test_the_version_is_pointed_at_where_there_is_one(told):
    text = TWO.format(first="1.2.0", second=", version: 1.0.x")
    assert told(text, "AF410") == [
        '4:63: component "kept-twice" is used in version 1.0.0 here and in version 1.2.0 before'
    ]


def test_two_ways_to_say_one_version_are_fine(told):
    assert told(TWO.format(first="1.x.x", second=""), "AF410") == []


def test_each_platform_has_its_own(told):
    text = TWO.format(first="1.0.0", second="").replace(
        "Two,", "Two, automationDocument: DefaultWindowsAmiDocument,"
    )
    assert told(text, "AF410") == []
