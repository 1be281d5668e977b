"""A build goes through its states on the clock and leaves AMIs behind."""

from __future__ import annotations

from typing import Any

NAME = "web {{ imagebuilder:buildDate }}"


def test_a_build_passes_its_states_in_order(factory: Any) -> None:
    arn = factory.start(factory.pipeline())
    seen = [factory.image(arn)["state"]["status"]]
    while seen[-1] != "AVAILABLE" and len(seen) < 10:
        factory.aws.clock.advance(5)
        status = factory.image(arn)["state"]["status"]
        seen += [status] if status != seen[-1] else []

    assert [
        "PENDING",
        "CREATING",
        "BUILDING",
        "TESTING",
        "DISTRIBUTING",
        "INTEGRATING",
        "AVAILABLE",
    ] == seen


def test_a_build_tells_of_its_workflows_and_steps(factory: Any) -> None:
    image = factory.built(factory.pipeline())

    assert [
        ("BUILD", "LaunchBuildInstance", "COMPLETED"),
        ("BUILD", "ApplyBuildComponents", "COMPLETED"),
        ("BUILD", "InventoryCollection", "COMPLETED"),
        ("BUILD", "RunSanitizeScript", "COMPLETED"),
        ("BUILD", "RunSysPrepScript", "SKIPPED"),
        ("BUILD", "CreateOutputAMI", "COMPLETED"),
        ("BUILD", "TerminateBuildInstance", "COMPLETED"),
        ("TEST", "LaunchTestInstance", "COMPLETED"),
        ("TEST", "CollectImageScanFindings", "SKIPPED"),
        ("TEST", "ApplyTestComponents", "COMPLETED"),
        ("TEST", "TerminateTestInstance", "COMPLETED"),
        ("DISTRIBUTION", "DistributeOutputAMI", "COMPLETED"),
        ("DISTRIBUTION", "ModifyOutputAMIAttributes", "COMPLETED"),
        ("DISTRIBUTION", "ApplyOutputAMIConfigurations", "COMPLETED"),
    ] == factory.steps(image["arn"])
    assert ["terminated", "terminated"] == factory.instances()


def test_every_line_of_the_log_says_that_it_is_emulated(factory: Any) -> None:
    lines = factory.log(factory.built(factory.pipeline()))

    assert [] == [line for line in lines if not line.startswith("[emulated] ")]
    assert [line for line in lines if "step Install (ExecuteBash): not run" in line]
    assert [line for line in lines if "step Check (ExecuteBash): not run" in line]


def test_the_ami_has_the_recipe_s_volumes_and_the_service_s_tags(factory: Any) -> None:
    volume = {
        "deviceName": "/dev/xvda",
        "ebs": {"volumeSize": 20, "volumeType": "gp3", "encrypted": True},
    }
    recipe = factory.recipe(blockDeviceMappings=[volume], amiTags={"team": "web"})
    image = factory.built(factory.pipeline(recipe))
    made = factory.ami(image["outputResources"]["amis"][0]["image"])
    tags = {it["Key"]: it["Value"] for it in made["Tags"]}
    ebs = made["BlockDeviceMappings"][0]["Ebs"]

    assert (20, "gp3", True) == (ebs["VolumeSize"], ebs["VolumeType"], ebs["Encrypted"])
    assert {
        "team": "web",
        "CreatedBy": "EC2 Image Builder",
        "Ec2ImageBuilderArn": image["arn"],
    } == tags


def test_distribution_copies_shares_and_publishes(factory: Any) -> None:
    shared = {"name": NAME, "launchPermission": {"userIds": ["111122223333"]}}
    distribution = factory.distribution(
        {
            "region": "eu-west-1",
            "amiDistributionConfiguration": shared | {"amiTags": {"stage": "live"}},
            "ssmParameterConfigurations": [{"parameterName": "/imagebuilder/web"}],
        },
        {"region": "us-east-1", "amiDistributionConfiguration": {"name": NAME}},
    )
    image = factory.built(factory.pipeline(distributionConfigurationArn=distribution))
    made = {it["region"]: it["image"] for it in image["outputResources"]["amis"]}
    tags = {it["Key"]: it["Value"] for it in factory.ami(made["eu-west-1"])["Tags"]}

    assert {"eu-west-1", "us-east-1"} == set(made)
    assert "live" == tags["stage"]
    assert factory.ami(made["us-east-1"], "us-east-1")["Name"].startswith("web 2026-01-05T09-")
    assert made["eu-west-1"] == factory.ami(made["eu-west-1"], account="111122223333")["ImageId"]
    parameter = factory.client("ssm").get_parameter(Name="/imagebuilder/web")["Parameter"]
    assert made["eu-west-1"] == parameter["Value"]


def test_a_launch_template_gets_a_new_default_version(factory: Any) -> None:
    ec2 = factory.client("ec2")
    template = ec2.create_launch_template(
        LaunchTemplateName="web", LaunchTemplateData={"InstanceType": "m5.large"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    distribution = factory.distribution(
        {
            "region": "eu-west-1",
            "launchTemplateConfigurations": [{"launchTemplateId": template}],
        }
    )
    image = factory.built(factory.pipeline(distributionConfigurationArn=distribution))
    version = ec2.describe_launch_template_versions(
        LaunchTemplateId=template, Versions=["$Default"]
    )["LaunchTemplateVersions"][0]

    assert 2 == version["VersionNumber"]
    assert "m5.large" == version["LaunchTemplateData"]["InstanceType"]
    made = image["outputResources"]["amis"][0]["image"]
    assert made == version["LaunchTemplateData"]["ImageId"]


def target(factory: Any) -> str:
    entry: dict[str, Any] = {
        "region": "eu-west-1",
        "amiDistributionConfiguration": {"name": NAME, "targetAccountIds": ["111122223333"]},
    }
    return factory.pipeline(distributionConfigurationArn=factory.distribution(entry))


def test_an_account_without_the_role_gets_no_copy(factory: Any) -> None:
    state = factory.built(target(factory))["state"]
    failures = state["failureContext"]["distributionFailure"]["regionFailures"]

    assert ("FAILED", "DISTRIBUTING") == (state["status"], state["failureContext"]["imageStatus"])
    assert [("eu-west-1", "111122223333")] == [
        (it["region"], it["targetAccountId"]) for it in failures
    ]
    assert "EC2ImageBuilderDistributionCrossAccountRole" in failures[0]["errorMessage"]


def test_an_account_with_the_role_gets_its_own_copy(factory: Any) -> None:
    role = "EC2ImageBuilderDistributionCrossAccountRole"
    factory.client("iam", account="111122223333").create_role(
        RoleName=role, AssumeRolePolicyDocument="{}"
    )
    made = factory.built(target(factory))["outputResources"]["amis"]

    assert ["123456789012", "111122223333"] == [it["accountId"] for it in made]
    copy = factory.ami(made[1]["image"], account="111122223333")
    assert "111122223333" == copy["OwnerId"]


def test_an_ami_under_the_default_key_is_not_shared(factory: Any) -> None:
    volume = {"deviceName": "/dev/xvda", "ebs": {"encrypted": True}}
    shared = {"name": NAME, "launchPermission": {"userIds": ["111122223333"]}}
    distribution = factory.distribution(
        {"region": "eu-west-1", "amiDistributionConfiguration": shared}
    )
    recipe = factory.recipe(blockDeviceMappings=[volume])
    state = factory.built(factory.pipeline(recipe, distributionConfigurationArn=distribution))[
        "state"
    ]

    assert "FAILED" == state["status"]
    assert "ModifyOutputAMIAttributes" == state["failureContext"]["failedStep"]


def test_a_parameter_elsewhere_needs_a_role(factory: Any) -> None:
    distribution = factory.distribution(
        {"region": "eu-west-1", "ssmParameterConfigurations": [{"parameterName": "/golden/web"}]}
    )
    recipe, infrastructure = factory.recipe(), factory.infrastructure()
    common = {
        "distributionConfigurationArn": distribution,
        "infrastructureConfigurationArn": infrastructure,
    }
    without = factory.built(factory.pipeline(recipe, **common))
    with_role = factory.built(
        factory.pipeline(recipe, name="other", executionRole="executor", **common)
    )

    step = without["state"]["failureContext"]["distributionFailure"]["regionFailures"][0]
    assert "PUT_SSM_PARAMETERS" == step["imageConfigurationStep"]
    assert "AVAILABLE" == with_role["state"]["status"]


def test_tests_can_be_left_out(factory: Any) -> None:
    pipeline = factory.pipeline(imageTestsConfiguration={"imageTestsEnabled": False})
    image = factory.built(pipeline)

    assert {"BUILD", "DISTRIBUTION"} == {it[0] for it in factory.steps(image["arn"])}


def test_workflows_of_one_s_own_replace_the_default(factory: Any) -> None:
    data = """
schemaVersion: "1.0"
steps:
  - {name: Launch, action: LaunchInstance, inputs: {waitFor: ssmAgent}}
  - {name: Ask, action: WaitForAction, inputs: {}}
  - {name: Make, action: CreateImage, inputs: {}}
  - {name: End, action: TerminateInstance, inputs: {}}
"""
    workflow = factory.api.create_workflow(
        name="mine", semanticVersion="1.0.0", type="BUILD", data=data
    )["workflowBuildVersionArn"]
    pipeline = factory.pipeline(workflows=[{"workflowArn": workflow}], executionRole="executor")
    arn = factory.start(pipeline)
    factory.aws.clock.advance(factory.HOUR)
    waiting = factory.api.list_waiting_workflow_steps()["steps"]
    factory.api.send_workflow_step_action(
        stepExecutionId=waiting[0]["stepExecutionId"], imageBuildVersionArn=arn, action="RESUME"
    )
    factory.aws.clock.advance(factory.HOUR)

    assert ["Ask"] == [it["name"] for it in waiting]
    assert ["Launch", "Ask", "Make", "End"] == [name for _, name, _ in factory.steps(arn)]
    assert "AVAILABLE" == factory.image(arn)["state"]["status"]


def test_logs_go_to_the_bucket(factory: Any) -> None:
    factory.client("s3").create_bucket(
        Bucket="build-logs", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    logging = {"s3Logs": {"s3BucketName": "build-logs", "s3KeyPrefix": "factory"}}
    infrastructure = factory.infrastructure(logging=logging)
    factory.built(factory.pipeline(infrastructureConfigurationArn=infrastructure))
    keys = [
        it["Key"] for it in factory.client("s3").list_objects_v2(Bucket="build-logs")["Contents"]
    ]

    assert 2 == len(keys)
    assert {"factory/web/1.0.0/1"} == {"/".join(key.split("/")[:4]) for key in keys}


def test_builds_count_up_and_are_listed(factory: Any) -> None:
    pipeline = factory.pipeline()
    first, second = factory.start(pipeline), factory.start(pipeline)
    listed = factory.api.list_image_pipeline_images(imagePipelineArn=pipeline)["imageSummaryList"]
    versions = factory.api.list_images()["imageVersionList"]

    assert [first, second] == [it["arn"] for it in listed]
    assert first.removesuffix("1") + "2" == second
    assert [first.removesuffix("/1")] == [it["arn"] for it in versions]


def test_a_finished_image_can_be_distributed_again(factory: Any) -> None:
    image = factory.built(factory.pipeline())
    again = factory.api.distribute_image(
        sourceImage=image["arn"],
        distributionConfigurationArn=factory.distribution(
            {"region": "us-east-1", "amiDistributionConfiguration": {"name": NAME}}
        ),
        executionRole="executor",
    )["imageBuildVersionArn"]
    factory.aws.clock.advance(factory.HOUR)

    assert image["arn"].removesuffix("1") + "2" == again
    assert {"DISTRIBUTION"} == {it[0] for it in factory.steps(again)}
    regions = [it["region"] for it in factory.image(again)["outputResources"]["amis"]]
    assert "us-east-1" in regions


def test_a_parent_may_be_an_image_of_one_s_own(factory: Any) -> None:
    base = factory.built(factory.pipeline())
    parent = base["arn"].replace("1.0.0/1", "x.x.x")
    child = factory.recipe(factory.component(factory.DOCUMENT, name="more"), name="child",
                           parentImage=parent)  # fmt: skip
    infrastructure = base["infrastructureConfiguration"]["arn"]
    pipeline = factory.pipeline(child, name="child", infrastructureConfigurationArn=infrastructure)
    image = factory.built(pipeline)

    assert "AVAILABLE" == image["state"]["status"]
    ami = base["outputResources"]["amis"][0]["image"]
    assert [line for line in factory.log(image) if f"launched from {ami}" in line]


def test_windows_images_run_sysprep(factory: Any) -> None:
    parent = "ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"
    image = factory.built(factory.pipeline(factory.recipe(parentImage=parent)))
    steps = {name: status for _, name, status in factory.steps(image["arn"])}

    assert "Windows" == image["platform"]
    assert ("COMPLETED", "SKIPPED") == (steps["RunSysPrepScript"], steps["RunSanitizeScript"])


def test_a_key_of_one_s_own_encrypts_and_lets_share(factory: Any) -> None:
    key = factory.client("kms").create_key()["KeyMetadata"]["Arn"]
    shared = {
        "name": NAME,
        "kmsKeyId": key,
        "launchPermission": {"userIds": ["111122223333"]},
    }
    distribution = factory.distribution(
        {"region": "eu-west-1", "amiDistributionConfiguration": shared}
    )
    image = factory.built(factory.pipeline(distributionConfigurationArn=distribution))
    made = image["outputResources"]["amis"][0]["image"]
    own = factory.client("ec2").describe_images(Owners=["self"])["Images"]

    assert [made] == [it["ImageId"] for it in own]
    assert own[0]["BlockDeviceMappings"][0]["Ebs"]["Encrypted"]
    assert made == factory.ami(made, account="111122223333")["ImageId"]


def test_what_is_deleted_meanwhile_does_not_stop_a_build(factory: Any) -> None:
    component = factory.component()
    recipe = factory.recipe(component)
    pipeline = factory.pipeline(recipe)
    arn = factory.start(pipeline)
    factory.aws.clock.advance(60)
    factory.api.delete_image_pipeline(imagePipelineArn=pipeline)
    factory.api.delete_image_recipe(imageRecipeArn=recipe)
    factory.api.delete_component(componentBuildVersionArn=component)
    factory.aws.clock.advance(factory.HOUR)

    assert "AVAILABLE" == factory.image(arn)["state"]["status"]
