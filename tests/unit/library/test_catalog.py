from __future__ import annotations

from pathlib import Path

import pytest

from generator.library import LibraryError, Parameter, component, components, names, near, versions

_DOCUMENT = """\
name: web
description: Serves pages.
schemaVersion: 1.0
parameters:
  - Port: {type: string, default: 0080, description: Where it listens.}
  - Host: {type: string}
phases:
  - name: build
    steps: [{name: Install, action: ExecuteBash, inputs: {commands: [echo]}}]
  - name: validate
    steps: [{name: Ask, action: ExecuteBash, inputs: {commands: [echo]}}]
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Three versions of one component for Linux, none for Windows."""
    folder = tmp_path / "components" / "linux" / "web"
    folder.mkdir(parents=True)
    (tmp_path / "components" / "windows").mkdir()
    for version in ("1.9.0", "1.10.0", "2.0.0"):
        (folder / f"{version}.yaml").write_text(_DOCUMENT)
    (folder / "notes.yaml").write_text("not a version")
    (tmp_path / "components" / "linux" / "bootstrap.yaml.j2").write_text("not a component")
    return tmp_path


def test_versions_are_in_the_order_of_their_numbers(library: Path):
    assert versions("web", "Linux", library) == ("1.9.0", "1.10.0", "2.0.0")


def test_no_versions_of_what_is_not_there(library: Path):
    assert versions("web", "Windows", library) == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (None, "2.0.0"),
        ("x.x.x", "2.0.0"),
        ("1.x.x", "1.10.0"),
        ("1.9.x", "1.9.0"),
        ("1.9.0", "1.9.0"),
    ],
)
def test_the_newest_that_fits(library: Path, pattern: str | None, expected: str):
    found = component("web", "Linux", pattern, library)
    assert found is not None
    assert expected == found.version


@pytest.mark.parametrize("pattern", ["3.x.x", "1.4.x", "1.9", "1.9.0.0", "newest"])
def test_no_component_when_no_version_fits(library: Path, pattern: str):
    assert component("web", "Linux", pattern, library) is None


@pytest.mark.parametrize("name", ["nginx", "../linux/web", "web/../web", "", "."])
def test_a_name_is_looked_up_and_not_walked_to(library: Path, name: str):
    """Only names that lie on the shelf open a file."""
    assert component(name, "Linux", root=library) is None


def test_a_component_is_its_document_and_what_it_says(library: Path):
    found = component("web", "Linux", root=library)
    assert found is not None
    assert found.text == _DOCUMENT
    assert found.description == "Serves pages."
    assert found.phases == ("build", "validate")
    assert found.parameters == (
        Parameter("Port", "0080", "Where it listens."),
        Parameter("Host", None, ""),
    )
    assert not found.is_test


def test_components_come_sorted_with_the_newest_first(library: Path):
    listed = [(document.name, document.version) for document in components(library)]
    assert listed == [("web", "2.0.0"), ("web", "1.10.0"), ("web", "1.9.0")]


def test_names_that_may_have_been_meant():
    assert near("hardning", "Linux") == ["hardening"]
    assert near("xyzzy", "Linux") == []


def test_names_are_those_of_the_platform(library: Path):
    assert names("Linux", library) == ("web",)
    assert names("Windows", library) == ()


def test_a_broken_document_is_named_with_its_line(library: Path):
    broken = library / "components" / "linux" / "web" / "3.0.0.yaml"
    broken.write_text("schemaVersion: 1.0\nphases: none\n")
    with pytest.raises(LibraryError, match=r"3\.0\.0\.yaml\", line 2: phases is not a list"):
        component("web", "Linux", root=library)


def test_a_document_that_is_not_text_is_named(library: Path):
    broken = library / "components" / "linux" / "web" / "3.0.0.yaml"
    broken.write_bytes(b"\xff\xfe")
    with pytest.raises(LibraryError, match=r"3\.0\.0\.yaml\" cannot be read"):
        component("web", "Linux", root=library)


def test_a_missing_shelf_is_an_error_of_the_installation(tmp_path: Path):
    (tmp_path / "components").mkdir()
    with pytest.raises(LibraryError, match="cannot be read: No such file"):
        names("Linux", tmp_path)
