"""Steps of the library that call little but other programs, run on a stand-in."""

from __future__ import annotations

import pytest
import yaml

from generator.library import components

APT = "apt-get -o DPkg::Lock::Timeout=300"


@pytest.mark.parametrize(
    ("name", "package"),
    [("cloudwatch-agent", "amazon-cloudwatch-agent"), ("time-sync", "chrony")],
)
@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("dnf", ["dnf -y install"]),
        ("yum", ["yum -y install"]),
        ("apt-get", [f"{APT} update", f"{APT} -y install"]),
        ("zypper", ["zypper --non-interactive install"]),
    ],
)
def test_a_package_comes_from_the_manager_there_is(
    *, machine, step, name: str, package: str, manager: str, expected: list[str]
):
    machine.moved.append("/opt/")
    machine.remember(manager)
    assert step(name, "Install").returncode == 0
    assert [*expected[:-1], f"{expected[-1]} {package}"] == machine.calls


@pytest.mark.parametrize("name", ["cloudwatch-agent", "time-sync"])
def test_without_a_manager_nothing_can_be_installed(machine, step, name: str):
    machine.moved.append("/opt/")
    result = step(name, "Install")
    assert result.returncode == 1
    assert result.stderr == "none of dnf, yum, apt-get and zypper is on this image\n"


def test_what_is_installed_is_not_installed_again(machine, step):
    machine.moved.append("/opt/")
    control = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
    machine.file(control, "").chmod(0o755)
    machine.remember("dnf", "chronyd")
    assert step("cloudwatch-agent", "Install").returncode == 0
    assert step("time-sync", "Install").returncode == 0
    assert machine.calls == []


@pytest.mark.parametrize(
    ("settings", "enabled", "code"), [("x", True, 0), ("", True, 1), ("x", False, 1)]
)
def test_the_cloudwatch_agent_is_configured_and_enabled(
    machine, step, settings: str, enabled: bool, code: int
):
    machine.moved.append("/opt/")
    machine.file("/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.toml", settings)
    machine.command("systemctl", str(enabled).lower())
    assert code == step("cloudwatch-agent", "ConfiguredAndEnabled").returncode


@pytest.mark.parametrize("missing", ["", "docker", "systemctl"])
def test_the_docker_engine_answers_and_is_enabled(machine, step, missing: str):
    for name in ("docker", "systemctl"):
        machine.command(name, "false" if name == missing else "true")
    assert (step("docker", "EngineAnswers").returncode == 0) is (missing == "")


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("dnf", ["dnf clean all"]),
        ("yum", ["yum clean all"]),
        ("apt-get", [f"{APT} clean"]),
        ("zypper", ["zypper --non-interactive clean --all"]),
    ],
)
def test_cleanup_empties_the_caches_there_are(machine, step, manager: str, expected: list[str]):
    machine.moved.append("/var/")
    kept = machine.file("/var/lib/apt/lists/lock", "")
    machine.remember(manager)
    assert step("cleanup", "PackageCaches").returncode == 0
    assert expected == machine.calls
    assert kept.exists() is (manager != "apt-get")


def test_hardening_writes_its_settings_once(machine, step):
    machine.moved.append("/etc/")
    for folder in ("sysctl.d", "modprobe.d"):
        machine.path(f"/etc/{folder}").mkdir(parents=True)
    machine.remember("sysctl")
    for _ in range(2):
        assert step("hardening", "Kernel").returncode == 0
        assert step("hardening", "Modules").returncode == 0
    kernel = machine.path("/etc/sysctl.d/99-zz-hardening.conf").read_text()
    assert kernel.count("net.ipv4.tcp_syncookies = 1\n") == 1
    modules = machine.path("/etc/modprobe.d/hardening.conf").read_text().splitlines()
    assert modules[:2] == ["install cramfs /bin/false", "blacklist cramfs"]
    assert len(modules) == len(set(modules)) == 20


def test_every_script_for_linux_is_run_here(request: pytest.FixtureRequest):
    """docs/components.md says so."""
    steps = {
        (document.name, step["name"])
        for document in components()
        if document.platform == "Linux"
        for phase in yaml.safe_load(document.text)["phases"]
        for step in phase["steps"]
        if step["action"] == "ExecuteBash"
    }
    tests = "".join(path.read_text() for path in request.path.parent.glob("test_*.py"))

    assert [each for each in sorted(steps) if f'"{each[1]}"' not in tests] == []
