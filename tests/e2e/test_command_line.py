"""The command line as shells see it: real processes, real streams, real signals."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "generator"]
IMAGE = "  - {{imageName: {name}, sourceImage: {source}}}\n"
SOUND = "amis:\n" + IMAGE.format(name="base", source="ami-0123456789abcdef0")
FAULTY = SOUND.replace("ami-0123456789abcdef0", "ami-01")
HEAVY = ("pydantic", "yaml", "troposphere", "boto3", "botocore", "cfnlint", "jinja2", "rich",
         "cloudformation_validate", "moto")  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder, with two payloads; the package comes from this checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "sound.yaml").write_text(SOUND)
    (tmp_path / "faulty.yaml").write_text(FAULTY)
    return tmp_path


def amifactory(*arguments, **options):
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, **options
    )


def shell(line):
    """A line of bash, in which `amifactory` is the real thing; fails when any part does."""
    function = f'amifactory() {{ {shlex.join(COMMAND)} "$@"; }}; set -o pipefail; '
    return subprocess.run(
        ["bash", "-c", function + line], capture_output=True, text=True, check=False
    )


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, "check sound.yaml"),
        (2, "check"),
        (3, "check faulty.yaml"),
        (4, "check gone.yaml"),
        (5, "generate sound.yaml --check"),
    ],
)
def test_exit_codes_leave_the_process(code, arguments):
    assert amifactory(*arguments.split()).returncode == code


def test_a_bug_leaves_with_70_and_no_traceback_outside_of_the_fence():
    broken = (
        "import sys\nfrom generator.cli import checking, main\n"
        "checking.check = lambda *_: 1 / 0\n"
        "sys.argv = ['amifactory', 'check', 'sound.yaml']\nmain()\n"
    )

    said = subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, text=True, check=False
    )
    before, evidence, after = said.stderr.split("```")

    assert (said.returncode, said.stdout) == (70, "")
    assert "Traceback" not in before + after
    assert "ZeroDivisionError: division by zero" in evidence


def imported(arguments):
    """Packages and modules that a command imports."""
    listing = (
        "import sys, contextlib, io\nfrom generator.cli.door import run\n"
        f"with contextlib.redirect_stdout(io.StringIO()): run({arguments!r})\n"
        "print(*sys.modules)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return set(said.stdout.split())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["generate", "-h"], ["lint", "-h"], []]
)
def test_help_imports_nothing_but_click_and_tiny_modules(arguments):
    modules = imported(arguments)

    assert "click" in modules
    assert not modules.intersection(HEAVY)
    assert {"generator.payload", "generator.rules", "generator.cli.wiring"}.isdisjoint(modules)


def test_completing_imports_nothing_heavy(monkeypatch):
    monkeypatch.setenv("_AMIFACTORY_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "amifactory generate --fo")
    monkeypatch.setenv("COMP_CWORD", "2")

    assert not imported([]).intersection(HEAVY)


@pytest.mark.parametrize("command", ["check", "generate"])
def test_a_check_imports_no_sdk_and_no_linter(command):
    heavy = {"boto3", "botocore", "cfnlint", "rich", "cloudformation_validate", "moto"}

    assert not imported([command, "sound.yaml"]).intersection(heavy)


@pytest.mark.parametrize(
    "line",
    [
        "amifactory schema | head -n 1",
        "amifactory explain | head -n 1",
        "amifactory generate many.yaml -o - | head -n 1",
        "amifactory --help | true",
        "amifactory schema | true",
        "amifactory check sound.yaml --format sarif | true",
    ],
)
def test_a_reader_who_leaves_early_is_no_error(here, line):
    images = "".join(IMAGE.format(name=f"i{n}", source="ami-0123456789abcdef0") for n in range(40))
    (here / "many.yaml").write_text(f"amis:\n{images}")

    said = shell(line)

    assert (said.returncode, said.stderr) == (0, "")


def test_findings_count_also_when_nobody_reads_them_to_the_end(here):
    images = "".join(IMAGE.format(name=f"i{n}", source="ami-01") for n in range(90))
    (here / "many.yaml").write_text(f"amis:\n{images}")

    assert shell("amifactory check many.yaml --format sarif | true").returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", ["schema", "check sound.yaml", "--help", "--version"])
def test_a_full_disk_under_standard_output_is_told(arguments):
    said = shell(f"amifactory {arguments} > /dev/full")

    assert said.returncode == 4
    assert said.stderr.startswith("error: cannot ")
    assert "no space left on device" in said.stderr
    assert "Traceback" not in said.stderr


def test_closed_streams_are_no_bug():
    assert shell("amifactory check sound.yaml >&-").returncode == 4
    assert shell("amifactory check sound.yaml 2>&-").returncode == 0
    assert shell("amifactory check gone.yaml 2>&-").returncode == 4
    assert shell("amifactory check - <&-").returncode == 4


def test_standard_input_comes_through_a_pipe():
    said = shell("cat sound.yaml | amifactory generate - -o - | amifactory lint --fast -")

    assert (said.returncode, said.stdout) == (0, "no findings in 1 file\n")


def test_a_payload_through_a_process_substitution():
    assert shell("amifactory check <(cat sound.yaml)").stdout == "no findings in 1 file\n"


def on_a_terminal(*arguments):
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen, os.fdopen(theirs, "wb") as keyboard:
        subprocess.run([*COMMAND, *arguments], stdout=keyboard, check=False)
        return screen.read(4096)


@pytest.mark.parametrize(
    ("colored", "environment"),
    [
        (True, {"TERM": "xterm"}),
        (False, {"TERM": "dumb"}),
        (False, {"TERM": "xterm", "NO_COLOR": "1"}),
    ],
)
def test_a_terminal_gets_colour_unless_it_refuses(monkeypatch, colored, environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert (b"\x1b[" in on_a_terminal("check", "faulty.yaml")) == colored


def test_a_pipe_gets_no_colour_unless_it_asks(monkeypatch):
    assert "\x1b[" not in amifactory("check", "faulty.yaml").stdout
    assert "\x1b[" in amifactory("check", "faulty.yaml", "--color", "always").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in amifactory("check", "faulty.yaml").stdout


def test_a_locale_without_unicode_does_not_matter(here, monkeypatch):
    text = SOUND.replace("{", "{description: caf\xe9, ")
    (here / "cafe.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("LC_ALL", "C")

    printed = amifactory("generate", "cafe.yaml", "-o", "-", encoding="utf-8")
    amifactory("generate", "cafe.yaml")

    assert "caf\xe9" in printed.stdout
    assert printed.stdout == (here / "output" / "cafe.yaml").read_text(encoding="utf-8")


def read_only(folder):
    """Root writes where it likes, but not on a file system that is mounted to be read."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        return contextlib.nullcontext()
    return mounted(folder, "ro")


@contextlib.contextmanager
def mounted(folder, options):
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or not (mount and umount):
        pytest.skip("only root can mount")
    tried = subprocess.run(
        [mount, "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip("this machine does not allow mounts")
    try:
        yield
    finally:
        subprocess.run([umount, folder], check=True)


def test_a_folder_that_cannot_be_written_is_told(here):
    (here / "output").mkdir()
    with read_only(here / "output"):
        said = amifactory("generate", "sound.yaml")

    assert said.returncode == 4
    assert said.stderr.startswith("error: cannot write output: ")
    assert said.stderr.endswith("  hint: choose another folder with --output\n")


def test_a_full_disk_leaves_the_old_files_and_nothing_else(here):
    (here / "output").mkdir()
    with mounted(here / "output", "size=8k"):
        (here / "output" / "sound.yaml").write_text("old\n")
        said = amifactory("generate", "sound.yaml")

        assert said.returncode == 4
        assert said.stderr == (
            "error: cannot write output/sound.yaml: no space left on device\n"
            "  hint: free some space, or choose another folder with --output\n"
        )
        assert below(here / "output") == ["sound.yaml"]
        assert (here / "output" / "sound.yaml").read_text() == "old\n"


def test_a_limit_on_file_sizes_is_told_like_a_full_disk(here):
    """Needs no rights, and so runs where the one above does not."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    said = amifactory("generate", "sound.yaml", preexec_fn=limit)

    assert said.returncode == 4
    assert said.stderr.startswith("error: cannot write output/sound.yaml: file too large\n")
    assert below(here) == ["faulty.yaml", "sound.yaml"]


def interrupted(here, *files):
    """How a run ends on Ctrl-C that has staged templates and waits for a last payload, a pipe."""
    os.mkfifo(here / "pipe.yaml")
    with subprocess.Popen(
        [*COMMAND, "generate", *files, "pipe.yaml"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process, (here / "pipe.yaml").open("w"):  # opens when the run reads it  # fmt: skip
        staged = below(here / "output")
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate()
    return len(staged) > 1, process.returncode, *said


def test_ctrl_c_leaves_nothing_behind(here):
    assert interrupted(here, "sound.yaml") == (True, 130, "", "interrupted\n")
    assert not (here / "output").exists()


def test_ctrl_c_leaves_nothing_behind_when_several_processes_share_the_work(here):
    names = [f"p{number}.yaml" for number in range(6)]
    for name in names:
        (here / name).write_text(SOUND)

    assert interrupted(here, *names) == (True, 130, "", "interrupted\n")
    assert not (here / "output").exists()


def test_the_hints_of_init_can_be_pasted():
    said = shell("amifactory init 'my images.yaml'")

    assert shell(said.stdout.splitlines()[1].removeprefix("next: ")).returncode == 0


def test_bash_takes_the_completion_script():
    said = shell('eval "$(amifactory completion bash)" && complete -p amifactory')

    assert said.stdout == "complete -o nosort -F _amifactory_completion amifactory\n"


def test_many_formats_for_programs_are_json():
    for format_ in ("json", "sarif"):
        said = amifactory("check", "sound.yaml", "faulty.yaml", "gone.yaml", "--format", format_)

        assert said.returncode == 4
        assert "AF204" in json.dumps(json.loads(said.stdout))
