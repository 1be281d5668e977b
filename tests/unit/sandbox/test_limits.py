"""Control groups, the watch over the host, and the deadline."""

from __future__ import annotations

import os

from generator.sandbox import cgroup, guard
from generator.sandbox.guard import Guard
from generator.sandbox.limits import GIB, Deadline, Limits

LIMITS = Limits(processes=7, memory=1000)


def values(folder):
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_a_group_of_version_2_limits_memory_and_processes(tmp_path):
    (tmp_path / "cgroup.controllers").write_text("memory pids")
    group = cgroup.make("one", LIMITS, tmp_path)

    (folder,) = group.folders
    assert f"amifactory-{os.getpid()}-one" == folder.name
    assert {"memory.max": "1000", "memory.swap.max": "0", "pids.max": "7"} == values(folder)
    assert (f"{folder}/cgroup.procs",) == group.doors


def test_a_group_of_version_1_is_a_folder_in_each_hierarchy(tmp_path):
    for name in ("memory", "pids"):
        (tmp_path / name).mkdir()
    group = cgroup.make("one", LIMITS, tmp_path)

    assert ["pids", "memory"] == [folder.parent.name for folder in group.folders]
    assert {"pids.max": "7"} == values(group.folders[0])
    assert "1000" == values(group.folders[1])["memory.limit_in_bytes"]


def test_where_no_group_can_be_made_there_is_none(tmp_path):
    assert cgroup.make("one", LIMITS, tmp_path) is None
    assert cgroup.make("one", LIMITS, tmp_path / "nothing") is None


def test_processes_that_memory_ended_are_counted(tmp_path):
    (tmp_path / "memory.events").write_text("low 0\noom 2\noom_kill 3\n")

    assert 3 == cgroup.Group((tmp_path,)).killed()


def test_groups_of_makers_that_are_gone_are_removed(tmp_path):
    ours = tmp_path / f"amifactory-{os.getpid()}-a"
    gone = tmp_path / "amifactory-4194305-a"
    for folder in (ours, gone, tmp_path / "other"):
        folder.mkdir()
    cgroup.sweep(tmp_path)

    assert {ours.name, "other"} == {folder.name for folder in tmp_path.iterdir()}


def test_the_guard_complains_of_a_disk_that_fills_and_of_processes(tmp_path, monkeypatch):
    free, tasks = [100 * GIB], [50]
    monkeypatch.setattr(Guard, "_left", lambda _: free[0])
    monkeypatch.setattr(guard, "tasks", lambda: tasks[0])
    watching = Guard(tmp_path, Limits(processes=10, disk=GIB), counting=True)

    assert "" == watching.complaint()
    tasks[0] = 61
    assert "more than 10 processes" == watching.complaint()
    tasks[0], free[0] = 50, 98 * GIB
    assert "more than 1 GiB written" == watching.complaint()
    free[0] = GIB // 2
    watching.limits = Limits(disk=200 * GIB)
    assert "the disk is nearly full" == watching.complaint()


def test_a_deadline_counts_down_to_zero():
    now = [10.0]
    deadline = Deadline(lambda: now[0], 12.0)

    assert 2.0 == deadline.left()
    now[0] = 50.0
    assert 0.0 == deadline.left()
    assert Deadline(lambda: 0.0).left() is None
