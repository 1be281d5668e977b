"""`amifactory components`."""

from __future__ import annotations

import pytest
import yaml

from generator import library


def names(said):
    return [line.split()[0] for line in said.out.splitlines()]


def test_the_library_and_what_aws_manages_are_listed(amifactory):
    said = names(amifactory("components"))

    assert {document.name for document in library.components()} < set(said)
    assert {managed.name for managed in library.managed_components()} < set(said)


@pytest.mark.parametrize("platform", ["linux", "windows"])
def test_a_platform_narrows_the_list(amifactory, platform):
    lines = amifactory("components", "--platform", platform).out.splitlines()

    assert lines
    assert {line.split()[1] for line in lines} == {platform}


def test_every_component_is_shown_as_the_documents_it_is(amifactory):
    for document in library.components():
        said = amifactory("components", document.name, "--platform", document.platform.lower())

        assert document.text in said.out, document.name
        assert [shown["name"] for shown in yaml.safe_load_all(said.out)] == [
            yaml.safe_load(document.text)["name"]
        ]


def test_a_name_of_both_platforms_shows_both(amifactory):
    said = amifactory("components", "hardening").out

    assert len(list(yaml.safe_load_all(said))) == 2


@pytest.mark.parametrize("platform", ["linux", "windows"])
def test_the_line_that_says_how_to_use_it_can_be_used(here, amifactory, platform):
    """It is pasted into a payload, with a value where it has dots."""
    document = f"Default{platform.title()}AmiDocument"
    for name in names(amifactory("components", "--platform", platform)):
        shown = amifactory("components", name, "--platform", platform).out
        (use,) = (line for line in shown.splitlines() if line.startswith("# in a payload: "))
        (here / "use.yaml").write_text(
            f"amis:\n  - imageName: base\n    sourceImage: ami-0123456789abcdef0\n"
            f"    automationDocument: {document}\n    updateOs: never\n"
            f"    {use.removeprefix('# in a payload: ').replace('...', '80')}\n"
        )

        said = amifactory("check", "use.yaml")

        assert said.code == 0, (name, said.out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["hardning"], '"hardning"; did you mean "hardening"?'),
        (["update-linx"], '"update-linx"; did you mean "update-linux"?'),
        (["docker", "--platform", "windows"], '"docker" for windows'),
        (["zzz"], '"zzz"; `amifactory components` lists them'),
        (["show", "hardning"], '"hardning"; did you mean "hardening"?'),
        (["--platform", "windows", "docker"], '"docker" for windows'),
    ],
)
def test_an_unknown_name_gets_a_suggestion(amifactory, arguments, told):
    said = amifactory("components", *arguments)

    assert (said.code, said.out) == (2, "")
    assert f"the library has no component {told}" in said.err


def test_the_kind_is_listed(amifactory):
    lines = [line.split()[:4] for line in amifactory("components").out.splitlines()]

    assert ["test-imdsv2", "linux", "1.0.0", "test"] in lines
    assert ["cleanup", "windows", "1.0.0", "build"] in lines
    assert ["reboot-test-linux", "linux", "x.x.x", "test"] in lines


def test_show_may_be_said(amifactory):
    said = amifactory("components", "show", "packages", "--platform", "linux")

    assert (said.code, said.err) == (0, "")
    assert said.out == amifactory("components", "--platform", "linux", "packages").out


def test_parameters_stand_above_the_document(amifactory):
    head = amifactory("components", "show", "test-command", "--platform", "linux").out.splitlines()

    assert head[0] == "# test-command 1.0.0 for Linux"
    assert head[1].startswith("# parameter Command (required): What to run with bash")
    assert head[2].startswith("# parameter Expected (default .*): What the output has to match")


@pytest.mark.parametrize("version", ["1.0.0", "1.x.x", "x.x.x"])
def test_a_version_can_be_shown(amifactory, version):
    said = amifactory("components", "show", "hardening", "--version", version)

    assert said.out == amifactory("components", "show", "hardening").out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("hardening", '"hardening" has no version 2.x.x in the library; it has 1.0.0'),
        ("update-linux", '"update-linux" has no version 2.x.x in the library; AWS keeps its'),
    ],
)
def test_a_version_there_is_not(amifactory, name, told):
    said = amifactory("components", "show", name, "--version", "2.x.x")

    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_what_aws_manages_is_shown_without_a_document(amifactory):
    said = amifactory("components", "show", "stig-build-windows").out

    assert yaml.safe_load(said) is None
    assert said.endswith("# in a payload: components: [{name: stig-build-windows}]\n")


def test_the_list_for_programs(amifactory):
    listed = amifactory("components", "--format", "json").json["components"]

    assert names(amifactory("components")) == [each["name"] for each in listed]
    (packages,) = (each for each in listed if each["name"] == "packages")
    assert packages == {
        "name": "packages",
        "platform": "Linux",
        "version": "1.0.0",
        "versions": ["1.0.0"],
        "type": "build",
        "description": "Installs packages with dnf, yum, apt-get or zypper.",
        "managedByAws": False,
        "parameters": [
            {
                "name": "Packages",
                "default": None,
                "description": 'Package names with spaces between them, for example "git jq". One '
                "line.",
            }
        ],
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "hardening", "--format", "json"],
        ["hardening", "--format", "json"],
        ["--format", "json", "hardening"],
    ],
)
def test_documents_for_programs(amifactory, arguments):
    shown = amifactory("components", *arguments).json["components"]

    assert [library.component("hardening", each["platform"]).text for each in shown] == [
        each["text"] for each in shown
    ]


def test_what_aws_manages_has_no_text_for_programs(amifactory):
    (shown,) = amifactory("components", "update-linux", "--format", "json").json["components"]

    assert (shown["managedByAws"], shown["versions"], shown["text"]) == (True, [], None)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("components s", ["show", "simple-boot-test-linux", "simple-boot-test-windows"]),
        ("components show hard", ["hardening"]),
        ("components --p", ["--platform"]),
        ("components hardening --platform ", ["linux", "windows"]),
    ],
)
def test_names_are_completed(amifactory, monkeypatch, line, offered):
    monkeypatch.setenv("_AMIFACTORY_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"amifactory {line}")
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" "))))

    words = [word.partition(",")[2] for word in amifactory().out.split()]

    assert set(offered) <= set(words)
    assert len(words) < 8
