"""Start-up: help and a check of one payload, against importing click and pydantic alone."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.process import compare, show

CLICK = "python -c 'import click'"


def main(rounds: int = 9) -> None:
    python, command = sys.executable, str(Path(sys.executable).with_name("amifactory"))
    print("start-up (floor: importing click)")
    costs = compare(
        {
            CLICK: [python, "-c", "import click"],
            "amifactory --help (aim 1.5 x)": [command, "--help"],
            "amifactory check, one payload": [command, "check", "payloads/classic.json"],
            "amifactory generate, one payload": [
                command, "generate", "payloads/classic.json", "--output", "output/bench",
            ],
            "python -c 'import pydantic, yaml'": [
                python, "-c", "import yaml, pydantic; pydantic.BaseModel",
            ],
        },
        rounds,
    )  # fmt: skip
    show(costs, CLICK)


if __name__ == "__main__":
    main()
