"""Deploying 1, 10 and 100 stacks on the local AWS: time, calls a stack, peak memory.

    python -m benchmarks.deploy [1 10 100]

The floor is one stack: what the others cost a stack, in its terms. Time is real time of this
process, in which AWS answers too; on AWS itself waiting for CloudFormation is nearly all of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNTS = (1, 10, 100)
PAYLOAD = """\
factory: {{name: stack-{number:03}}}
amis:
  - imageName: image-{number:03}
    sourceImage: ami-0123456789abcdef0
"""
SPEED = 5_000
"""Simulated seconds in a real one."""


def main(wanted: list[str]) -> None:
    counts = [int(each) for each in wanted] or COUNTS
    print("stacks  seconds  a stack  ratio   calls   again   MiB")
    floor = 0.0
    for count in counts:
        ran = subprocess.run(
            [sys.executable, "-c", f"from benchmarks.deploy import measure; measure({count})"],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds, calls, again, peak = map(float, ran.stdout.split())
        each = seconds / count
        floor = floor or each
        print(
            f"{count:>6} {seconds:>8.2f} {each:>8.3f} {each / floor:>6.2f} "
            f"{calls / count:>7.1f} {again / count:>7.1f} {peak:>5.0f}"
        )


def measure(count: int) -> None:
    """In a process of its own: seconds, calls, calls of a second deployment, peak in MiB."""
    import resource

    from generator.localaws.door import local_aws

    os.environ |= {"AWS_REGION": "eu-west-1", "AMIFACTORY_POLL": "0.01"}
    with tempfile.TemporaryDirectory() as folder, local_aws(speed=SPEED) as aws:
        os.chdir(folder)
        aws.seed_ami("ami-0123456789abcdef0")
        files = [f"{number:03}.yaml" for number in range(count)]
        for number, file in enumerate(files):
            Path(file).write_text(PAYLOAD.format(number=number), encoding="utf-8")
        start = time.perf_counter()
        calls = deployed(files)
        seconds = time.perf_counter() - start
        again = deployed(files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seconds} {calls} {again} {peak}\n")


def deployed(files: list[str]) -> int:
    """Deploy, and count the requests to AWS."""
    import contextlib
    import io

    from botocore.endpoint import Endpoint

    from generator.cli.door import run

    calls = 0
    send = Endpoint._send_request  # noqa: SLF001  # every request passes here

    def counted(self: Endpoint, request: object, model: object) -> object:
        nonlocal calls
        calls += 1
        return send(self, request, model)

    Endpoint._send_request = counted  # noqa: SLF001
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = run(["deploy", *files, "--yes"])
    finally:
        Endpoint._send_request = send  # noqa: SLF001
    assert code == 0
    return calls


if __name__ == "__main__":
    main(sys.argv[1:])
