"""Test documents for Linux, run on a stand-in for the instance."""

from __future__ import annotations

import pytest

HOSTILE = ["git; touch owned", "$(touch owned)", "`touch owned`", "git'", "*", "-e", "a|b"]

# test-packages

_RPM = 'case "${*: -1}" in git) ;; webserver) [ "$2" = --whatprovides ] ;; *) false ;; esac'
_DPKG = """
case "${*: -1}" in
  git) echo installed ;;
  libc6) echo installed; echo installed ;;
  left) echo config-files ;;
  *) exit 1 ;;
esac
"""


@pytest.mark.parametrize(
    ("manager", "answers", "installed", "absent", "told"),
    [
        ("rpm", _RPM, "git", "none", ""),
        ("rpm", _RPM, " git  webserver ", "telnet ftp", ""),
        ("rpm", _RPM, "none", "telnet", ""),
        ("rpm", _RPM, "git jq", "none", "jq is not installed\n"),
        ("rpm", _RPM, "jq", "git", "jq is not installed\ngit is installed\n"),
        ("dpkg-query", _DPKG, "git libc6", "left telnet", ""),
        ("dpkg-query", _DPKG, "left", "git", "left is not installed\ngit is installed\n"),
        ("rpm", _RPM, "none-such", "none", "none-such is not installed\n"),
    ],
)
def test_packages_are_there_or_not(*, machine, step, manager, answers, installed, absent, told):
    machine.command(manager, answers)
    result = step("test-packages", "PackagesAreAsExpected", Installed=installed, Absent=absent)
    assert (int(bool(told)), told) == (result.returncode, result.stderr)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("parameter", ["Installed", "Absent"])
def test_only_names_of_packages_are_asked_for(machine, step, parameter: str, value: str):
    machine.remember("rpm")
    given = {"Installed": "none", "Absent": "none", parameter: value}
    result = step("test-packages", "PackagesAreAsExpected", **given)
    assert result.returncode == 1
    assert result.stderr.startswith("not a package name: ")
    assert machine.calls == []
    assert not (machine.root / "owned").exists()


@pytest.mark.parametrize(
    ("installed", "told"),
    [
        ("none", "neither Installed nor Absent names a package\n"),
        ("git", "neither dpkg nor rpm is on this image\n"),
    ],
)
def test_nothing_to_ask_for_is_a_failure(step, installed: str, told: str):
    result = step("test-packages", "PackagesAreAsExpected", Installed=installed, Absent="none")
    assert (result.returncode, result.stderr) == (1, told)


# test-no-world-writable


@pytest.fixture
def disk(machine):
    """The one disk of the machine, with what may be on it."""
    machine.file("/disk/etc/passwd", "")
    (machine.root / "disk/tmp").mkdir()
    (machine.root / "disk/tmp").chmod(0o1777)
    machine.command("df", f"echo Mounted on; echo {machine.root}/disk")
    return machine.root / "disk"


@pytest.mark.usefixtures("disk")
def test_a_sticky_folder_is_nobodys(step):
    result = step("test-no-world-writable", "NothingIsWorldWritable", Except="none")
    assert (result.returncode, result.stdout) == (0, "nothing is writable by everybody\n")


def test_files_and_folders_that_everybody_may_write_are_named(disk, step):
    (disk / "etc/passwd").chmod(0o666)
    (disk / "srv").mkdir()
    (disk / "srv").chmod(0o777)
    (disk / "link").symlink_to("etc/passwd")
    result = step("test-no-world-writable", "NothingIsWorldWritable", Except="none")
    assert result.returncode == 1
    told, *found = result.stderr.splitlines()
    assert told == "writable by everybody:"
    assert sorted(found) == [f"{disk}/etc/passwd", f"{disk}/srv"]


def test_what_is_excepted_is_passed_over_with_all_that_is_in_it(disk, step):
    (disk / "srv/drop").mkdir(parents=True)
    (disk / "srv/drop").chmod(0o777)
    (disk / "etc/passwd").chmod(0o666)
    given = f" {disk}/srv  {disk}/etc/passwd"
    assert step("test-no-world-writable", "NothingIsWorldWritable", Except=given).returncode == 0
    assert step("test-no-world-writable", "NothingIsWorldWritable", Except="/srv").returncode == 1


@pytest.mark.parametrize(
    "value", ["/", "srv", "/srv/*", "/srv; touch owned", "$(touch owned)", "-delete", "/a -delete"]
)
def test_only_plain_paths_are_excepted(disk, machine, step, value: str):
    result = step("test-no-world-writable", "NothingIsWorldWritable", Except=value)
    assert result.returncode == 1
    assert result.stderr.startswith("not an absolute path of plain characters: ")
    assert (disk / "etc/passwd").exists()
    assert not (machine.root / "owned").exists()


@pytest.mark.usefixtures("disk")
@pytest.mark.parametrize("tool", ["df", "find"])
def test_what_could_not_be_looked_for_is_not_proved(machine, step, tool: str):
    (machine.bin / tool).unlink()
    result = step("test-no-world-writable", "NothingIsWorldWritable", Except="none")
    assert (result.returncode, result.stderr) == (1, f"{tool} is not on this image\n")


def test_no_file_system_is_a_failure(machine, step):
    machine.command("df", "echo Mounted on")
    result = step("test-no-world-writable", "NothingIsWorldWritable", Except="none")
    assert (result.returncode, result.stderr) == (1, "df names no file system\n")


# test-disk-encrypted

_METADATA = """
case "${*: -1}" in
  */api/token) echo token ;;
  */instance-id) echo i-1 ;;
  */placement/region) echo eu-west-1 ;;
esac
"""


@pytest.mark.parametrize(
    ("volumes", "code", "told"),
    [
        (r"vol-1\tTrue\n", 0, ""),
        (r"vol-1\tTrue\nvol-2\tTrue\n", 0, ""),
        (r"vol-1\tTrue\nvol-2\tFalse\n", 1, "vol-2 is not encrypted\n"),
        (r"vol-1\tNone\n", 1, "vol-1 is not encrypted\n"),
        ("", 1, "EC2 knows no volume of i-1\n"),
    ],
)
def test_every_volume_is_encrypted(machine, step, volumes: str, code: int, told: str):
    machine.command("curl", _METADATA)
    machine.remember("aws", script=f"printf '{volumes}'")
    result = step("test-disk-encrypted", "VolumesAreEncrypted")
    assert (code, told) == (result.returncode, result.stderr)
    assert (
        "--region eu-west-1 --filters Name=attachment.instance-id,Values=i-1 " in machine.calls[0]
    )


def test_without_the_right_nothing_is_proved(machine, step):
    machine.command("curl", _METADATA)
    machine.command("aws", "echo UnauthorizedOperation >&2; exit 254")
    result = step("test-disk-encrypted", "VolumesAreEncrypted")
    assert result.returncode == 1
    assert result.stderr.endswith(
        "EC2 does not say: the instance's role needs ec2:DescribeVolumes\n"
    )


def test_without_the_command_line_nothing_is_proved(step):
    result = step("test-disk-encrypted", "VolumesAreEncrypted")
    assert result.returncode == 1
    assert result.stderr == "the AWS CLI is not on this image, so EC2 cannot be asked\n"


def test_without_a_metadata_service_nothing_is_proved(machine, step):
    machine.command("curl", "exit 28")
    machine.remember("aws")
    assert step("test-disk-encrypted", "VolumesAreEncrypted").returncode != 0
    assert machine.calls == []
