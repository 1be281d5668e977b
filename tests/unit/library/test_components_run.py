"""The library's bash, run on a stand-in for the instance."""

from __future__ import annotations

import pytest

# packages


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("dnf", ["dnf -y install git jq"]),
        (
            "apt-get",
            [
                "apt-get -o DPkg::Lock::Timeout=300 update",
                "apt-get -o DPkg::Lock::Timeout=300 -y install git jq",
            ],
        ),
        ("zypper", ["zypper --non-interactive install --auto-agree-with-licenses git jq"]),
    ],
)
def test_packages_uses_the_manager_there_is(machine, step, manager: str, expected: list[str]):
    machine.remember(manager)
    assert step("packages", "Install", Packages=" git  jq ").returncode == 0
    assert expected == machine.calls


def test_packages_asks_rpm_what_yum_did(machine, step):
    """With yum it is no failure that some of what it was asked for is missing."""
    machine.remember("yum")
    machine.command("rpm", '[ "$*" = "-q git" ]')
    assert step("packages", "Install", Packages="git").returncode == 0
    assert step("packages", "Install", Packages="git nothing").returncode == 1


@pytest.mark.parametrize(
    "value",
    [
        "git; touch owned",
        "$(touch owned)",
        "`touch owned`",
        "git'",
        "--allow-untrusted",
        "openssh-server-",
        "*",
        "a|b",
    ],
)
def test_packages_takes_names_only(machine, step, value: str):
    machine.remember("dnf")
    result = step("packages", "Install", Packages=value)
    assert result.returncode == 1
    assert result.stderr.startswith("not a package name: ")
    assert machine.calls == []
    assert not (machine.root / "owned").exists()


@pytest.mark.parametrize("value", ["g++ libstdc++6", "nginx=1.22.1-9", "gcc-c++", "python3.11~rc1"])
def test_packages_takes_what_packages_are_called(machine, step, value: str):
    machine.remember("dnf")
    assert step("packages", "Install", Packages=value).returncode == 0
    assert machine.calls == [f"dnf -y install {value}"]


def test_packages_says_when_there_is_nothing_to_install(step):
    result = step("packages", "Install", Packages=" ")
    assert (result.returncode, result.stderr) == (1, "Packages is empty\n")


def test_packages_says_when_there_is_nothing_to_install_with(step):
    result = step("packages", "Install", Packages="git")
    assert result.returncode == 1
    assert result.stderr == "none of dnf, yum, apt-get and zypper is on this image\n"


# time-sync


def test_time_sync_names_the_server_once(machine, step):
    machine.moved += ["/etc/", "/run/"]
    config = machine.file("/etc/chrony/chrony.conf", "pool ntp.example.com iburst\n")
    machine.remember("systemctl", "apt-get")
    for _ in range(2):
        assert step("time-sync", "Configure").returncode == 0
    assert config.read_text().count("server 169.254.169.123 prefer") == 1
    assert machine.calls[:2] == ["systemctl enable chrony", "systemctl restart chrony"]


def test_time_sync_leaves_amazon_linux_as_it_is(machine, step):
    machine.moved += ["/etc/", "/run/"]
    config = machine.file("/etc/chrony.conf", "include /etc/chrony.d/*.sources\n")
    machine.file("/etc/chrony.d/link-local.sources", "server 169.254.169.123 prefer iburst\n")
    machine.remember("systemctl")
    assert step("time-sync", "Configure").returncode == 0
    assert config.read_text() == "include /etc/chrony.d/*.sources\n"
    assert machine.calls[0] == "systemctl enable chronyd"


@pytest.mark.parametrize(("source", "code"), [("169.254.169.123", 0), ("192.0.2.1", 1)])
def test_time_sync_proves_that_the_server_is_used(machine, step, source: str, code: int):
    machine.command("chronyc", f"echo '^* {source} 3 4 377'")
    assert code == step("time-sync", "UsesAmazonTimeSync").returncode


# docker


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("ID=debian", "apt-get -o DPkg::Lock::Timeout=300 -y install docker.io"),
        ('ID="amzn"', "dnf -y install docker"),
        ('ID="sles"', "zypper --non-interactive install docker"),
    ],
)
def test_docker_comes_from_the_distribution(machine, step, release: str, expected: str):
    machine.moved.append("/etc/")
    machine.file("/etc/os-release", release + "\n")
    machine.remember("apt-get", "dnf", "zypper")
    assert step("docker", "Install").returncode == 0
    assert expected == machine.calls[-1]


def test_docker_does_not_install_podman_in_its_place(machine, step):
    machine.moved.append("/etc/")
    machine.file("/etc/os-release", 'ID="rhel"\n')
    machine.remember("dnf")
    result = step("docker", "Install")
    assert (result.returncode, machine.calls) == (1, [])
    assert result.stderr.startswith("rhel has no package of the Docker engine")


def test_docker_limits_logs_unless_somebody_has_configured_it(machine, step):
    machine.moved.append("/etc/")
    machine.remember("systemctl")
    assert step("docker", "RotateLogs").returncode == 0
    config = machine.path("/etc/docker/daemon.json")
    assert '"max-size": "10m"' in config.read_text()
    config.write_text("{}")
    assert step("docker", "RotateLogs").returncode == 0
    assert config.read_text() == "{}"


# cloudwatch-agent


def test_the_agent_gets_its_configuration_and_waits_for_the_next_boot(machine, step):
    machine.moved.append("/opt/")
    control = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
    machine.file(control, '#!/bin/bash\necho "ctl $*" >>"$CALLS"\n').chmod(0o755)
    machine.remember("systemctl")
    assert step("cloudwatch-agent", "Configure", Config="ssm:/web/$(agent)").returncode == 0
    assert machine.calls == [
        "ctl -a fetch-config -m ec2 -c ssm:/web/$(agent)",
        "systemctl enable amazon-cloudwatch-agent",
    ]


# hardening

_SSHD = """
case "$1" in
  -T) echo 'permitrootlogin no'; echo 'passwordauthentication no'; echo 'x11forwarding no' ;;
esac
"""


def test_hardening_uses_a_drop_in_where_sshd_reads_one(machine, step):
    machine.moved += ["/etc/", "/run/"]
    main = machine.file("/etc/ssh/sshd_config", f"Include {machine.root}/etc/ssh/sshd_config.d/*\n")
    before = main.read_text()
    machine.command("sshd", _SSHD)
    result = step("hardening", "Ssh")
    assert (result.returncode, result.stderr) == (0, "")
    assert before == main.read_text()
    drop_in = machine.path("/etc/ssh/sshd_config.d/00-hardening.conf").read_text()
    assert drop_in.startswith("PermitRootLogin no\nPasswordAuthentication no\n")
    assert step("hardening", "SshSettings").returncode == 0


def test_hardening_puts_its_settings_first_where_sshd_reads_one_file(machine, step):
    """Run twice, as the first value counts and the block must not pile up."""
    machine.moved += ["/etc/", "/run/"]
    main = machine.file("/etc/ssh/sshd_config", "PermitRootLogin yes\nUsePAM yes\n")
    machine.command("sshd", _SSHD)
    for _ in range(2):
        assert step("hardening", "Ssh").returncode == 0
    lines = main.read_text().splitlines()
    assert lines[:2] == ["# hardening begins", "PermitRootLogin no"]
    assert lines[-2:] == ["PermitRootLogin yes", "UsePAM yes"]
    assert lines.count("# hardening begins") == 1


def test_hardening_fails_on_settings_that_sshd_refuses(machine, step):
    machine.moved += ["/etc/", "/run/"]
    machine.file("/etc/ssh/sshd_config", "")
    machine.command("sshd", "exit 255")
    assert step("hardening", "Ssh").returncode == 255


def test_hardening_notices_an_sshd_that_has_other_settings(machine, step):
    machine.command("sshd", "echo permitrootlogin yes")
    result = step("hardening", "SshSettings")
    assert (result.returncode, result.stderr) == (1, "sshd does not have: permitrootlogin no\n")


def test_hardening_needs_no_ssh_daemon(step):
    assert step("hardening", "Ssh").returncode == 0
    assert step("hardening", "SshSettings").returncode == 0


def test_hardening_closes_new_files_once(machine, step):
    machine.moved.append("/etc/")
    machine.path("/etc/profile.d").mkdir(parents=True)
    definitions = machine.file("/etc/login.defs", "UMASK\t\t022\n# UMASK 077\n")
    for _ in range(2):
        assert step("hardening", "Users").returncode == 0
    assert definitions.read_text() == "UMASK 027\n# UMASK 077\n"


def test_hardening_only_takes_rights_away(machine, step):
    machine.moved += ["/etc/", "/boot/"]
    shadow = machine.file("/etc/shadow", "")
    shadow.chmod(0o666)
    passwd = machine.file("/etc/passwd", "")
    passwd.chmod(0o600)
    assert step("hardening", "Permissions").returncode == 0
    assert shadow.stat().st_mode & 0o777 == 0o640
    assert passwd.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("value", "code"), [("0", 0), ("1", 1)])
def test_hardening_proves_what_the_kernel_made_of_it(machine, step, value: str, code: int):
    machine.moved.append("/etc/")
    machine.file("/etc/sysctl.d/99-zz-hardening.conf", "fs.a = 1\nfs.suid_dumpable = 0\n")
    machine.command("sysctl", f'[ "$2" = fs.suid_dumpable ] && echo {value}')
    assert code == step("hardening", "KernelSettings").returncode


# cleanup


def test_cleanup_removes_histories_and_leaves_the_rest(machine, step):
    machine.moved += ["/root", "/home/"]
    machine.file("/root/.bash_history", "secret\n")
    machine.file("/home/ada/.python_history", "secret\n")
    kept = machine.file("/home/ada/.bashrc", "export A=1\n")
    assert step("cleanup", "Histories").returncode == 0
    assert not machine.path("/root/.bash_history").exists()
    assert not machine.path("/home/ada/.python_history").exists()
    assert kept.exists()


def test_cleanup_empties_the_machine_id(machine, step):
    """An empty file makes systemd take the next boot for the first; none may stop it."""
    machine.moved += ["/etc/", "/var/"]
    machine_id = machine.file("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
    machine.remember("cloud-init")
    assert step("cleanup", "Identity").returncode == 0
    assert machine_id.read_text() == ""
    assert machine.calls == ["cloud-init clean --logs"]


# tests


@pytest.mark.parametrize(
    ("with_token", "without", "code"),
    [("200", "401", 0), ("200", "200", 1), ("403", "403", 1), ("000", "000", 1)],
)
def test_imdsv2_is_required(machine, step, with_token: str, without: str, code: int):
    machine.command(
        "curl",
        f'case "$*" in *token) printf {with_token} ;; *) printf {without} ;; esac\n'
        f"[ {with_token} != 000 ]",
    )
    assert code == step("test-imdsv2", "TokenIsRequired").returncode


@pytest.fixture
def home(machine):
    """The one home directory of the machine, and no key pair at launch."""
    machine.path("/home/ada/.ssh").mkdir(parents=True)
    home = machine.path("/home/ada")
    machine.command("getent", f"echo ada:x:1000:1000::{home}:/bin/bash")
    machine.command("curl", "exit 22")
    return home


def test_no_keys_are_no_stray_keys(home, step):
    (home / ".ssh/authorized_keys").write_text("# nobody\n\n")
    result = step("test-no-stray-keys", "HomesHaveNoKeys")
    assert (result.returncode, result.stdout, result.stderr) == (0, "no stray keys\n", "")


@pytest.mark.parametrize(
    ("file", "text", "stray"),
    [
        (".ssh/authorized_keys", "ssh-ed25519 AAAA ada\n", "a public key"),
        (".ssh/authorized_keys", "ssh-ed25519 AAAA ada", "a public key"),
        (".ssh/deploy", "-----BEGIN OPENSSH PRIVATE " + "KEY-----\n", "a private key"),
        (".aws/credentials", "[default]\n", "AWS credentials"),
    ],
)
def test_stray_keys_are_found(home, step, file: str, text: str, stray: str):
    (home / file).parent.mkdir(exist_ok=True)
    (home / file).write_text(text)
    result = step("test-no-stray-keys", "HomesHaveNoKeys")
    assert result.returncode == 1
    assert result.stderr == f"stray: {stray} in {home}/{file}\n"


def test_the_key_pair_of_the_launch_is_no_stray_key(machine, home, step):
    machine.command("curl", 'case "$*" in *openssh-key) echo "ssh-rsa AAAA launch" ;; esac')
    keys = home / ".ssh/authorized_keys"
    keys.write_text('command="echo" ssh-rsa AAAA launch\n')
    assert step("test-no-stray-keys", "HomesHaveNoKeys").returncode == 0
    keys.write_text("ssh-rsa AAAA launch\nssh-rsa BBBB other\n")
    assert step("test-no-stray-keys", "HomesHaveNoKeys").returncode == 1


def test_a_service_may_take_its_time(machine, step):
    machine.command(
        "systemctl",
        'echo "$*" >>"$CALLS"\n[ "$1" != is-active ] || [ "$(grep -c is-active "$CALLS")" -ge 3 ]',
    )
    assert step("test-service-running", "ServiceIsRunning", Service="web").returncode == 0
    assert machine.calls[-1] == "is-enabled -- web"


def test_a_service_that_nothing_starts_is_a_failure(machine, step):
    machine.command("systemctl", '[ "$1" != is-enabled ]')
    result = step("test-service-running", "ServiceIsRunning", Service="web")
    assert result.returncode == 1
    assert "nothing starts it at the next boot" in result.stderr


def test_a_service_that_does_not_run_is_a_failure(machine, step):
    machine.command("systemctl", "echo no such unit; exit 3")
    result = step("test-service-running", "ServiceIsRunning", Service="web$(touch owned)")
    assert result.returncode == 1
    assert result.stderr == "web$(touch owned) is not running\nno such unit\n"
    assert not (machine.root / "owned").exists()


_HEADER = "  sl  local_address rem_address   st\n"


@pytest.mark.parametrize(
    ("file", "entry", "code"),
    [
        ("tcp", "0: 0100007F:01BB 00000000:0000 0A", 0),
        ("tcp6", "0: 00000000000000000000000000000000:01BB 00000000:0000 0A", 0),
        ("tcp", "0: 0100007F:01BB 00000000:0000 01", 1),
        ("tcp", "0: 0100007F:11BB 00000000:0000 0A", 1),
        ("tcp", "0: 0100007F:11BB 00000000:01BB 0A", 1),
    ],
)
def test_a_port_is_listening(machine, step, file: str, entry: str, code: int):
    machine.moved.append("/proc/")
    machine.file("/proc/net/tcp", _HEADER)
    machine.file(f"/proc/net/{file}", f"{_HEADER}   {entry} 0\n")
    assert code == step("test-port-listening", "PortIsOpen", Port="443").returncode


@pytest.mark.parametrize("port", ["0", "65536", "080", "http", "443; id", ""])
def test_other_ports_are_refused(step, port: str):
    result = step("test-port-listening", "PortIsOpen", Port=port)
    assert (result.returncode, result.stderr) == (1, f"not a port number: {port}\n")


@pytest.mark.parametrize(
    ("command", "expected", "code"),
    [
        ("true", ".*", 0),
        ('echo it\\\'s "$((6 * 7))"', "^it's 42$", 0),
        ("echo complaint >&2", "complaint", 0),
        ("echo one; exit 3", ".*", 1),
        ("echo one", "two", 1),
        ("echo one", "(", 1),
    ],
)
def test_a_command_gives_what_is_expected(step, command: str, expected: str, code: int):
    result = step("test-command", "CommandWorks", Command=command, Expected=expected)
    assert code == result.returncode
