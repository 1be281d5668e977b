"""Every example payload, all the way: generated, deployed, built, launched, changed, gone.

Through the real commands on the local AWS, whose time flies. `tests/live` does the same with an
account of yours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.door import run
from generator.errors import Exit
from generator.localaws.door import ACCOUNT, LocalAws, local_aws
from generator.payload.document import read
from generator.payload.load import load
from generator.payload.model import Payload
from tests.e2e.accounts import PREPARED

EXAMPLES = sorted((Path(__file__).parents[2] / "payloads").iterdir())
MOST_BUILDS = 2
"""Of one payload: the fleet's ten images differ in their components only."""


@pytest.fixture
def aws(tmp_path, monkeypatch):
    """An AWS in which ten thousand seconds pass in one, and an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMIFACTORY_POLL", "0.002")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    with local_aws(speed=10_000) as found:
        yield found


@pytest.fixture
def amifactory(capsys):
    """Run a command that succeeds; gives what it printed."""

    def call(*arguments: str, code: int = Exit.DONE) -> str:
        left = run(list(arguments))
        captured = capsys.readouterr()
        assert code == left, captured.out + captured.err
        return captured.out

    return call


def signed_in(aws: LocalAws, monkeypatch: pytest.MonkeyPatch, account: str) -> None:
    """Let the commands act in an account."""
    for name, value in aws.keys(account).items():
        monkeypatch.setenv(name.upper(), value)


def prepared(aws: LocalAws, example: Path) -> tuple[str, str]:
    """The account that builds, and the payload's text for it."""
    text = example.read_text(encoding="utf-8")
    pinned = re.search(r"^ *region: (\S+)", text, re.MULTILINE)
    for source in set(re.findall(r"ami-[0-9a-f]{17}", text)):
        aws.seed_ami(source, region=pinned[1] if pinned else aws.region)
    account, prepare = PREPARED.get(example.name, (ACCOUNT, lambda _aws, same, _account: same))
    return account, prepare(aws, text, account)


def payload_of(file: str) -> Payload:
    """The model of a payload."""
    payload = load(read(file)).payload
    assert payload is not None
    return payload


def built(aws: LocalAws, region: str, account: str, image: str) -> list[dict[str, str]]:
    """AMIs of the newest build of an image, as Image Builder reports them."""
    builder = aws.client("imagebuilder", region, account)
    pages = builder.get_paginator("list_images").paginate(owner="Self")
    versions = [one for page in pages for one in page["imageVersionList"]]
    (version,) = [one for one in versions if one["name"].endswith(image)]
    build = builder.list_image_build_versions(imageVersionArn=version["arn"])
    assert "AVAILABLE" == build["imageSummaryList"][0]["state"]["status"]
    amis: list[dict[str, str]] = build["imageSummaryList"][0]["outputResources"]["amis"]
    return amis


def launches(aws: LocalAws, region: str, account: str, ami: str) -> bool:
    """Whether an account sees an AMI and can launch it."""
    ec2 = aws.client("ec2", region, account)
    seen = ec2.describe_images(ImageIds=[ami])["Images"]
    started = ec2.run_instances(ImageId=ami, MinCount=1, MaxCount=1)["Instances"]
    return [ami] == [one["ImageId"] for one in seen] == [one["ImageId"] for one in started]


def left_behind(aws: LocalAws, region: str, account: str) -> list[str]:
    """What a factory should not leave in an account."""
    builder = aws.client("imagebuilder", region, account)
    lists: dict[str, Callable[[], list[object]]] = {
        "components": lambda: builder.list_components(owner="Self")["componentVersionList"],
        "recipes": lambda: builder.list_image_recipes(owner="Self")["imageRecipeSummaryList"],
        "pipelines": lambda: builder.list_image_pipelines()["imagePipelineList"],
        "infrastructure": lambda: builder.list_infrastructure_configurations()[
            "infrastructureConfigurationSummaryList"
        ],
        "distributions": lambda: builder.list_distribution_configurations()[
            "distributionConfigurationSummaryList"
        ],
        "lifecycles": lambda: builder.list_lifecycle_policies()["lifecyclePolicySummaryList"],
        "log groups": lambda: aws.client("logs", region, account).describe_log_groups(
            logGroupNamePrefix="/aws/imagebuilder/"
        )["logGroups"],
        "profiles": lambda: aws.client("iam", region, account).list_instance_profiles()[
            "InstanceProfiles"
        ],
        "running": lambda: [
            one
            for one in aws.client("ec2", region, account).describe_instances(
                Filters=[{"Name": "tag-key", "Values": ["Ec2ImageBuilderArn"]}]
            )["Reservations"]
            if one["Instances"][0]["State"]["Name"] != "terminated"
        ],
    }
    return [name for name, found in lists.items() if found()]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_all_the_way(aws, amifactory, monkeypatch, example: Path) -> None:
    account, text = prepared(aws, example)
    signed_in(aws, monkeypatch, account)
    Path(example.name).write_text(text, encoding="utf-8")
    payload = payload_of(example.name)
    factory = payload.factory.name or example.stem
    region = payload.factory.region or aws.region
    here = ("--region", region)

    amifactory("generate", example.name, "--engine", "image-builder")
    if any(image.copy_to_accounts for image in payload.amis):
        amifactory("deploy", example.name, "--destinations", "--yes", *here)
    amifactory("deploy", example.name, "--yes", *here)

    for image in payload.amis[:MOST_BUILDS]:
        amifactory("build", f"{factory}/{image.image_name}", "--follow", *here)
        amis = built(aws, region, account, image.normalised)
        own = {one["region"]: one["image"] for one in amis if one["accountId"] == account}
        assert {one.name for one in image.regions} or {region} == {*own}
        for shared in (account, *image.accounts):
            assert all(launches(aws, place, shared, ami) for place, ami in own.items())
        for target in image.copy_to_accounts:
            (copy,) = [one for one in amis if one["accountId"] == target]
            assert launches(aws, copy["region"], target, copy["image"])
        assert own[region] in amifactory("images", f"{factory}/{image.image_name}", *here)

    amifactory("plan", example.name, "--exit-code", *here)
    name = payload.amis[0].image_name
    changed = re.sub(
        rf'(imageName"?: "?{re.escape(name)}"?)', r'\1, "description": "Another one"', text, count=1
    )
    if changed == text or example.suffix != ".json":
        changed = text.replace(f"imageName: {name}\n", f"imageName: {name}\n    version: 9.0.0\n")
        changed = changed.replace(f"imageName: {name}}}", f"imageName: {name}, version: 9.0.0}}")
    assert changed != text
    Path(example.name).write_text(changed, encoding="utf-8")
    said = amifactory("plan", example.name, "--exit-code", *here, code=Exit.CHANGES)
    assert "new recipe" in said or "pipeline" in said or "settings" in said
    amifactory("deploy", example.name, "--yes", *here)
    amifactory("plan", example.name, "--exit-code", *here)

    amifactory("destroy", factory, "--yes", "--unprotect", *here)
    assert [] == left_behind(aws, region, account)
    assert "no stacks" in amifactory("status", *here) or factory not in amifactory("status", *here)
