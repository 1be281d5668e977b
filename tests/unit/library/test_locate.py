from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Exit
from generator.library import LibraryError, locate


def test_finds_the_checkout_it_is_part_of():
    """Without being told: the folder whose pyproject.toml is this project's."""
    found = locate()
    assert (found / "components" / "linux" / "bootstrap.yaml.j2").is_file()


def test_an_explicit_folder_wins(tmp_path: Path):
    (tmp_path / "components").mkdir()
    assert tmp_path == locate(tmp_path)


def test_an_explicit_folder_must_be_a_library(tmp_path: Path):
    with pytest.raises(LibraryError, match="is not a component library") as caught:
        locate(tmp_path / "nowhere")
    assert caught.value.exit_code == Exit.MACHINE
    assert "components/linux" in caught.value.hint


def test_the_installed_library_comes_before_the_checkout(tmp_path: Path):
    package = tmp_path / "generator"
    (package / "_library" / "components").mkdir(parents=True)
    (tmp_path / "components").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "amifactory"\n')
    assert package / "_library" == locate(package=package)


@pytest.mark.parametrize("pyproject", [None, '[project]\nname = "other"\n'])
def test_a_foreign_folder_beside_the_package_is_not_taken(tmp_path: Path, pyproject: str | None):
    """Any site-packages may hold something named components."""
    (tmp_path / "components").mkdir()
    if pyproject is not None:
        (tmp_path / "pyproject.toml").write_text(pyproject)
    with pytest.raises(LibraryError, match="missing from this installation"):
        locate(package=tmp_path / "generator")
