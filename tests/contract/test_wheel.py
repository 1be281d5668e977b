"""The wheel holds what the project needs, nothing else, and works in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def carried(path: str) -> str | None:
    """Where the wheel carries a file of the repository; None when it does not."""
    if path.startswith("generator/"):
        return path
    if path.startswith(("components/", "payloads/")):
        return f"generator/_library/{path}"
    return None


def test_the_wheel_carries_exactly_the_tracked_files(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    expected = sorted(filter(None, map(carried, listed)))
    names = zipfile.ZipFile(wheel).namelist()

    assert expected == sorted(name for name in names if ".dist-info/" not in name)


def test_the_wheel_generates_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """With the library it carries, not that of the checkout."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    payload = tmp_path / "web.yaml"
    payload.write_text(
        "amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"
        "    components: [{name: docker}]\n"
    )
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "import generator; from generator.cli.door import run\n"
        f"assert generator.__file__.startswith({str(site)!r})\n"
        "sys.exit(run(['generate', 'web.yaml', '--output', '-']))\n"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "LinuxDockerComponent:" in done.stdout
