from __future__ import annotations

import base64
import hashlib
import stat
from pathlib import Path

import pytest
import yaml

from generator.library import LONGEST, LibraryError, UnsafeValueError, bootstrap, carries

_URL = "https://example.com/bootstrap/web.sh"
_FOLDER = "/var/lib/amifactory-bootstrap"
_SCRIPT = f"{_FOLDER}/script"

_CURL = """
printf '%s\\n' "$*" >>"$CALLS"
while [ "$#" -gt 1 ]; do
  if [ "$1" = --output ]; then output=$2; fi
  shift
done
"""
_WGET = """
printf '%s\\n' "$*" >>"$CALLS"
for word in "$@"; do
  case "$word" in --output-document=*) output=${word#*=} ;; esac
done
"""


def _linux(url: str = _URL, sha256: str | None = None) -> str:
    return bootstrap("Linux", name="Webserver", source=url, sha256=sha256).text


def _windows(url: str = "https://example.com/web.ps1", sha256: str | None = None) -> str:
    return bootstrap("Windows", name="Webserver", source=url, sha256=sha256).text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _steps(text: str) -> list[dict]:
    (phase,) = yaml.safe_load(text)["phases"]
    assert phase["name"] == "build"
    return phase["steps"]


@pytest.fixture
def build(machine, script):
    """A build instance that runs the wrapper's bash steps in order, as long as they succeed."""
    machine.moved.append("/var/lib/")
    machine.path("/var/lib").mkdir(parents=True)

    def run(text: str, *steps: str):
        for step in steps or ("Download", "Verify", "Run"):
            result = machine.run(script(text, step))
            if result.returncode != 0:
                break
        return result

    return run


# What the wrapper says about itself


def test_it_is_a_build_component_that_names_its_image():
    document = bootstrap("Linux", name="Web server", source=_URL, sha256=None)
    assert document.name == "bootstrap"
    assert document.platform == "Linux"
    assert document.version == "1.0.0"
    assert document.phases == ("build",)
    assert document.parameters == ()
    assert "image Web server" in document.description
    assert document.description == yaml.safe_load(document.text)["description"]


@pytest.mark.parametrize("platform", ["Linux", "Windows"])
@pytest.mark.parametrize("url", [_URL, "s3://bucket/web.sh"])
@pytest.mark.parametrize("sha256", [None, "0" * 64])
def test_every_step_has_a_limit_and_stops_the_build(platform, url: str, sha256: str | None):
    document = bootstrap(platform, name="Webserver", source=url, sha256=sha256)
    for step in _steps(document.text):
        assert step["onFailure"] == "Abort"
        assert 0 < step["timeoutSeconds"] <= 7200
    assert "{{" not in document.text
    assert "}}" not in document.text


def test_only_the_bootstrap_differs_between_images():
    """The same values give the same bytes, and other images the same lines but for their own."""
    one = bootstrap("Linux", name="one", source="https://example.com/1.sh", sha256="1" * 64).text
    two = bootstrap("Linux", name="two", source="https://example.com/2.sh", sha256="2" * 64).text
    again = bootstrap("Linux", name="one", source="https://example.com/1.sh", sha256="1" * 64).text
    assert one == again
    lines = zip(one.splitlines(), two.splitlines(), strict=True)
    assert sum(left != right for left, right in lines) == 3


# Linux: download


def test_a_script_is_fetched_verified_run_and_removed(machine, build):
    body = "echo hello from the script\n"
    machine.command("curl", _CURL + f"printf %s '{body}' >\"$output\"")
    result = build(_linux(sha256=_digest(body)))
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "hello from the script",
        "bootstrap script ended with exit code 0",
    ]
    assert not machine.path(_FOLDER).exists()


def test_curl_may_use_nothing_but_https(machine, build):
    machine.command("curl", _CURL + 'echo >"$output"')
    assert build(_linux(), "Download").returncode == 0
    (call,) = machine.calls
    for option in (
        "--proto =https --proto-redir =https",
        "--tlsv1.2",
        "--fail",
        "--max-redirs 3",
        "--max-time 300",
    ):
        assert option in call
    assert call.endswith(f" -- {_URL}")


def test_wget_stands_in_and_follows_no_redirect(machine, build):
    machine.command("wget", _WGET + 'echo echo by wget >"$output"')
    result = build(_linux())
    assert result.stdout.splitlines()[0] == "by wget"
    (call,) = machine.calls
    assert "--max-redirect=0" in call
    assert "--secure-protocol=TLSv1_2" in call
    assert call.endswith(f" -- {_URL}")


def test_only_root_can_look_at_the_script(machine, build):
    machine.command("curl", _CURL + 'echo secret >"$output"')
    build(_linux(), "Download")
    assert stat.S_IMODE(machine.path(_FOLDER).stat().st_mode) == 0o700
    assert stat.S_IMODE(machine.path(_SCRIPT).stat().st_mode) == 0o600


def test_a_download_is_tried_five_times(machine, build):
    """A 404 is exit code 22 of curl."""
    machine.command("curl", _CURL + "exit 22")
    result = build(_linux())
    assert result.returncode == 1
    assert result.stderr == f"no bootstrap script from {_URL} after 5 attempts\n"
    assert [call for call in machine.calls if call.startswith("sleep")] == [
        "sleep 5",
        "sleep 10",
        "sleep 15",
        "sleep 20",
    ]
    assert not machine.path(_FOLDER).exists()


def test_a_download_that_fails_at_first_is_no_failure(machine, build):
    machine.command(
        "curl",
        _CURL + '[ "$(grep -c https "$CALLS")" -ge 3 ] || exit 56\necho echo at last >"$output"',
    )
    result = build(_linux())
    assert result.returncode == 0
    assert result.stdout.splitlines()[0] == "at last"


def test_what_an_earlier_try_left_is_not_run(machine, build):
    machine.file(_SCRIPT, "echo old\n")
    machine.command("curl", _CURL + 'echo echo new >"$output"')
    assert build(_linux()).stdout.splitlines()[0] == "new"


@pytest.mark.parametrize(
    "path",
    ["it's.sh", "$(touch${IFS}owned)", "`touch`", ";touch;owned", "a&b|c>d", '"quoted"', "\\n\\"],
)
def test_a_url_is_a_word_and_nothing_more(machine, build, path: str):
    machine.command("curl", _CURL + 'echo >"$output"')
    result = build(_linux(url=f"https://example.com/{path}"), "Download")
    assert result.returncode == 0, result.stderr
    assert machine.calls[0].endswith(f" -- https://example.com/{path}")
    assert not (machine.root / "owned").exists()


def test_an_s3_object_comes_by_the_action_of_awstoe():
    make_folder, download, _, _ = _steps(_linux(url="s3://bucket/it's.sh"))
    assert make_folder["action"] == "ExecuteBash"
    assert download["action"] == "S3Download"
    assert download["inputs"] == [{"source": "s3://bucket/it's.sh", "destination": _SCRIPT}]


def test_an_s3_object_lands_in_an_empty_private_folder(machine, build):
    machine.file(_SCRIPT, "echo old\n")
    assert build(_linux(url="s3://bucket/key"), "MakeFolder").returncode == 0
    assert list(machine.path(_FOLDER).iterdir()) == []
    assert stat.S_IMODE(machine.path(_FOLDER).stat().st_mode) == 0o700


# Linux: verify


def test_another_script_than_the_approved_one_is_not_run(machine, build):
    machine.command("curl", _CURL + 'echo touch owned >"$output"')
    result = build(_linux(sha256="0" * 64))
    assert result.returncode == 1
    got = _digest("touch owned\n")
    assert f"expected sha256 {'0' * 64}, got {got}" in result.stderr
    assert not machine.path(_FOLDER).exists()
    assert not (machine.root / "owned").exists()


def test_a_digest_in_capitals_is_the_same_digest(machine, build):
    machine.command("curl", _CURL + 'echo true >"$output"')
    assert build(_linux(sha256=_digest("true\n").upper())).returncode == 0


def test_without_a_digest_the_log_has_the_one_it_got(machine, build):
    machine.file(_SCRIPT, "true\n")
    result = build(_linux(), "Verify")
    got = _digest("true\n")
    assert result.stdout == f"bootstrap script has sha256 {got}\n"
    assert result.stderr.startswith("warning: no digest is pinned")


@pytest.mark.parametrize("sha256", [None, _digest("")])
def test_an_empty_answer_is_no_script(machine, build, sha256: str | None):
    machine.command("curl", _CURL + ': >"$output"')
    result = build(_linux(sha256=sha256))
    assert (result.returncode, result.stderr) == (1, "the bootstrap script is empty\n")
    assert not machine.path(_FOLDER).exists()


# Linux: a script that the document carries


def test_a_carried_script_arrives_byte_for_byte(machine, build):
    """Braces, quotes and bytes that are no text; AWSTOE and YAML see only base64."""
    body = b"#!/bin/bash\necho '{{ not.a.variable }}' \"it's\" '\xff'\n"
    text = bootstrap("Linux", name="Webserver", source=body).text
    assert "not.a.variable" not in text
    result = build(text, "Write")
    assert result.returncode == 0
    assert machine.path(_SCRIPT).read_bytes() == body
    assert stat.S_IMODE(machine.path(_FOLDER).stat().st_mode) == 0o700


def test_a_carried_script_is_verified_and_run(build):
    text = bootstrap("Linux", name="Webserver", source=b"echo carried\n").text
    result = build(text, "Write", "Verify", "Run")
    assert result.stdout.splitlines()[0] == "carried"
    tampered = text.replace(base64.b64encode(b"echo carried\n").decode(), "ZWNobwo=")
    assert build(tampered, "Write", "Verify").returncode == 1


@pytest.mark.parametrize("platform", ["Linux", "Windows"])
def test_a_script_is_carried_as_far_as_a_document_goes(platform):
    assert carries(platform, name="Webserver", script=b"x" * 9_000)
    assert not carries(platform, name="Webserver", script=b"x" * 12_000)


def test_windows_writes_the_carried_bytes(script):
    text = bootstrap("Windows", name="Webserver", source=b"Write-Output 1\r\n").text
    content = base64.b64encode(b"Write-Output 1\r\n").decode()
    write = script(text, "Write")
    assert f"$content = '{content}'" in write
    assert "WriteAllBytes($path, [Convert]::FromBase64String($content))" in write


# Linux: run


@pytest.mark.parametrize("code", [1, 7, 126, 255])
def test_exit_codes_pass_through(machine, build, code: int):
    machine.file(_SCRIPT, f"exit {code}\n")
    assert build(_linux(), "Run").returncode == code
    assert not machine.path(_FOLDER).exists()


def test_a_reboot_finds_the_script_it_verified(machine, build):
    """194: AWSTOE restarts the instance and runs the same step again."""
    machine.file(_SCRIPT, "[ -e rebooted ] && exit 0; touch rebooted; exit 194\n")
    assert build(_linux(), "Run").returncode == 194
    assert machine.path(_SCRIPT).exists()
    assert build(_linux(), "Run").returncode == 0
    assert not machine.path(_FOLDER).exists()


def test_a_shebang_is_honoured(machine, build):
    machine.command("interpreter", 'echo "interpreted ${1##*/} with $#"')
    machine.file(_SCRIPT, f"#!{machine.bin}/interpreter\n")
    assert build(_linux(), "Run").stdout.splitlines()[0] == "interpreted script with 1"


def test_bash_runs_a_script_without_shebang(machine, build):
    machine.file(_SCRIPT, "[[ $BASH_VERSION ]] && echo bash\n")
    assert build(_linux(), "Run").stdout.splitlines()[0] == "bash"


def test_the_wrapper_is_strict_and_the_script_is_its_own(machine, build):
    """Neither set -e nor a tight umask is handed down to the user's script."""
    machine.file(_SCRIPT, 'false; echo "${UNSET:-unset}"; touch made\n')
    result = build(_linux(), "Run")
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "unset")
    assert stat.S_IMODE((machine.root / "made").stat().st_mode) == 0o644


def test_a_script_has_a_home_and_nobody_to_ask(machine, build):
    machine.file(_SCRIPT, 'echo "$HOME"; read -r answer || echo no answer\n')
    assert build(_linux(), "Run").stdout.splitlines()[:2] == ["/root", "no answer"]


# Windows; run nowhere in these tests, so what matters is asserted on the text


def test_powershell_stops_at_the_first_error():
    for step in _steps(_windows(sha256="0" * 64)):
        (commands,) = step["inputs"]["commands"]
        assert commands.startswith("$ErrorActionPreference = 'Stop'\n")


def test_a_url_is_quoted_for_powershell(script):
    download = script(_windows("https://example.com/it's$(x).ps1"), "Download")
    assert "$url = 'https://example.com/it''s$(x).ps1'\n" in download


def test_windows_checks_every_hop_for_https(script):
    download = script(_windows(), "Download")
    assert "$request.AllowAutoRedirect = $false" in download
    assert download.index("$address.Scheme -ne 'https'") < download.index("GetResponse()")


def test_windows_compares_the_digest_before_it_runs(script):
    text = _windows(sha256="AB" * 32)
    assert [step["name"] for step in _steps(text)] == ["MakeFolder", "Download", "Verify", "Run"]
    assert f"$expected = '{'ab' * 32}'\n" in script(text, "Verify")


def test_windows_passes_the_exit_code_through(script):
    run = script(_windows(), "Run")
    assert "if ($status -ne 3010)" in run
    assert run.endswith("[Environment]::Exit($status)\n")


def test_windows_takes_s3_objects_as_powershell_files():
    (download,) = [step for step in _steps(_windows("s3://bucket/a.ps1")) if "s3" in str(step)]
    (entry,) = download["inputs"]
    assert entry["source"] == "s3://bucket/a.ps1"
    assert entry["destination"].endswith("\\amifactory-bootstrap\\script.ps1")


# Values and shapes


@pytest.mark.parametrize(
    "values",
    [
        {"source": "http://example.com/x"},
        {"source": "https://example.com/{{ resolve }}"},
        {"source": "https://example.com/\nrm"},
        {"source": "https://example.com/ x"},
        {"source": "s3://bucket/folder/*"},
        {"source": "ftp://example.com/x"},
        {"sha256": "abc"},
        {"sha256": "0" * 63 + "'"},
        {"name": "two\nlines"},
        {"name": "{{ Name }}"},
        {"source": "https://example.com/" + "x" * LONGEST},
    ],
)
@pytest.mark.parametrize("platform", ["Linux", "Windows"])
def test_hostile_values_are_refused(platform, values: dict[str, str]):
    with pytest.raises(UnsafeValueError):
        bootstrap(platform, **{"name": "Webserver", "source": _URL, "sha256": None, **values})


def test_powershell_refuses_typographic_quotes():
    with pytest.raises(UnsafeValueError):
        bootstrap("Windows", name="W", source="https://example.com/\u2019", sha256=None)


@pytest.mark.parametrize("name", ["it's", 'a "b" c', "a: b # c", "é", "\\", "%<< >>%<% x %>"])
def test_any_image_name_survives_in_the_description(name: str):
    document = bootstrap("Linux", name=name, source=_URL, sha256=None)
    assert document.description == yaml.safe_load(document.text)["description"]
    assert name in document.description


def test_a_broken_template_is_a_bug_and_not_a_finding(tmp_path: Path):
    template = tmp_path / "components" / "linux" / "bootstrap.yaml.j2"
    template.parent.mkdir(parents=True)
    template.write_text("schemaVersion: 1.0\nphases: << digest >>\n")
    with pytest.raises(RuntimeError, match="bootstrap template for Linux is broken"):
        bootstrap("Linux", name="W", source=_URL, sha256=None, root=tmp_path)


def test_a_library_without_the_template_is_an_error(tmp_path: Path):
    with pytest.raises(LibraryError, match=r"bootstrap\.yaml\.j2\" cannot be read"):
        bootstrap("Linux", name="W", source=_URL, sha256=None, root=tmp_path)
