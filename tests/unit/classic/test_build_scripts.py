"""The bash scripts in the Linux runbook, run for real on a stand-in for the build instance."""

from __future__ import annotations

import hashlib
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.localaws.automation.values import resolve
from tests.fakes.build_machine import BuildMachine

_LINUX = Path(__file__).parents[3] / "generator" / "classic" / "documents" / "linux.yaml"
_SCRIPTS: dict[str, str] = {
    step["name"]: step["inputs"]["Parameters"]["commands"][0]
    for step in yaml.safe_load(_LINUX.read_text(encoding="utf-8"))["mainSteps"]
    if step["action"] == "aws:runCommand"
}

_URL = "https://example.com/bootstrap/web.sh"
_FOLDER = "/var/lib/amifactory/bootstrap"
_KEY = "ssh-ed25519 " + "A" * 68 + " admin@example"

_DIST_UPGRADE = (
    "apt-get --yes -o DPkg::Lock::Timeout=300 "
    "-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold dist-upgrade"
)
_REMEMBER = 'printf "%s %s\\n" "${0##*/}" "$*" >>"$CALLS"'
_CURL = (
    _REMEMBER
    + """
while [ "$#" -gt 1 ]; do
  if [ "$1" = --output ]; then output=$2; fi
  shift
done
"""
)

Script = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def machine(tmp_path: Path) -> BuildMachine:
    return BuildMachine.at(tmp_path)


@pytest.fixture
def script(machine) -> Script:
    """Runs the script of a step, its parameters replaced as Automation replaces them."""

    def run(step: str, **parameters: str) -> subprocess.CompletedProcess[str]:
        given = {"BootstrapUrl": "", "BootstrapSha256": "", "AuthorizedKey": "", **parameters}
        return machine.run(resolve(_SCRIPTS[step], given))

    return run


def _serve(machine: BuildMachine, body: str) -> None:
    """Have curl find a script."""
    machine.command("curl", f"{_CURL}printf %s '{body}' >\"$output\"")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("step", _SCRIPTS)
def test_a_script_is_strict_bash(step: str, tmp_path: Path):
    """The agent hands the script to sh -c as a file, so that its first line decides."""
    assert ["#!/bin/bash", "set -euo pipefail"] == _SCRIPTS[step].splitlines()[:2]
    file = tmp_path / "script.sh"
    file.write_text(_SCRIPTS[step])
    result = subprocess.run(["bash", "-n", file], capture_output=True, text=True, check=False)
    assert (0, "") == (result.returncode, result.stderr)


# First boot


def test_cloud_init_is_waited_for(machine, script):
    machine.command("cloud-init", _REMEMBER)
    assert 0 == script("waitForFirstBoot").returncode
    assert ["cloud-init status --wait"] == machine.calls


def test_trouble_of_cloud_init_is_told_and_no_failure(machine, script):
    machine.command("cloud-init", "exit 2")
    result = script("waitForFirstBoot")
    assert (0, "cloud-init ended with exit code 2\n") == (result.returncode, result.stderr)


def test_an_image_may_have_no_cloud_init(script):
    assert 0 == script("waitForFirstBoot").returncode


# Updates


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("dnf", ["dnf --assumeyes --refresh upgrade"]),
        ("yum", ["yum --assumeyes update"]),
        (
            "apt-get",
            [
                "apt-get update",
                _DIST_UPGRADE,
            ],
        ),
        (
            "zypper",
            [
                "zypper --non-interactive refresh",
                "zypper --non-interactive update --auto-agree-with-licenses",
            ],
        ),
    ],
)
def test_updates_are_installed_and_end_in_one_reboot(machine, script, manager, expected):
    machine.command(manager, _REMEMBER)
    machine.file("/etc/os-release", "ID=rocky\nVERSION_ID=9.4\n")

    assert 194 == script("updateBefore").returncode
    after_reboot = script("updateBefore")
    assert (0, "up to date and running 6.1.0\n") == (after_reboot.returncode, after_reboot.stdout)
    assert expected == machine.calls
    assert 194 == script("updateAfter").returncode


def test_amazon_linux_2023_leaves_its_release(machine, script):
    """Its repositories are those of the release the image was made of, until told otherwise."""
    machine.command("dnf", _REMEMBER)
    machine.file("/etc/os-release", 'ID="amzn"\nVERSION_ID="2023"\n')
    assert 194 == script("updateBefore").returncode
    assert ["dnf --assumeyes --refresh --releasever=latest upgrade"] == machine.calls


@pytest.mark.parametrize("manager", ["dnf", "yum", "apt-get", "zypper"])
def test_updates_that_keep_failing_fail_after_five_tries(machine, script, manager: str):
    machine.command(manager, f"{_REMEMBER}\nexit 100")
    result = script("updateBefore")
    assert result.returncode not in (0, 194)
    assert 5 == sum(call.startswith(manager) for call in machine.calls)


def test_zypper_is_run_again_when_it_updated_itself(machine, script):
    machine.command(
        "zypper",
        f"""{_REMEMBER}
case "$(grep -c update "$CALLS")" in 0) exit 0 ;; 1) exit 103 ;; *) exit 102 ;; esac""",
    )
    machine.command("grep", 'exec /usr/bin/env -i PATH=/usr/bin:/bin grep "$@"')
    assert 194 == script("updateBefore").returncode
    assert 2 == sum("update" in call for call in machine.calls)


def test_zypper_may_fail(machine, script):
    machine.command("zypper", 'case "$*" in *refresh) ;; *) exit 104 ;; esac')
    assert 104 == script("updateBefore").returncode


def test_an_unknown_system_is_no_success(script):
    result = script("updateBefore")
    assert (1, "found none of dnf, yum, apt-get and zypper to update with\n") == (
        result.returncode,
        result.stderr,
    )


# Bootstrap


def test_there_may_be_no_bootstrap_script(machine, script):
    result = script("bootstrap")
    assert (0, "no bootstrap script\n") == (result.returncode, result.stdout)
    assert not machine.path(_FOLDER).exists()


@pytest.mark.parametrize("first_line", ["", "#!/bin/bash\n"])
def test_a_script_is_fetched_verified_run_and_removed(machine, script, first_line: str):
    body = first_line + "echo hello\numask\n"
    _serve(machine, body)
    result = script("bootstrap", BootstrapUrl=_URL, BootstrapSha256=_digest(body))
    assert 0 == result.returncode, result.stderr
    assert [
        f"bootstrap script has sha256 {_digest(body)}",
        "hello",
        "0022",
        "bootstrap script ended with exit code 0",
    ] == result.stdout.splitlines()
    assert not machine.path(_FOLDER).exists()


def test_another_script_than_the_approved_one_is_not_run(machine, script):
    _serve(machine, "echo bad\n")
    result = script("bootstrap", BootstrapUrl=_URL, BootstrapSha256=_digest("echo good\n"))
    assert 1 == result.returncode
    assert "bad" not in result.stdout.splitlines()
    assert (
        "the bootstrap script is not the one that was approved: "
        f"expected {_digest('echo good' + chr(10))}\n"
    ) == result.stderr


def test_a_script_without_a_digest_is_run_with_a_warning(machine, script):
    _serve(machine, "echo hello\n")
    result = script("bootstrap", BootstrapUrl=_URL)
    assert 0 == result.returncode
    assert "warning: no digest is pinned, so anything the URL gives is run\n" == result.stderr


@pytest.mark.parametrize("code", [1, 7, 126])
def test_a_script_that_fails_fails_the_step(machine, script, code: int):
    _serve(machine, f"exit {code}\n")
    assert code == script("bootstrap", BootstrapUrl=_URL).returncode


def test_curl_may_use_nothing_but_https(machine, script):
    _serve(machine, "true\n")
    script("bootstrap", BootstrapUrl=_URL)
    (call,) = machine.calls
    for option in ("--proto =https --proto-redir =https", "--tlsv1.2", "--fail", "--max-redirs 3"):
        assert option in call
    assert call.endswith(f" -- {_URL}")


def test_wget_stands_in_and_follows_no_redirect(machine, script):
    machine.command(
        "wget",
        _REMEMBER + '\nfor word in "$@"; do case "$word" in --output-document=*) '
        'echo true >"${word#*=}" ;; esac; done',
    )
    assert 0 == script("bootstrap", BootstrapUrl=_URL).returncode
    (call,) = machine.calls
    assert "--max-redirect=0" in call
    assert "--secure-protocol=TLSv1_2" in call


def test_a_download_is_tried_five_times(machine, script):
    machine.command("curl", f"{_CURL}exit 22")
    result = script("bootstrap", BootstrapUrl=_URL)
    assert (1, f"no bootstrap script from {_URL} after 5 attempts\n") == (
        result.returncode,
        result.stderr,
    )
    sleeps = [call for call in machine.calls if call.startswith("sleep")]
    assert ["sleep 5", "sleep 10", "sleep 15", "sleep 20"] == sleeps


def test_an_empty_script_is_a_failure(machine, script):
    _serve(machine, "")
    result = script("bootstrap", BootstrapUrl=_URL)
    assert (1, "the bootstrap script is empty\n") == (result.returncode, result.stderr)


def test_an_s3_object_comes_by_the_aws_cli(machine, script):
    machine.command("aws", f'{_REMEMBER}\necho echo from s3 >"${{@: -1}}"')
    result = script("bootstrap", BootstrapUrl="s3://bucket/web.sh")
    assert "from s3" in result.stdout
    (call,) = machine.calls
    assert call.startswith("aws s3 cp --only-show-errors s3://bucket/web.sh ")


def test_an_s3_object_without_the_aws_cli_says_what_to_do(script):
    result = script("bootstrap", BootstrapUrl="s3://bucket/web.sh")
    assert 1 == result.returncode
    assert result.stderr.endswith("use an https:// URL\n")


def test_a_script_may_ask_for_a_reboot(machine, script):
    """It runs again from the disk: what the URL gives by then is not asked for."""
    body = '[ -e "$PWD/done" ] && exit 0; echo >"$PWD/done"; exit 194\n'
    _serve(machine, body)
    given = {"BootstrapUrl": _URL, "BootstrapSha256": _digest(body)}
    assert 194 == script("bootstrap", **given).returncode
    machine.command("curl", "exit 22")
    assert 0 == script("bootstrap", **given).returncode
    assert not machine.path(_FOLDER).exists()


def test_a_script_is_verified_again_after_a_reboot(machine, script):
    _serve(machine, "exit 194\n")
    given = {"BootstrapUrl": _URL, "BootstrapSha256": _digest("exit 194\n")}
    script("bootstrap", **given)
    machine.file(f"{_FOLDER}/script", "echo bad\n")
    result = script("bootstrap", **given)
    assert 1 == result.returncode
    assert "bad" not in result.stdout.splitlines()


def test_what_an_earlier_build_left_is_not_run(machine, script):
    machine.file(f"{_FOLDER}/script", "echo old\n")
    _serve(machine, "echo new\n")
    assert "new" in script("bootstrap", BootstrapUrl=_URL).stdout


def test_only_root_can_look_at_the_script(machine, script):
    _serve(machine, "exit 194\n")
    script("bootstrap", BootstrapUrl=_URL)
    assert 0o700 == stat.S_IMODE(machine.path(_FOLDER).stat().st_mode)
    assert 0o600 == stat.S_IMODE(machine.path(f"{_FOLDER}/script").stat().st_mode)


@pytest.mark.parametrize("rest", ["a;touch%20x", "a&b", "(a)", "*", "a!b", "%27", "a?b=c,d"])
def test_what_a_url_may_have_means_nothing_to_bash(machine, script, rest: str):
    """These are what the parameter's pattern lets through of what bash has a meaning for."""
    _serve(machine, "true\n")
    url = f"https://example.com/{rest}"
    assert 0 == script("bootstrap", BootstrapUrl=url).returncode
    assert machine.calls[0].endswith(f" -- {url}")


def test_a_line_feed_after_a_value_stays_in_its_quotes(machine, script):
    """The one thing that a reader of the pattern's $ might let through."""
    _serve(machine, "true\n")
    assert 0 == script("bootstrap", BootstrapUrl=f"{_URL}\n").returncode
    assert [_URL, ""] == [machine.calls[0].rpartition(" ")[2], machine.calls[1]]


# Clean-up


@pytest.fixture
def used(machine) -> BuildMachine:
    """A machine that was lived in."""
    home = machine.path("/home/ec2-user")
    machine.command("getent", f"printf '%s\\n' 'ec2-user:x:1000:1000::{home}:/bin/bash'")
    for path in (
        *("/home/ec2-user/.ssh/authorized_keys", "/home/ec2-user/.bash_history"),
        *("/home/ec2-user/.python_history", "/home/ec2-user/.profile"),
        *("/etc/ssh/ssh_host_rsa_key", "/etc/ssh/ssh_host_rsa_key.pub", "/etc/ssh/sshd_config"),
        *("/etc/machine-id", "/etc/hostname", "/var/lib/dbus/machine-id"),
        *("/var/lib/systemd/random-seed", "/var/lib/dhcp/dhclient.eth0.leases"),
        *("/var/log/messages", "/var/log/messages-20261101", "/var/log/syslog.1"),
        *("/var/log/dpkg.log.2.gz", "/var/log/journal/0123/system.journal"),
        *("/var/log/amazon/ssm/amazon-ssm-agent.log", "/var/lib/amazon/ssm/registration"),
        *("/var/lib/amifactory/rebooted", "/var/lib/app/data"),
    ):
        machine.file(path, "used\n")
    return machine


def _content(machine: BuildMachine) -> dict[str, int]:
    """The files of a machine that matter here, with their sizes."""
    files = (
        (f"/{file.relative_to(machine.root)}", file)
        for file in machine.root.rglob("*")
        if file.is_file()
    )
    return {path: file.stat().st_size for path, file in files if path.count("/") > 1}


def test_clean_up_leaves_no_trace_of_the_build(used, script):
    result = script("cleanUp")
    assert 0 == result.returncode, result.stderr
    assert {
        "/home/ec2-user/.profile": 5,
        "/etc/ssh/sshd_config": 5,
        "/etc/machine-id": 0,
        "/etc/hostname": 0,
        "/var/log/messages": 0,
        "/var/log/amazon/ssm/amazon-ssm-agent.log": 0,
        "/var/lib/amazon/ssm/registration": 5,
        "/var/lib/app/data": 5,
    } == _content(used)


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ("cloud-init", "cloud-init clean --logs"),
        ("dnf", "dnf clean all"),
        ("yum", "yum clean all"),
        ("apt-get", "apt-get -o DPkg::Lock::Timeout=300 clean"),
        ("zypper", "zypper --non-interactive clean --all"),
    ],
)
def test_clean_up_lets_tools_clean_their_own(used, script, tool: str, expected: str):
    used.command(tool, _REMEMBER)
    assert 0 == script("cleanUp").returncode
    assert expected in used.calls


def test_clean_up_that_fails_fails_the_build(used, script):
    used.command("cloud-init", "exit 1")
    assert 1 == script("cleanUp").returncode


def test_clean_up_needs_nothing_to_be_there(machine, script):
    machine.command("getent", "true")
    machine.path("/var/log").mkdir(parents=True)
    result = script("cleanUp")
    assert 0 == result.returncode, result.stderr


# Authorized key


def _accounts(machine: BuildMachine, *lines: str) -> None:
    text = "\n".join(line.replace("~", str(machine.root)) for line in lines)
    machine.command("getent", f"cat <<'END'\n{text}\nEND")
    machine.command("cat", 'while IFS= read -r line; do printf "%s\\n" "$line"; done')


def test_the_key_is_authorized_for_the_first_login_account(machine, script):
    _accounts(
        machine,
        "root:x:0:0:root:~/root:/bin/bash",
        "app:x:1002:1002::~/home/app:/bin/bash",
        "daemon:x:1000:1000::~/home/daemon:/usr/sbin/nologin",
        "ubuntu:x:1001:1001:Ubuntu:~/home/ubuntu:/bin/bash",
        "nobody:x:65534:65534::~/nonexistent:/bin/sh",
    )
    result = script("authorizeKey", AuthorizedKey=_KEY)
    assert 0 == result.returncode, result.stderr
    file = machine.path("/home/ubuntu/.ssh/authorized_keys")
    assert f"{_KEY}\n" == file.read_text()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert 0o700 == stat.S_IMODE(file.parent.stat().st_mode)
    assert [f"chown 1001:1001 {file.parent} {file}"] == machine.calls
    assert "authorized the key for ubuntu\n" == result.stdout


def test_there_may_be_no_key(machine, script):
    assert 0 == script("authorizeKey").returncode
    assert {} == _content(machine)


def test_a_key_for_nobody_fails_the_build(machine, script):
    _accounts(machine, "root:x:0:0:root:~/root:/bin/bash")
    result = script("authorizeKey", AuthorizedKey=_KEY)
    assert 1 == result.returncode
    assert "found no account that could log in with the authorized key\n" == result.stderr


def test_selinux_labels_are_put_right(machine, script):
    _accounts(machine, "ec2-user:x:1000:1000::~/home/ec2-user:/bin/bash")
    machine.command("restorecon", _REMEMBER)
    assert 0 == script("authorizeKey", AuthorizedKey=_KEY).returncode
    assert f"restorecon -R {machine.path('/home/ec2-user/.ssh')}" == machine.calls[-1]


# Whatever the machine


def test_the_stand_in_refuses_to_touch_the_host(machine: Any):
    with pytest.raises(AssertionError):
        machine.run("rm -rf /home/somebody")
