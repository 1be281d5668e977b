"""Templates that the tool makes, of every kind of resource: deployed, updated, deleted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.localaws.cloudformation.template import load
from generator.localaws.door import local_aws
from tests.fakes.cloud import Cloud

GOOD = Path(__file__).parents[3] / "golden" / "good"
FILES = ("AmiFactory.yml", "destination-account.yaml", "hardened-web.yaml")
"""All kinds of resources; the other examples go all the way in tests/e2e."""
BUCKET = "templates"
NEEDED = {"SourceAccountId": "111122223333"}
"""Parameters without a default."""


@pytest.fixture
def cloud():
    """One of its own, because these make resources of every service."""
    with local_aws() as aws:
        yield Cloud(aws, aws.client("cloudformation"))


def deploy(cloud, file, kind, **asked):
    """By change set, as the tool does."""
    text = (GOOD / file).read_text()
    for ami in sorted(set(re.findall(r"\bami-[0-9a-f]{17}\b", text))):
        cloud.aws.seed_ami(ami)
    s3 = cloud.aws.client("s3")
    if kind == "CREATE":
        where = {"LocationConstraint": "eu-west-1"}
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
    s3.put_object(Bucket=BUCKET, Key=file, Body=text)
    declared = load(text).section("Parameters")
    given = [
        {"ParameterKey": name, "ParameterValue": NEEDED[name]}
        for name, one in declared.items()
        if "Default" not in one
    ]
    made = cloud.api.create_change_set(
        StackName="factory",
        ChangeSetName=kind.lower(),
        ChangeSetType=kind,
        TemplateURL=f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/{file}",
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=given,
        **asked,
    )
    cloud.aws.clock.advance(10)
    told = cloud.api.describe_change_set(ChangeSetName=made["Id"])
    assert (told["Status"], told.get("StatusReason")) == ("CREATE_COMPLETE", None)
    cloud.api.execute_change_set(ChangeSetName=made["Id"])
    cloud.aws.clock.advance(600)
    return told


def left(cloud):
    """Everything that can be listed, by kind."""
    client = cloud.aws.client
    builder = client("imagebuilder")
    keys = client("kms")
    found = {
        "logs": [one["logGroupName"] for one in client("logs").describe_log_groups()["logGroups"]],
        "roles": [one["RoleName"] for one in client("iam").list_roles()["Roles"]],
        "profiles": client("iam").list_instance_profiles()["InstanceProfiles"],
        "policies": client("iam").list_policies(Scope="Local")["Policies"],
        "buckets": [one["Name"] for one in client("s3").list_buckets()["Buckets"]],
        "queues": client("sqs").list_queues().get("QueueUrls", []),
        "topics": client("sns").list_topics()["Topics"],
        "functions": client("lambda").list_functions()["Functions"],
        "rules": client("events").list_rules()["Rules"],
        "templates": client("ec2").describe_launch_templates()["LaunchTemplates"],
        "pipelines": builder.list_image_pipelines()["imagePipelineList"],
        "recipes": builder.list_image_recipes(owner="Self")["imageRecipeSummaryList"],
        "components": builder.list_components(owner="Self")["componentVersionList"],
        "keys": [
            one["KeyId"]
            for one in keys.list_keys()["Keys"]
            if keys.describe_key(KeyId=one["KeyId"])["KeyMetadata"]["KeyManager"] == "CUSTOMER"
            and keys.describe_key(KeyId=one["KeyId"])["KeyMetadata"]["Enabled"]
        ],
    }
    found["buckets"] = [one for one in found["buckets"] if one != BUCKET]
    return {kind: names for kind, names in found.items() if names}


@pytest.mark.parametrize("file", FILES)
def test_a_generated_template_lives_and_dies(cloud, file):
    """It deploys, takes a tag everywhere, and leaves only what its DeletionPolicy keeps."""
    deploy(cloud, file, "CREATE")
    assert cloud.status("factory") == "CREATE_COMPLETE"
    resources = cloud.api.list_stack_resources(StackName="factory")["StackResourceSummaries"]
    told = deploy(cloud, file, "UPDATE", Tags=[{"Key": "cost", "Value": "1"}])
    assert {one["ResourceChange"]["Action"] for one in told["Changes"]} == {"Modify"}
    assert {one["ResourceChange"]["Replacement"] for one in told["Changes"]} == {"False"}
    assert cloud.status("factory") == "UPDATE_COMPLETE"
    arn = cloud.stack("factory")["StackId"]
    cloud.api.delete_stack(StackName="factory")
    cloud.aws.clock.advance(600)
    assert cloud.status(arn) == "DELETE_COMPLETE"
    definitions = load((GOOD / file).read_text()).resources
    kept = {
        one["PhysicalResourceId"]
        for one in resources
        if definitions[one["LogicalResourceId"]].get("DeletionPolicy") == "Retain"
    }
    names = {name for kind in left(cloud).values() for name in kind}
    assert names <= kept
