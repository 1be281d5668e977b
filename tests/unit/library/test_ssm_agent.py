"""ssm-agent for Linux, run on a stand-in for the instance."""

from __future__ import annotations

import hashlib

import pytest

PACKAGE = b"a package"
SHA256 = hashlib.sha256(PACKAGE).hexdigest()
VERSION = "3.3.2656.0"
NEWEST = {"Version": "repository", "Sha256": "none"}
_METADATA = """
echo "curl ${*: -1}" >>"$CALLS"
case "${*: -1}" in
  */api/token) echo token ;;
  */placement/region) echo eu-west-1 ;;
  */services/domain) echo amazonaws.com ;;
  *) while [ "$1" != --output ]; do shift; done; printf 'a package' >"$2" ;;
esac
"""
_URL = f"https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/{VERSION}"


@pytest.fixture
def instance(machine):
    """An instance of some distribution, on which services of these names are."""

    def make(release: str, *services: str):
        machine.moved.append("/etc/")
        machine.file("/etc/os-release", f"ID={release}\n")
        units = "|".join(services) or "none"
        machine.command(
            "systemctl", f'[ "$1" != cat ] || case "$2" in {units}) ;; *) false ;; esac'
        )
        return machine

    return make


@pytest.mark.parametrize(
    ("release", "manager", "expected"),
    [
        ("amzn", "dnf", ["dnf -y install", "dnf -y upgrade"]),
        ("amzn", "yum", ["yum -y install", "yum -y update"]),
        ("sles", "zypper", ["zypper --non-interactive install", "zypper --non-interactive update"]),
    ],
)
def test_the_repository_of_the_distribution_has_it(
    instance, step, release: str, manager: str, expected: list[str]
):
    machine = instance(release)
    machine.remember(manager)
    assert step("ssm-agent", "Install", **NEWEST).returncode == 0
    assert [f"{call} amazon-ssm-agent" for call in expected] == machine.calls


def test_ubuntu_has_it_as_a_snap(instance, step):
    machine = instance("ubuntu")
    machine.remember("snap")
    assert step("ssm-agent", "Install", **NEWEST).returncode == 0
    assert machine.calls == ["snap install amazon-ssm-agent --classic"]


@pytest.mark.parametrize("given", [NEWEST, {"Version": VERSION, "Sha256": SHA256}])
def test_a_snap_is_left_to_the_snap_store(instance, step, given: dict[str, str]):
    machine = instance("ubuntu", "snap.amazon-ssm-agent.amazon-ssm-agent")
    machine.remember("snap", "curl")
    assert step("ssm-agent", "Install", **given).returncode == 0
    assert machine.calls == []


@pytest.mark.parametrize("release", ["debian", "rhel", "ubuntu"])
def test_what_no_repository_has_stays_as_it_is(instance, step, release: str):
    instance(release, "amazon-ssm-agent")
    result = step("ssm-agent", "Install", **NEWEST)
    assert result.returncode == 0
    assert result.stdout == f"no repository of {release} has the agent; it stays as it is\n"


def test_without_an_agent_and_a_repository_a_version_is_asked_for(instance, step):
    instance("debian")
    result = step("ssm-agent", "Install", **NEWEST)
    assert result.returncode == 1
    assert result.stderr.endswith("give Version and Sha256\n")


@pytest.fixture
def downloading(instance):
    """An instance that gets something from the bucket, into a folder that can be looked at."""
    machine = instance("debian")
    machine.command("curl", _METADATA)
    machine.command("uname", "echo aarch64")
    machine.command("mktemp", f'mkdir "{machine.root}/bucket" && echo "{machine.root}/bucket"')
    return machine


def test_a_version_comes_from_the_bucket_of_the_region(downloading, step):
    downloading.remember("apt-get", "dpkg")
    assert step("ssm-agent", "Install", Version=VERSION, Sha256=SHA256).returncode == 0
    assert downloading.calls[-2:] == [
        f"curl {_URL}/debian_arm64/amazon-ssm-agent.deb",
        f"dpkg --install {downloading.root}/bucket/amazon-ssm-agent.deb",
    ]
    assert not downloading.path("/bucket").exists()


@pytest.mark.parametrize("installed", [True, False])
def test_an_rpm_is_not_installed_twice(downloading, step, installed: bool):
    downloading.remember("rpm", script=f'[ "$1" != -q ] || {str(installed).lower()}')
    assert step("ssm-agent", "Install", Version=VERSION, Sha256=SHA256).returncode == 0
    upgraded = f"rpm --upgrade {downloading.root}/bucket/amazon-ssm-agent.rpm" in downloading.calls
    assert upgraded is not installed
    assert f"curl {_URL}/linux_arm64/amazon-ssm-agent.rpm" in downloading.calls


def test_another_package_than_the_approved_one_is_not_installed(downloading, step):
    downloading.remember("apt-get", "dpkg")
    result = step("ssm-agent", "Install", Version=VERSION, Sha256="0" * 64)
    assert result.returncode == 1
    assert result.stderr.endswith(f"does not have the SHA-256 {'0' * 64}\n")
    assert not any(call.startswith("dpkg") for call in downloading.calls)
    assert not downloading.path("/bucket").exists()


@pytest.mark.parametrize(
    ("version", "sha256"),
    [
        ("latest", SHA256),
        ("3.3.2656.0/../../other", SHA256),
        (f"{VERSION}; touch owned", SHA256),
        ("$(touch owned)", SHA256),
        ("", SHA256),
        (VERSION, "none"),
        (VERSION, f"{SHA256}; touch owned"),
        (VERSION, SHA256.upper()),
    ],
)
def test_versions_and_digests_only(downloading, step, version: str, sha256: str):
    result = step("ssm-agent", "Install", Version=version, Sha256=sha256)
    assert result.returncode == 1
    assert result.stderr.startswith("not ")
    assert downloading.calls == []
    assert not (downloading.root / "owned").exists()


@pytest.mark.parametrize("service", ["amazon-ssm-agent", "snap.amazon-ssm-agent.amazon-ssm-agent"])
def test_it_is_enabled_under_the_name_it_has(machine, step, service: str):
    machine.remember("systemctl", script=f'[ "$2" = {service} ]')
    assert step("ssm-agent", "Enable").returncode == 0
    assert machine.calls[-1] == f"systemctl enable {service}"
    assert step("ssm-agent", "Enabled").returncode == 0


def test_an_agent_that_nothing_starts_is_a_failure(machine, step):
    machine.command("systemctl", "false")
    assert step("ssm-agent", "Enabled").returncode == 1
