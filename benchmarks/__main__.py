"""All benchmarks: python -m benchmarks. Every figure is a ratio to a floor of the same run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import emit, generate, lint, startup
from generator.cli import wiring


def main() -> None:
    startup.main()
    print()
    generate.main()
    print()
    emit.main()
    print()
    _lint_what_generate_writes()


def _lint_what_generate_writes() -> None:
    """The engines over the fifteen templates of a thousand images."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for payload in generate.write_payloads(folder, 1000):
            path = folder / f"{payload.stem}.template.yaml"
            path.write_text(wiring.stack(str(payload)).text)
            files.append(str(path))
        sys.argv[1:] = files
        lint.main()


if __name__ == "__main__":
    main()
