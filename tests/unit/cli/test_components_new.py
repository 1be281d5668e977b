"""`amifactory components new`."""

from __future__ import annotations

import pytest
import yaml

from generator.output import STAGING

PAYLOAD = """\
amis:
  - imageName: base
    sourceImage: ami-0123456789abcdef0
    automationDocument: Default{platform}AmiDocument
    updateOs: never
    {field}: [{{file: ./{file}}}]
"""


@pytest.mark.parametrize("platform", ["linux", "windows"])
@pytest.mark.parametrize("kind", [[], ["--test"]])
def test_it_is_sound_and_can_be_used_at_once(here, amifactory, platform, kind):
    said = amifactory("components", "new", "web-server", "--platform", platform, *kind)
    field = "tests" if kind else "components"

    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "created  web-server.yaml\n"
        "next: amifactory check web-server.yaml\n"
        f"in a payload of the same folder: {field}: [{{file: ./web-server.yaml}}]\n"
    )
    checked = amifactory("check", "web-server.yaml")
    assert (checked.code, checked.out) == (0, "no findings in 1 file\n")
    payload = PAYLOAD.format(platform=platform.title(), field=field, file="web-server.yaml")
    (here / "web.yaml").write_text(payload)
    checked = amifactory("check", "web.yaml")
    assert (checked.code, checked.out) == (0, "no findings in 1 file\n")


def test_it_is_for_linux_unless_it_is_said(here, amifactory):
    amifactory("components", "new", "web-server")

    (phase, _) = yaml.safe_load((here / "web-server.yaml").read_text())["phases"]
    assert phase["steps"][0]["action"] == "ExecuteBash"


def test_it_goes_where_the_payload_is(listing, amifactory):
    said = amifactory("components", "new", "web-server", "--output", "images/web.yml")

    assert said.code == 0
    assert listing() == ["images", "images/web.yml"]
    assert "amifactory check images/web.yml\n" in said.out
    assert "components: [{file: ./web.yml}]\n" in said.out


def test_it_can_be_printed(listing, amifactory):
    said = amifactory("components", "new", "web-server", "--output", "-")

    assert (said.code, said.err, listing()) == (0, "", [])
    assert yaml.safe_load(said.out)["name"] == "web-server"


def test_what_is_there_stays(here, listing, amifactory):
    (here / "web-server.yaml").write_text("mine\n")

    said = amifactory("components", "new", "web-server")

    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("error: web-server.yaml is already there\n")
    assert (here / "web-server.yaml").read_text() == "mine\n"
    assert listing() == ["web-server.yaml"]


def test_what_was_written_before_is_there_too(amifactory):
    """The same text: somebody has it already, and may believe this one is new."""
    amifactory("components", "new", "web-server")

    assert amifactory("components", "new", "web-server").code == 4


def test_a_link_is_not_followed(here, listing, amifactory):
    (here / "web-server.yaml").symlink_to(here / "elsewhere.yaml")

    said = amifactory("components", "new", "web-server")

    assert (said.code, said.out, listing()) == (4, "", ["web-server.yaml"])
    assert "is a symbolic link" in said.err


def test_nothing_is_left_of_a_file_that_could_not_be_written(listing, amifactory, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    said = amifactory("components", "new", "web-server", "--output", "images/web.yaml")

    assert (said.code, said.out, listing()) == (4, "", [])
    assert "no space left on device" in said.err
    assert STAGING not in said.err


@pytest.mark.parametrize(
    "name", ["", "ab", "a_b", "web server", "-web", "web-", "9web", "../web", "a: b", "x" * 65]
)
def test_a_name_is_plain(listing, amifactory, name):
    said = amifactory("components", "new", "--", name)

    assert (said.code, said.out, listing()) == (2, "", [])
    assert "is no name for a component" in said.err


@pytest.mark.parametrize("output", ["", "web", "web.json", ".yaml", "a b.yaml", "x\n.yaml", "d/"])
def test_a_file_is_named_plainly(listing, amifactory, output):
    said = amifactory("components", "new", "web-server", "--output", output)

    assert (said.code, said.out, listing()) == (2, "", [])


def test_options_of_the_list_do_not_stand_before_it(listing, amifactory):
    said = amifactory("components", "--platform", "windows", "new", "web-server")

    assert (said.code, listing()) == (2, [])
    assert "--platform belongs after new" in said.err
