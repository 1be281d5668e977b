"""All benchmarks: python -m benchmarks. Every figure is a ratio to a floor of the same run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import deploy, documents, generate, rehearse, startup


def main() -> None:
    startup.main()
    print()
    generate.main()
    print()
    _emit()
    print()
    deploy.main([])
    print()
    documents.main()
    print()
    rehearse.main()
    print()
    _lint_what_generate_writes()


def _emit() -> None:
    """Imported last: a runner that is large itself shows in every peak it measures."""
    from benchmarks import emit

    emit.main()


def _lint_what_generate_writes() -> None:
    """The engines over the fifteen templates of a thousand images."""
    from benchmarks import lint

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        payloads = [str(path) for path in generate.write_payloads(folder, 1000)]
        command = str(Path(sys.executable).with_name("amifactory"))
        subprocess.run(
            [
                command,
                "generate",
                "--engine",
                "image-builder",
                "-o",
                str(folder / "out"),
                *payloads,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        sys.argv[1:] = sorted(str(path) for path in (folder / "out").glob("*.yaml"))
        lint.main()


if __name__ == "__main__":
    main()
