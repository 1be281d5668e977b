"""Generate: from payload files to templates on disk, against PyYAML's C dumper.

The floor is a process that has the very same templates as dicts (unmarshalled, which takes next
to nothing) and writes them with PyYAML's C dumper: no reading, no checking, no decisions.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.process import Cost, compare, show

FLOOR = """
import marshal, pathlib, sys, yaml
for name in sys.argv[1:]:
    template = marshal.loads(pathlib.Path(name).read_bytes())
    with open(name + ".yaml", "w") as stream:
        yaml.dump(template, stream, Dumper=yaml.CSafeDumper, sort_keys=False)
"""
IMAGES_A_FILE = 67
DICTS = """
import marshal, pathlib, sys
from generator.cli import wiring
for name in sys.argv[2:]:
    template = wiring.stack(name).rendered.template
    path = pathlib.Path(sys.argv[1], pathlib.Path(name).stem + ".marshal")
    path.write_bytes(marshal.dumps(template))
"""
DUMPER = "PyYAML's C dumper"


def main(rounds: int = 5) -> None:
    for images in (1, 10, 100, 1000):
        with tempfile.TemporaryDirectory() as folder:
            costs = measure(Path(folder), images, rounds)
        files = -(-images // IMAGES_A_FILE)
        print(f"generate, {images} images in {files} files (aim 1.5 x at 1000)")
        show(costs, DUMPER)


def measure(folder: Path, images: int, rounds: int) -> dict[str, Cost]:
    """The tool and the floor over so many images."""
    payloads = [str(path) for path in write_payloads(folder, images)]
    dicts = [str(path) for path in write_dicts(folder, payloads)]
    command = str(Path(sys.executable).with_name("amifactory"))
    # Every run has to write: a file that is up to date is left alone.
    fresh = "rm -rf $0; exec $1 generate --engine image-builder -o $0 ${@:2}"
    return compare(
        {
            DUMPER: [sys.executable, "-c", FLOOR, *dicts],
            "amifactory generate": [
                "bash", "-c", fresh, str(folder / "out"), command, *payloads,
            ],
        },
        rounds,
    )  # fmt: skip


def write_payloads(folder: Path, images: int) -> list[Path]:
    """Payload files as real teams have them: bootstrap, two regions, schedule, lifecycle."""
    paths = []
    for number, start in enumerate(range(0, images, IMAGES_A_FILE)):
        path = folder / f"fleet-{number:02}.yaml"
        last = min(start + IMAGES_A_FILE, images)
        path.write_text(HEAD + "".join(IMAGE.format(n=n) for n in range(start, last)))
        paths.append(path)
    return paths


def write_dicts(folder: Path, payloads: list[str]) -> list[Path]:
    """The same templates as dicts, for the floor.

    In a process of its own: a runner that is large itself shows in every peak it measures.
    """
    subprocess.run([sys.executable, "-c", DICTS, str(folder), *payloads], check=True)
    return [folder / f"{Path(payload).stem}.marshal" for payload in payloads]


HEAD = """\
factory:
  region: eu-west-1
  kmsKeyId: alias/golden-images
amis:
"""
IMAGE = """\
  - imageName: Web server {n}
    sourceImage: ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
    bootstrapUrl: https://example.com/bootstrap/web-{n}.sh
    bootstrapSha256: {n:064x}
    accounts: ['111122223333', '222233334444']
    regions: [eu-west-1, us-east-1]
    amiTags: {{Role: web, Number: '{n}'}}
    schedule: cron(0 4 ? * SUN *)
    lifecycle: {{deprecateAfter: 60 days, deleteAfter: 180 days, keepLatest: 3}}
"""

if __name__ == "__main__":
    main()
