"""YAML emission: generator.templates.text against PyYAML's C dumper, over the same dicts.

    python -m benchmarks.emit      (from the top of the repository)

A template holds 70 images with 7 resources each. Every way runs in processes of its own, in
turns, so that drift hits all alike; shown are the median CPU time of one emission, the ratio to
the C dumper in the same run, the output's size, and what the emission adds to the peak memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

import yaml

from generator.templates.text import to_json, to_yaml

IMAGES = 70
ROUNDS = 5
REPEATS = 5

SCRIPT = """\
name: web-{n}
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: Bootstrap
        action: ExecuteBash
        inputs:
          commands:
            - |
              #!/usr/bin/env bash
              set -euo pipefail

              curl --fail --retry 3 -o /tmp/bootstrap-{n}.sh https://example.com/bootstrap-{n}.sh
              echo "{n:064x}  /tmp/bootstrap-{n}.sh" | sha256sum --check
              bash /tmp/bootstrap-{n}.sh --role "web {n}" --tries 3
              rm -f /tmp/bootstrap-{n}.sh
"""
TAGS = {"Team": "platform", "Cost center": "0042", "Managed by": "amifactory"}


def main() -> None:
    ways: dict[str, Callable[[dict[str, object]], str]] = {
        "C dumper": c_dumper,
        "to_yaml": to_yaml,
        "to_json": to_json,
    }
    if len(sys.argv) > 1:
        print(json.dumps(measure(ways[sys.argv[1]])))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, results in runs.items():
            results.append(run_alone(name))
    show(runs)


def run_alone(name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.emit", name], check=True, capture_output=True, text=True
    )
    numbers: dict[str, float] = json.loads(done.stdout)
    return numbers


def show(runs: dict[str, list[dict[str, float]]]) -> None:
    def typical(name: str, what: str) -> float:
        return median(numbers[what] for numbers in runs[name])

    floor = typical("C dumper", "milliseconds")
    print(f"{IMAGES} images, {7 * IMAGES} resources, median of {ROUNDS} processes")
    for name in runs:
        milliseconds = typical(name, "milliseconds")
        print(
            f"{name:9} {milliseconds:7.1f} ms  {milliseconds / floor:5.2f} of the C dumper"
            f"  ({floor / milliseconds:4.1f} times as fast)  {typical(name, 'bytes'):8.0f} bytes"
            f"  +{typical(name, 'peak') / 1024:5.1f} MiB"
        )


def measure(way: Callable[[dict[str, object]], str]) -> dict[str, float]:
    warm_up = template(1)
    way(warm_up)
    body = template(IMAGES)
    before = peak_kib()
    text = way(body)
    peak = peak_kib() - before
    times = [seconds(way, body) for _ in range(REPEATS)]
    return {"milliseconds": 1000 * median(times), "bytes": len(text.encode()), "peak": peak}


def seconds(way: Callable[[dict[str, object]], str], body: dict[str, object]) -> float:
    start = process_time()
    way(body)
    return process_time() - start


def peak_kib() -> int:
    """Peak resident memory so far, in KiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def c_dumper(body: dict[str, object]) -> str:
    text: str = yaml.dump(body, Dumper=yaml.CSafeDumper, sort_keys=False, width=1_000_000)
    return text


def template(images: int) -> dict[str, object]:
    resources: dict[str, object] = {}
    outputs: dict[str, object] = {}
    for number in range(images):
        resources |= image(number)
        outputs[f"Pipeline{number}"] = {"Value": {"Ref": f"Pipeline{number}"}}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{images} images",
        "Parameters": {"Subnet": {"Type": "AWS::EC2::Subnet::Id"}},
        "Resources": resources,
        "Outputs": outputs,
    }


def image(n: int) -> dict[str, object]:
    return {
        f"Component{n}": builder("Component", component(n)),
        f"Recipe{n}": builder("ImageRecipe", recipe(n)),
        f"Infrastructure{n}": builder("InfrastructureConfiguration", infrastructure(n)),
        f"Distribution{n}": builder("DistributionConfiguration", distribution(n)),
        f"Pipeline{n}": builder("ImagePipeline", pipeline(n)),
        f"Role{n}": {"Type": "AWS::IAM::Role", "Properties": role(n)},
        f"Profile{n}": {
            "Type": "AWS::IAM::InstanceProfile",
            "Properties": {"Roles": [{"Ref": f"Role{n}"}]},
        },
    }


def builder(kind: str, properties: dict[str, object]) -> dict[str, object]:
    return {"Type": f"AWS::ImageBuilder::{kind}", "Properties": {**properties, "Tags": dict(TAGS)}}


def component(n: int) -> dict[str, object]:
    return {
        "Name": {"Fn::Sub": f"${{AWS::StackName}}-web-{n}"},
        "Version": "1.0.0",
        "Platform": "Linux",
        "Description": f"installs web {n}: packages and settings",
        "Data": SCRIPT.format(n=n),
    }


def recipe(n: int) -> dict[str, object]:
    return {
        "Name": {"Fn::Sub": f"${{AWS::StackName}}-web-{n}"},
        "Version": "1.0.x",
        "ParentImage": {
            "Fn::Sub": "arn:${AWS::Partition}:imagebuilder:${AWS::Region}:aws:"
            "image/amazon-linux-2023-x86/x.x.x"
        },
        "Components": [{"ComponentArn": {"Ref": f"Component{n}"}}],
        "BlockDeviceMappings": [
            {
                "DeviceName": "/dev/xvda",
                "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Encrypted": True},
            }
        ],
    }


def infrastructure(n: int) -> dict[str, object]:
    return {
        "Name": f"web-{n}",
        "InstanceTypes": ["t3.medium", "t3a.medium"],
        "InstanceProfileName": {"Ref": f"Profile{n}"},
        "SubnetId": {"Ref": "Subnet"},
        "SecurityGroupIds": ["sg-0123456789abcdef0"],
        "TerminateInstanceOnFailure": True,
        "InstanceMetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
    }


def distribution(n: int) -> dict[str, object]:
    return {
        "Name": f"web-{n}",
        "Distributions": [region(n, "eu-west-1"), region(n, "us-east-1")],
    }


def region(n: int, name: str) -> dict[str, object]:
    return {
        "Region": name,
        "AmiDistributionConfiguration": {
            "Name": f"web-{n}-{{{{ imagebuilder:buildDate }}}}",
            "AmiTags": {"Name": f"web-{n}"},
            "LaunchPermissionConfiguration": {"UserIds": ["111122223333", "123456789012"]},
        },
    }


def pipeline(n: int) -> dict[str, object]:
    return {
        "Name": {"Fn::Sub": f"${{AWS::StackName}}-web-{n}"},
        "ImageRecipeArn": {"Fn::GetAtt": [f"Recipe{n}", "Arn"]},
        "InfrastructureConfigurationArn": {"Fn::GetAtt": [f"Infrastructure{n}", "Arn"]},
        "DistributionConfigurationArn": {"Fn::GetAtt": [f"Distribution{n}", "Arn"]},
        "ImageTestsConfiguration": {"ImageTestsEnabled": True, "TimeoutMinutes": 60},
        "Schedule": {
            "ScheduleExpression": "cron(0 3 ? * sun *)",
            "PipelineExecutionStartCondition": "EXPRESSION_MATCH_ONLY",
        },
        "Status": "ENABLED",
    }


def role(n: int) -> dict[str, object]:
    managed = "arn:${AWS::Partition}:iam::aws:policy/"
    return {
        "Description": f"instances that build web {n}",
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": {"Fn::Sub": "ec2.${AWS::URLSuffix}"}},
                    "Action": "sts:AssumeRole",
                }
            ],
        },
        "ManagedPolicyArns": [
            {"Fn::Sub": managed + "AmazonSSMManagedInstanceCore"},
            {"Fn::Sub": managed + "EC2InstanceProfileForImageBuilder"},
        ],
    }


if __name__ == "__main__":
    main()
