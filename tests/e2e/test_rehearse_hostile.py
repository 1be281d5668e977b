"""Hostile programs on a machine that is really made: the host is as it was."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.ports.machine import Command
from generator.sandbox.limits import GIB, MIB
from tests.e2e.rehearsals import machines, need_machines

MARK = f"4711.{os.getpid()}"
"""How long what a test of this process leaves behind would sleep."""


@pytest.fixture
def canary(tmp_path):
    """A file of the host that nobody may change."""
    file = tmp_path / "canary"
    file.write_text("alive")
    yield file
    assert "alive" == file.read_text()
    assert ["canary"] == [path.name for path in tmp_path.iterdir()]


@pytest.fixture
def made():
    """Machines that are closed, after which nothing of them is left."""
    need_machines()
    made = machines()
    free = shutil.disk_usage("/").free
    yield made
    folder = made.folder
    made.close()
    assert folder is not None
    assert not folder.exists()
    assert [] == leftovers()
    assert "amifactory-rehearsal" not in Path("/proc/self/mountinfo").read_text()
    assert shutil.disk_usage("/").free > free - GIB


@pytest.fixture
def run(made):
    """Run a script on a machine, and say how it ended."""
    machine = made.make()

    def call(script, timeout=20.0):
        return machine.run(Command(["bash", "-c", script], timeout=timeout), lambda *_: None)

    call.machine = machine
    return call


def leftovers():
    """Command lines of this host's processes that a test has left behind."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"sleep") and MARK.encode() in words:
            found.append(words)
    return found


def soon(holds):
    """Whether something comes to hold within a while."""
    return any(holds() for _ in range(500))


def test_a_fork_bomb_runs_into_its_limit(run):
    ran = run("bomb() { bomb | bomb & }; bomb; sleep 0.3")

    assert ran.code == 0 or ran.ended
    assert "fork" in ran.stderr or "processes" in ran.ended
    assert "still well\n" == run("echo still well").stdout


def test_memory_has_an_end(run):
    ran = run("head -c 2G /dev/zero | tail -n 1 | wc -c")

    assert "2147483648\n" != ran.stdout
    assert "still well\n" == run("echo still well").stdout


def test_files_in_memory_have_an_end(run):
    assert (
        0
        != run(
            "head -c 500M /dev/zero >/dev/shm/a; test $(stat -c %s /dev/shm/a) -gt 100000000"
        ).code
    )


def test_output_has_an_end(run):
    ran = run("yes")

    assert "more than 8 MiB of output" == ran.ended
    assert (10_000, True) == (len(ran.stdout), ran.cut)


def test_a_file_has_an_end(run):
    run("head -c 100M /dev/zero >/var/giant")

    assert f"{8 * MIB}\n" == run("stat -c %s /var/giant").stdout


def test_time_has_an_end(run):
    ran = run("trap '' TERM INT HUP; while :; do sleep 1; done", timeout=0.3)

    assert (True, 137) == (ran.timed_out, ran.code)


def test_no_way_leads_out_of_the_root(run, canary):
    inside = canary.parent
    ran = run(
        f"""
        for way in {canary} /proc/self/root{canary} /proc/1/root{canary} \
          ../../../../../../../..{canary} /proc/1/cwd/../../../..{canary}; do
          ln -s "$way" "/var/link$((++n))"
          cat "$way"
          mkdir -p "$(dirname "$way")"
          echo dead >"$way"
        done
        ln -sfn / /var/top; echo dead >/var/top{canary}
        for link in /var/link*; do echo dead >"$link"; done
        rm -rf {inside}
        exit 0
        """
    )

    assert "alive" not in ran.stdout
    assert inside.exists()


def test_changes_behind_links_are_not_followed(run, canary):
    run(
        f"ln -s {canary.parent} /opt/way; ln -s /etc /opt/etc; mkdir /opt/real; echo x >/opt/real/f"
    )

    assert ("/opt/etc", "/opt/real/f", "/opt/way") == run.machine.changed()


def test_no_devices_no_mounts_no_kernel(run):
    ran = run(
        """
        mknod /var/disk b 259 0 && echo device
        mknod /var/mem c 1 1 && echo device
        ls /dev/vd* /dev/sd* /dev/nvme* /dev/mem /dev/kmem 2>/dev/null && echo device
        mount -t tmpfs none /mnt && echo mount
        umount /proc/sys && echo mount
        unshare -Urm mount --bind / /mnt && echo 'in a namespace of its own'
        echo c >/proc/sysrq-trigger && echo kernel
        echo hacked >/proc/sys/kernel/hostname; date -s 2001-01-01 && echo clock
        chroot /proc/1/root true; exit 0
        """
    )

    assert [] == [word for word in ("device", "mount", "kernel\n", "clock") if word in ran.stdout]
    assert "hacked" != Path("/proc/sys/kernel/hostname").read_text().strip()


def test_there_is_no_network(run):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = []
        threading.Thread(target=accept, args=(server, seen), daemon=True).start()
        ran = run(f"exec 3<>/dev/tcp/127.0.0.1/{port} && echo reached; cat /proc/net/dev")

        assert "reached" not in ran.stdout
        assert {"lo"} == {
            line.partition(":")[0].strip() for line in ran.stdout.splitlines() if ":" in line
        }
        assert [] == seen


def accept(server, seen):
    """Note who comes."""
    try:
        seen.append(server.accept())
    except OSError:
        return


def test_nothing_that_was_started_lives_on(run):
    ran = run(f"setsid nohup sleep {MARK} >/dev/null 2>&1 & (sleep {MARK} &) ; echo started")

    assert "started\n" == ran.stdout
    assert [] == leftovers()
    assert "0\n" == run(f"pgrep -fc '^sleep {MARK}'").stdout


def test_signals_do_not_reach_the_host(run):
    with subprocess.Popen(["sleep", "60"]) as ours:
        run(f"kill -9 {ours.pid}; kill -9 {os.getpid()}; kill -9 -1; pkill -9 sleep; exit 0")

        assert ours.poll() is None
        ours.kill()


def test_secrets_and_surroundings_of_the_host_are_not_seen(run, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    ran = run(
        "env; ls -A /root /home /run /tmp; grep -v '\\*' /etc/shadow; ls /proc/[0-9]* -d | wc -l"
    )

    assert "hush" not in ran.stdout
    assert "/root:\n\n" in ran.stdout.replace("/home:\n\n", "").replace("/run:\n\n", "") + "\n"
    assert "$" not in ran.stdout.rpartition("/run:")[2]
    assert int(ran.stdout.split()[-1]) < 10


def test_folders_nested_without_end_are_removed(run):
    ran = run("cd /var; n=deeeeeeeeeeeeeeeeeeeep; for i in $(seq 300); do mkdir $n; cd $n; done")

    assert 0 == ran.code
    assert 1 == len(run.machine.changed())


def test_when_we_are_killed_everything_ends(tmp_path):
    """Not even cleaning up is needed: the kernel ends what hangs on us."""
    need_machines()
    script = (
        "from tests.e2e.rehearsals import machines\n"
        "from generator.ports.machine import Command\n"
        "made = machines()\n"
        "print(made.folder, flush=True)\n"
        f"words = ['bash', '-c', 'echo up; sleep {MARK}']\n"
        "made.make().run(Command(words), lambda *line: print(line[1], flush=True))\n"
    )
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True
    ) as ours:
        try:
            folder = Path(ours.stdout.readline().strip())
            assert "up\n" == ours.stdout.readline()
            assert soon(lambda: len(leftovers()) == 1)
        finally:
            ours.kill()
    assert soon(lambda: not leftovers())
    assert str(folder) not in Path("/proc/self/mountinfo").read_text()
    assert folder.name.startswith("amifactory-rehearsal-")
    shutil.rmtree(folder)
    assert [] == list(tmp_path.iterdir())
