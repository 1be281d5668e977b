"""Files are written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import stat

import pytest

from generator.errors import OutputError
from generator.output import STAGING, Outcome, commit, compare, stage, staging, sweep


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "output"


def names(path):
    return sorted(each.name for each in path.iterdir())


def write(folder, **texts):
    with staging(folder) as place:
        staged = [stage(folder / name, text, place) for name, text in texts.items()]
        commit(staged)
    return [each.outcome for each in staged]


def refused(path, text="new"):
    with pytest.raises(OutputError) as caught, staging(path.parent) as place:
        stage(path, text, place)
    with pytest.raises(OutputError) as compared:
        compare(path, text)
    assert caught.value.message == compared.value.message
    return caught.value


def test_what_is_committed_is_there_and_nothing_else(folder):
    assert write(folder, a="one\n", b="\N{SNOWMAN}\n") == [Outcome.CREATED, Outcome.CREATED]
    assert names(folder) == ["a", "b"]
    assert (folder / "b").read_bytes() == b"\xe2\x98\x83\n"


def test_outcomes(folder):
    write(folder, same="one", changed="one")

    assert write(folder, same="one", changed="two", created="x") == [
        Outcome.SAME,
        Outcome.CHANGED,
        Outcome.CREATED,
    ]


def test_what_is_the_same_is_not_touched(folder):
    write(folder, a="one")
    before = (folder / "a").stat()

    write(folder, a="one")

    assert (folder / "a").stat() == before


def test_what_is_staged_is_not_there_yet(folder):
    write(folder, a="one")
    with staging(folder) as place:
        stage(folder / "a", "two", place)

        assert (folder / "a").read_text() == "one"


def test_two_texts_for_one_target_do_not_meet_before_they_are_committed(folder):
    with staging(folder) as place:
        first, second = (stage(folder / "a", text, place) for text in ("one", "two"))

        assert first.waiting.read_text() == "one"
        assert second.waiting.read_text() == "two"


def test_what_is_not_committed_leaves_nothing(folder):
    write(folder, a="one")
    with staging(folder) as place:
        stage(folder / "a", "two", place)
        stage(folder / "b", "two", place)

    assert names(folder) == ["a"]
    assert (folder / "a").read_text() == "one"


@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_folders_that_were_made_in_vain_go_again(tmp_path, kind):
    with pytest.raises(kind), staging(tmp_path / "one" / "two"):
        raise kind

    assert names(tmp_path) == []


def test_folders_that_were_there_stay(tmp_path):
    (tmp_path / "one").mkdir()
    with staging(tmp_path / "one" / "two"):
        pass

    assert names(tmp_path) == ["one"]


def test_new_files_have_the_permissions_that_the_umask_leaves(folder):
    before = os.umask(0o027)
    try:
        write(folder, a="one")
    finally:
        os.umask(before)

    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o640


def test_changed_files_keep_their_permissions(folder):
    write(folder, a="one")
    (folder / "a").chmod(0o604)

    write(folder, a="two")

    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o604


def test_comparing_touches_nothing(folder):
    assert compare(folder / "a", "one").outcome is Outcome.CREATED
    assert not folder.exists()

    write(folder, a="one")

    assert compare(folder / "a", "one").outcome is Outcome.SAME
    assert compare(folder / "a", "two").outcome is Outcome.CHANGED
    assert names(folder) == ["a"]


def test_a_link_is_not_followed(folder, tmp_path):
    folder.mkdir()
    (tmp_path / "precious").write_text("mine")
    (folder / "a").symlink_to(tmp_path / "precious")

    error = refused(folder / "a")

    assert error.message == f"{folder / 'a'} is a symbolic link"
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_link_to_nowhere_is_not_followed(folder, tmp_path):
    folder.mkdir()
    (folder / "a").symlink_to(tmp_path / "nowhere")

    assert refused(folder / "a").message == f"{folder / 'a'} is a symbolic link"
    assert not (tmp_path / "nowhere").exists()


def test_a_link_that_comes_in_between_is_replaced_and_not_followed(folder, tmp_path):
    (tmp_path / "precious").write_text("mine")
    with staging(folder) as place:
        staged = stage(folder / "a", "new", place)
        (folder / "a").symlink_to(tmp_path / "precious")
        commit([staged])

    assert (tmp_path / "precious").read_text() == "mine"
    assert (folder / "a").read_text() == "new"
    assert not (folder / "a").is_symlink()


def test_a_folder_in_the_way_is_told(folder):
    (folder / "a").mkdir(parents=True)

    error = refused(folder / "a")

    assert error.message == f"cannot write {folder / 'a'}: it is a folder"
    assert error.hint == "rename it, or write to another folder with --output"


def test_a_pipe_in_the_way_is_told_and_not_waited_for(folder):
    folder.mkdir()
    os.mkfifo(folder / "a")

    assert refused(folder / "a").message == f"cannot write {folder / 'a'}: it is no ordinary file"


def test_a_file_where_the_folder_should_be_is_told(folder):
    folder.write_text("mine")
    with pytest.raises(OutputError, match="output is a file, expected a folder"), staging(folder):
        pass

    assert folder.read_text() == "mine"


def test_a_file_above_the_folder_is_told(folder):
    folder.write_text("mine")
    with (
        pytest.raises(OutputError, match=r"cannot write .*: not a directory"),
        staging(folder / "x"),
    ):
        pass


def test_a_folder_that_is_a_link_is_followed(folder, tmp_path):
    (tmp_path / "real").mkdir()
    folder.symlink_to("real")

    write(folder, a="one")

    assert names(tmp_path / "real") == ["a"]


def test_a_folder_that_is_a_link_to_nowhere_is_told(folder, tmp_path):
    folder.symlink_to("nowhere")
    told = "output is a symbolic link to nowhere, which is not there"
    with pytest.raises(OutputError, match=told), staging(folder):
        pass

    assert names(tmp_path) == ["output"]


def test_a_target_that_cannot_be_replaced_is_told(folder):
    with staging(folder) as place:
        staged = stage(folder / "a", "new", place)
        (folder / "a").mkdir()
        with pytest.raises(OutputError, match=r"cannot write .*a: is a directory"):
            commit([staged])

    assert names(folder) == ["a"]


@pytest.fixture
def leftover(folder):
    """What a killed run left behind."""
    place = folder / f"{STAGING}killed"
    place.mkdir(parents=True)
    (place / "half").write_text("ha")
    return place


def test_what_a_killed_run_left_is_swept_by_the_next(folder, leftover):
    write(folder, a="one")

    assert names(folder) == ["a"]
    assert not leftover.exists()


def test_what_a_run_at_work_has_staged_is_left_alone(folder):
    with staging(folder) as place:
        staged = stage(folder / "a", "one", place)
        write(folder, b="two")
        sweep(folder)
        commit([staged])

    assert names(folder) == ["a", "b"]


def test_a_leftover_is_held_by_its_lock_alone(leftover, folder):
    """Process ids would be taken for alive in a container, where they start again at 1."""
    handle = os.open(leftover, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    sweep(folder)
    held = leftover.exists()
    os.close(handle)
    sweep(folder)

    assert (held, leftover.exists()) == (True, False)


def test_what_only_looks_like_a_leftover_is_left_alone(folder, tmp_path):
    folder.mkdir()
    (folder / f"{STAGING}file").write_text("mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    (folder / f"{STAGING}link").symlink_to(tmp_path / "mine")
    (folder / ".amifactory-mine").mkdir()

    sweep(folder)

    assert len(names(folder)) == 3
    assert names(tmp_path / "mine") == ["file"]
