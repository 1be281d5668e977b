"""Which files have changed: read from the upper folder, without following links."""

from __future__ import annotations

import os
import stat

import pytest

from generator.sandbox.changes import changed

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="whiteouts are made by root")


def test_files_and_links_are_told_and_folders_only_when_they_are_new(tmp_path):
    upper, lower = tmp_path / "upper", tmp_path / "lower"
    (upper / "etc/old").mkdir(parents=True)
    (upper / "new/empty").mkdir(parents=True)
    (lower / "etc/old").mkdir(parents=True)
    (upper / "etc/file").write_text("x")
    (upper / "etc/link").symlink_to("/etc/shadow")
    (upper / "etc/folder").symlink_to("/")

    assert ("/etc/file", "/etc/folder", "/etc/link", "/new/empty/") == changed(upper, [lower])


@ROOT
def test_a_removed_file_is_told(tmp_path):
    os.mknod(tmp_path / "gone", stat.S_IFCHR, os.makedev(0, 0))

    assert ("/gone",) == changed(tmp_path)


def test_folders_too_deep_to_be_named_end_the_way_down(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        name = "d" * 200
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)

    (told,) = changed(tmp_path)
    assert told.endswith("d/")


def test_the_list_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr("generator.sandbox.changes.MOST", 3)
    for number in range(9):
        (tmp_path / str(number)).touch()

    assert 3 == len(changed(tmp_path))
