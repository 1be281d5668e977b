"""How the lint engines compare with one cfn-lint process over the same template files.

    python benchmarks/lint.py [--rounds N] [FILE...]

Whole processes, started cold: cfn-lint's own command, our gate (the same rules, one process a
core) and our fast engine. The templates must be clean, so that all do the same work. Without
files it makes up fifteen stacks of seventy images, 7350 resources. Printed are the median of
the wall time, its ratio to cfn-lint's, all CPU time, and the memory of the largest process.
On a machine that does other things at the time, the gate cannot have its cores: compare CPU.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).resolve().parent.parent
AIMS = {"cfn-lint": 1.0, "gate": 0.6, "fast engine": 0.1}
OURS = """
import pathlib, sys
from generator.lint import {engine} as engine
files = ((name, pathlib.Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:])
sys.exit(any(found for _, found in engine.diagnose(files)))
"""


class Run(NamedTuple):
    """What one process and its children took."""

    seconds: float
    cpu: float
    mebibytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = asked.files or write_stacks(Path(folder), stacks=15, images=70)
        show(files, measure([str(file.resolve()) for file in files], asked.rounds))


def measure(files: list[str], rounds: int) -> dict[str, list[Run]]:
    """Run the contenders in turn, so that a busy machine is unfair to all of them alike."""
    taken: dict[str, list[Run]] = {name: [] for name in AIMS}
    for _ in range(rounds):
        for name, command in contenders().items():
            taken[name].append(run([*command, *files]))
    return taken


def contenders() -> dict[str, list[str]]:
    return {
        "cfn-lint": [str(Path(sys.executable).with_name("cfn-lint"))],
        "gate": [sys.executable, "-c", OURS.format(engine="engine_cfn_lint")],
        "fast engine": [sys.executable, "-c", OURS.format(engine="engine_cfn_validate")],
    }


def run(command: list[str]) -> Run:
    with tempfile.TemporaryDirectory() as nowhere:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=nowhere, env={**os.environ, "PYTHONPATH": str(REPO), "HOME": nowhere}
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the templates must be clean: {command[:3]}"
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def show(files: list[Path], taken: dict[str, list[Run]]) -> None:
    size = sum(file.stat().st_size for file in files)
    print(f"{len(files)} templates, {size / 1e6:.1f} MB, {os.cpu_count()} cores")
    base = statistics.median(run.seconds for run in taken["cfn-lint"])
    for name, runs in taken.items():
        seconds = statistics.median(run.seconds for run in runs)
        cpu = statistics.median(run.cpu for run in runs)
        peak = max(run.mebibytes for run in runs)
        ratio = f"x {seconds / base:.3f} (aim {AIMS[name]})"
        print(f"{name:12} {seconds:7.2f} s  {ratio}  {cpu:7.2f} s CPU  {peak:4.0f} MiB")


def write_stacks(folder: Path, stacks: int, images: int) -> list[Path]:
    files = [folder / f"stack-{number}.json" for number in range(stacks)]
    for file in files:
        resources = {}
        for number in range(images):
            resources |= image(f"Image{number}")
        file.write_text(json.dumps({"Resources": resources}, indent=2), encoding="utf-8")
    return files


def image(name: str) -> dict[str, object]:
    """One image's seven resources, as plain as they get."""

    def resource(kind: str, **properties: object) -> dict[str, object]:
        return {"Type": kind, "Properties": properties}

    def arn(suffix: str) -> dict[str, object]:
        return {"Fn::GetAtt": [name + suffix, "Arn"]}

    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    document = {"name": name, "schemaVersion": 1.0, "phases": [{"name": "build", "steps": []}]}
    shared = {"LaunchPermissionConfiguration": {"UserIds": ["111122223333", "123456789012"]}}
    ami = {"Name": name + "-{{ imagebuilder:buildDate }}", **shared}
    kind = "AWS::ImageBuilder::"
    return {
        name + "Component": resource(
            kind + "Component",
            Name=name + "-setup",
            Version="1.0.0",
            Platform="Linux",
            Data=json.dumps(document),
        ),
        name + "Recipe": resource(
            kind + "ImageRecipe",
            Name=name,
            Version="1.0.0",
            ParentImage="ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            Components=[{"ComponentArn": arn("Component")}],
        ),
        name + "Infrastructure": resource(
            kind + "InfrastructureConfiguration",
            Name=name,
            InstanceProfileName={"Ref": name + "Profile"},
            InstanceTypes=["t3.medium"],
            TerminateInstanceOnFailure=True,
        ),
        name + "Distribution": resource(
            kind + "DistributionConfiguration",
            Name=name,
            Distributions=[
                {"Region": region, "AmiDistributionConfiguration": ami}
                for region in ("us-east-1", "eu-west-1")
            ],
        ),
        name + "Pipeline": resource(
            kind + "ImagePipeline",
            Name=name,
            ImageRecipeArn=arn("Recipe"),
            InfrastructureConfigurationArn=arn("Infrastructure"),
            DistributionConfigurationArn=arn("Distribution"),
            Schedule={"ScheduleExpression": "cron(0 4 ? * SUN *)"},
        ),
        name + "Role": resource("AWS::IAM::Role", AssumeRolePolicyDocument=trust),
        name + "Profile": resource("AWS::IAM::InstanceProfile", Roles=[{"Ref": name + "Role"}]),
    }


if __name__ == "__main__":
    main()
