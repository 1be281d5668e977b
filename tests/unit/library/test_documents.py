"""Files beside a payload: read as they are, or why they cannot be had."""

from __future__ import annotations

import os

import pytest

from generator.library.documents import attach


@pytest.fixture
def beside(tmp_path):
    """A folder with a payload in it, and something outside."""
    (tmp_path / "secret").write_text("outside")
    folder = tmp_path / "payloads"
    folder.mkdir()
    return folder


def test_files_are_read_as_they_are(beside) -> None:
    (beside / "web.sh").write_bytes(b"\xff\r\n")
    (beside / "doc.yaml").write_bytes(b"a: 1\r\n")

    found = attach(beside, ["doc.yaml"], ["./web.sh"])

    assert ("a: 1\r\n", "") == (found.file("doc.yaml").text, found.file("doc.yaml").problem)
    assert (b"\xff\r\n", "") == (found.script("./web.sh").data, found.script("./web.sh").problem)


@pytest.mark.parametrize("link", ["../secret", "/etc/hostname", "below"])
def test_a_link_to_the_outside_is_not_followed(beside, link: str) -> None:
    (beside / "below").symlink_to(beside.parent)
    (beside / "web.sh").symlink_to(link if link != "below" else "below/secret")

    found = attach(beside, [], ["./web.sh"]).script("./web.sh")

    assert (b"", True) == (found.data, found.problem.startswith("it lies outside of"))


def test_a_link_inside_of_the_folder_is_followed(beside) -> None:
    (beside / "real.sh").write_bytes(b"echo\n")
    (beside / "web.sh").symlink_to("real.sh")

    assert b"echo\n" == attach(beside, [], ["./web.sh"]).script("./web.sh").data


def test_a_link_to_itself_is_told(beside) -> None:
    (beside / "web.sh").symlink_to("web.sh")

    assert attach(beside, [], ["./web.sh"]).script("./web.sh").problem


def test_a_pipe_is_not_waited_for(beside) -> None:
    os.mkfifo(beside / "web.sh")

    assert "it is no ordinary file" == attach(beside, [], ["./web.sh"]).script("./web.sh").problem


def test_a_folder_is_no_script(beside) -> None:
    (beside / "web.sh").mkdir()

    assert "it is no ordinary file" == attach(beside, [], ["./web.sh"]).script("./web.sh").problem
