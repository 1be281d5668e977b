"""Root file systems: given, made, cached, and what covers the host's own."""

from __future__ import annotations

import os
import stat
import tarfile
from pathlib import Path

import pytest

from generator.sandbox import debian_root
from generator.sandbox.covering import Cover
from generator.sandbox.given_root import given_root
from generator.sandbox.host_root import cover_host
from generator.sandbox.resolving import with_network
from generator.sandbox.root import Root, told_by
from generator.sandbox.unavailable import UnavailableError

NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can cover the host's own /")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/amifactory/roots"


@pytest.fixture
def system(tmp_path):
    """A little root file system."""
    root = tmp_path / "system"
    for folder in ("bin", "dev", "etc/ssh", "home/ann", "root/.aws", "var/lib/dpkg", "var/log"):
        (root / folder).mkdir(parents=True)
    for folder in ("srv-data", "var/lib/docker", "etc/ssl/private"):
        (root / folder).mkdir(parents=True)
    (root / "etc/ssl/private").chmod(0o700)
    (root / "bin/sh").touch()
    (root / "dev/null").touch()
    (root / "etc/os-release").write_text('ID=x\nPRETTY_NAME="Little Linux 1"\n')
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\nann:x:1:1::/:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    (root / "etc/shadow").write_text("root:$6$secret:1::::::\n")
    (root / "etc/ssh/key").write_text("private")
    (root / "etc/fstab").write_text("//server password=secret")
    for name in ("shadow", "ssh/key"):
        (root / "etc" / name).chmod(0o600)
    return root


def packed(system, file):
    with tarfile.open(file, "w") as tar:
        tar.add(system, ".")
    return file


def test_a_folder_is_taken_as_it_is(system):
    root = given_root(system, user=False)

    assert (system, f"Little Linux 1 ({system})") == (root.folder, root.about)


def test_a_tar_file_is_unpacked_once_without_devices(system, tmp_path, cache):
    file = packed(system, tmp_path / "little.tar")
    root = given_root(file, user=False)
    (root.folder / "mark").touch()

    assert root.folder == given_root(file, user=False).folder
    assert ["bin", "dev", "etc"] == sorted(path.name for path in root.folder.iterdir())[:3]
    assert [] == list((root.folder / "dev").iterdir())
    assert (root.folder / "mark").exists()
    assert [root.folder.parent] == list(cache.iterdir())


def test_nothing_stays_of_a_tar_file_that_is_broken(tmp_path, cache):
    (tmp_path / "broken.tar").write_text("no tar")

    with pytest.raises(UnavailableError, match=r"cannot unpack broken\.tar"):
        given_root(tmp_path / "broken.tar", user=False)
    assert [] == list(cache.iterdir())


@pytest.mark.parametrize(("name", "said"), [("empty", "no /bin/sh"), ("nothing", "no root file")])
def test_what_is_no_root_file_system_is_told(tmp_path, name, said):
    (tmp_path / "empty").mkdir()

    with pytest.raises(UnavailableError, match=said):
        given_root(tmp_path / name, user=False)


def test_debian_is_made_once_by_what_it_is_made_of(system, tmp_path, monkeypatch):
    tool = tmp_path / "mmdebstrap"
    packed(system, tmp_path / "little.tar")
    tool.write_text(f"#!/bin/sh\necho made >>{tmp_path}/made\nfor last; do :; done\n"
                    f"cp {tmp_path}/little.tar $last\n")  # fmt: skip
    tool.chmod(0o755)
    monkeypatch.setattr(debian_root, "find", lambda _: str(tool))
    told = []
    first = debian_root.debian_root(told.append, user=False)
    again = debian_root.debian_root(told.append, user=False)

    assert first == again
    assert "made\n" == (tmp_path / "made").read_text()
    assert "Little Linux 1" == first.about
    assert ["making a root file system of Debian bookworm; this is done once"] == told


def test_a_debian_that_cannot_be_made_is_told_with_the_reason(tmp_path, monkeypatch, cache):
    tool = tmp_path / "mmdebstrap"
    tool.write_text("#!/bin/sh\necho 'I: wait' >&2\necho 'E: no mirror' >&2\nexit 25\n")
    tool.chmod(0o755)
    monkeypatch.setattr(debian_root, "find", lambda _: str(tool))

    with pytest.raises(UnavailableError, match="E: no mirror"):
        debian_root.debian_root(lambda _: None, user=False)
    assert [] == list(cache.iterdir())


def test_without_the_tool_that_is_said(monkeypatch):
    monkeypatch.setattr(debian_root, "find", lambda _: None)

    with pytest.raises(UnavailableError, match="mmdebstrap is not installed"):
        debian_root.debian_root(lambda _: None, user=False)


def hidden(path):
    told = path.lstat()
    return stat.S_ISCHR(told.st_mode) and told.st_rdev == 0


def emptied(path):
    return path.is_dir() and os.getxattr(path, "trusted.overlay.opaque") == b"y"


@NEEDS_ROOT
def test_the_hosts_homes_keys_and_data_are_covered(system, tmp_path):
    cover = tmp_path / "cover"
    cover_host(cover, system)

    assert all(emptied(cover / name) for name in ("home", "root", "var/log", "var/lib/docker"))
    assert all(hidden(cover / name) for name in ("srv-data", "etc/ssh/key", "etc/fstab"))
    assert emptied(cover / "etc/ssl/private")
    assert "root:*:19000:0:99999:7:::\nann:*:19000:0:99999:7:::\n" == (
        (cover / "etc/shadow").read_text()
    )
    assert not any((cover / name).exists() for name in ("bin", "etc/passwd", "var/lib/dpkg"))


def test_name_servers_are_the_hosts_where_there_is_a_network(system, tmp_path):
    root = with_network(Root(system, "little"))
    root.cover(tmp_path / "cover")

    there = Path("/etc/resolv.conf").exists()
    assert there == (tmp_path / "cover/etc/resolv.conf").exists()


def test_folders_above_what_is_covered_keep_their_mode(system, tmp_path):
    (system / "etc").chmod(0o711)
    (tmp_path / "cover").mkdir()
    Cover(tmp_path / "cover", system).write("etc/motd", "hi")

    assert 0o711 == stat.S_IMODE((tmp_path / "cover/etc").stat().st_mode)


def test_a_root_without_a_name_is_told_by_its_folder(tmp_path):
    assert tmp_path.name == told_by(tmp_path)
