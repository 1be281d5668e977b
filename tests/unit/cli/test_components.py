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
    ],
)
def test_an_unknown_name_gets_a_suggestion(amifactory, arguments, told):
    said = amifactory("components", *arguments)

    assert (said.code, said.out) == (2, "")
    assert f"the library has no component {told}" in said.err
