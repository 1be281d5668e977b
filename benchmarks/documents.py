"""Documents: checking the library's, against PyYAML's C compose of the same texts.

    python -m benchmarks.documents      (from the top of the repository)

The floor builds the tree of nodes with places and does nothing with it. Both run in this process
in turns, over every component document of the library.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import yaml

from generator.awstoe.check import check

ROUNDS = 7
LIBRARY = Path(__file__).resolve().parent.parent / "components"


def main() -> None:
    texts = [path.read_bytes() for path in sorted(LIBRARY.rglob("*.yaml"))]
    ways: dict[str, Callable[[bytes], object]] = {
        "PyYAML's C compose": lambda text: yaml.compose(text, Loader=yaml.CSafeLoader),
        "awstoe check": lambda text: check("document.yaml", text),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name, way in ways.items():
            start = process_time()
            for text in texts:
                way(text)
            if number:
                taken[name].append(process_time() - start)
    floor = median(taken["PyYAML's C compose"])
    size = sum(map(len, texts)) / 1024
    print(f"documents, {len(texts)} of the library, {size:.0f} KiB, median of {ROUNDS}")
    for name, times in taken.items():
        rate = len(texts) / median(times)
        print(f"  {name:<22} {rate:8.0f} documents/s  {median(times) / floor:6.2f} x")


if __name__ == "__main__":
    main()
