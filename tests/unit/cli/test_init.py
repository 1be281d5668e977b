"""`amifactory init`."""

from __future__ import annotations

import shlex

import pytest


@pytest.mark.parametrize(
    "name", [None, "web.yaml", "my images.yml", "web.amifactory.yaml", "9.yaml"]
)
def test_init_then_check_then_generate_as_printed(amifactory, listing, name):
    file = name or "images.yaml"

    started = amifactory("init", *([name] if name else []))
    created, following = started.out.splitlines()

    assert created == f"created  {file}"
    program, *arguments = shlex.split(following.removeprefix("next: "))
    assert (program, arguments) == ("amifactory", ["check", file])
    assert amifactory(*arguments).out == "no findings in 1 file\n"
    assert amifactory("generate", file).out.startswith("created  output/")
    made = set(listing()) - {file, "output", "output/AmiFactory.yml"}
    assert len(listing()) == 4
    assert [name.rpartition("/")[0] for name in made] == ["output"]


def test_the_first_payload_passes_the_linters(amifactory):
    amifactory("init")

    assert amifactory("lint", "images.yaml").out == "no findings in 1 file\n"


def test_the_lines_it_leaves_out_work_when_they_are_put_in(here, amifactory):
    amifactory("init", "web.yaml")
    text = (here / "web.yaml").read_text()
    for key in ("bootstrapUrl", "bootstrapSha256", "accounts"):
        text = text.replace(f"# {key}:", f"{key}:")
    (here / "web.yaml").write_text(text.replace("64 hexadecimal digits", "a1" * 32))

    assert amifactory("check", "web.yaml").out == "no findings in 1 file\n"


def test_an_existing_file_is_never_overwritten(here, amifactory):
    (here / "web.yaml").write_text("mine\n")

    said = amifactory("init", "web.yaml")

    assert said.code == 4
    assert said.err == "error: web.yaml is already there\n  hint: name another file\n"
    assert (here / "web.yaml").read_text() == "mine\n"


def test_a_link_to_nowhere_is_not_followed(here, amifactory):
    (here / "web.yaml").symlink_to("elsewhere.yaml")

    assert amifactory("init", "web.yaml").code == 4
    assert not (here / "elsewhere.yaml").exists()


def test_a_name_that_is_no_yaml_is_refused(amifactory, listing):
    said = amifactory("init", "web.json")

    assert said.code == 2
    assert '"web.json" does not end in .yaml' in said.err
    assert listing() == []


def test_a_missing_folder_is_told(amifactory):
    said = amifactory("init", "no/web.yaml")

    assert said.code == 4
    assert said.err.startswith("error: cannot write no/web.yaml: no such file or directory\n")


def test_it_can_be_printed(amifactory, listing):
    said = amifactory("init", "-")

    assert listing() == []
    assert amifactory("check", "-", stdin=said.out).code == 0
