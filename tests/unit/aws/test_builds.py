"""The ports of builds, logs and AMIs by boto3: against the local AWS, and under a Stubber."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.stub import ANY, Stubber

from generator.aws import amis, builds, logs
from generator.aws.build_values import build as build_value
from generator.aws.build_values import moment
from generator.aws.hour import hour
from generator.errors import DeniedError, NotFoundError, RemoteError
from generator.localaws.door import local_aws
from generator.ports.builds import Amis, Builds, Logs, Parameter
from tests.fakes.builds import ARN
from tests.fakes.local_factory import (
    FACTORY,
    FRIEND,
    PARAMETER,
    make_factory,
    make_role,
)

REGION = "eu-west-1"
IMAGE = f"{ARN}:image/web-server/1.0.0/1"
LONG = 3600


@pytest.fixture(scope="module")
def aws():
    with local_aws() as emulated:
        yield emulated


@pytest.fixture(scope="module")
def pipeline(aws) -> str:
    return make_factory(aws)


@pytest.fixture(scope="module")
def builder(aws) -> Builds:  # noqa: ARG001  # it must be there first
    return builds.connect(REGION, None)


@pytest.fixture(scope="module")
def built(aws, builder, pipeline) -> str:
    arn = builder.start(pipeline, "token-1", FACTORY)
    aws.clock.advance(LONG)
    return arn


def test_a_pipeline_is_read_with_its_tags_and_settings(builder, pipeline) -> None:
    (found,) = builder.pipelines()

    assert (pipeline, "web-server", FACTORY, "ENABLED") == (
        found.arn,
        found.name,
        found.tags,
        found.status,
    )
    assert found.recipe.endswith(":image-recipe/web-server/1.0.0")
    assert found.distribution.endswith(":distribution-configuration/web-server")


def test_a_build_is_read_whole(builder, built) -> None:
    found = builder.build(built)

    assert (IMAGE, "web-server", "1.0.0/1", "AVAILABLE") == (
        found.arn,
        found.name,
        found.version,
        found.status,
    )
    assert [(REGION, "123456789012"), ("eu-central-1", "123456789012")] == sorted(
        ((ami.region, ami.account) for ami in found.amis), reverse=True
    )
    assert (Parameter(REGION, PARAMETER), Parameter("eu-central-1", PARAMETER)) == found.parameters
    assert FACTORY == found.tags
    assert found.log_group == "/aws/imagebuilder/web-server"
    assert found.parent.startswith("ssm:/aws/service/")
    assert found.created is not None


def test_the_same_token_starts_no_second_build(builder, pipeline, built) -> None:
    assert built == builder.start(pipeline, "token-1", FACTORY)


def test_builds_of_a_pipeline_are_listed(builder, pipeline, built) -> None:
    assert [built] == [found.arn for found in builder.builds(pipeline)]
    assert [pipeline] == [found.pipeline for found in builder.builds(pipeline)]


def test_workflows_and_steps_come_in_the_order_in_which_they_ran(builder, built) -> None:
    runs = builder.workflows(built)
    steps = builder.steps(runs[0].id)

    assert [
        ("BUILD", "build-image"),
        ("TEST", "test-image"),
        ("DISTRIBUTION", "distribute-image"),
    ] == [(run.type, run.name) for run in runs]
    assert "LaunchBuildInstance" == steps[0].name
    assert all(step.ended and step.started for step in steps if step.status == "COMPLETED")


def test_what_nobody_knows_has_no_workflows(builder) -> None:
    assert () == builder.workflows(f"{ARN}:image/nothing/1.0.0/1")
    assert () == builder.steps("wf-00000000-0000-0000-0000-000000000000")


def test_a_build_that_is_none_is_told(builder) -> None:
    with pytest.raises(NotFoundError, match="cannot look at the build"):
        builder.build(f"{ARN}:image/nothing/1.0.0/1")


def test_a_finished_build_cannot_be_cancelled_nor_retried(builder, built) -> None:
    with pytest.raises(RemoteError, match=f"cannot cancel {built}"):
        builder.cancel(built, "token-2")
    with pytest.raises(RemoteError, match=f"cannot retry {built}"):
        builder.retry(built, "token-3")


def test_a_finished_build_is_distributed_again_as_another(aws, builder, built) -> None:
    role = make_role(aws, "distributor", "imagebuilder.amazonaws.com")
    distribution = builder.build(built).distribution
    again = builder.distribute(built, distribution, role, "token-4", FACTORY)

    assert again != built
    assert again.startswith(f"{ARN}:image/")


def test_the_log_of_a_build_is_read_from_a_token_on(builder, built) -> None:
    port: Logs = logs.connect(REGION, None)
    group = builder.build(built).log_group
    lines, token = port.lines(group, "1.0.0/1")

    assert lines
    assert ((), token) == port.lines(group, "1.0.0/1", token)
    assert "1.0.0/1" in port.streams(group)
    assert lines == tuple(sorted(lines, key=lambda line: line.at))


def test_a_log_that_is_not_there_yet_is_empty() -> None:
    port = logs.connect(REGION, None)

    assert (((), ""), ()) == (port.lines("/none", "1.0.0/1"), port.streams("/none"))


@pytest.mark.usefixtures("built")
def test_amis_are_found_by_tags_and_described() -> None:
    port: Amis = amis.connect(REGION, None)
    found = port.tagged({"amifactory:factory": "web", "amifactory:image": ""})
    described = port.describe((found[0].id, "ami-0000000000000dead"))

    assert [(found[0].id, (FRIEND,), 0, "123456789012")] == [
        (one.id, one.shared, one.instances, one.owner) for one in described
    ]
    assert () == port.tagged({"amifactory:factory": "*"})
    assert described[0].id == port.parameters((PARAMETER, "/none"))[PARAMETER]
    assert REGION == described[0].region


@pytest.mark.usefixtures("built")
def test_instances_are_counted(aws) -> None:
    port = amis.connect(REGION, None)
    image = port.tagged({"amifactory:factory": "web"})[0].id
    aws.client("ec2").run_instances(ImageId=image, MinCount=2, MaxCount=2)

    assert 2 == port.describe((image,))[0].instances


def test_the_time_there_is_told(aws) -> None:
    assert aws.clock.now().replace(microsecond=0) == hour(REGION, None)


@pytest.fixture
def stubbed(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    port = builds.connect(REGION, None)
    with Stubber(port._client) as stub:  # noqa: SLF001  # the seam botocore offers
        yield port, stub


def test_every_page_is_read(stubbed) -> None:
    port, stub = stubbed
    for token, more in ((None, {"nextToken": "next"}), ("next", {})):
        page = {"arn": f"{ARN}:image-pipeline/{token}", "name": f"{token}"}
        asked = {"maxResults": 100} | ({"nextToken": token} if token else {})
        stub.add_response("list_image_pipelines", {"imagePipelineList": [page], **more}, asked)

    assert ["None", "next"] == [found.name for found in port.pipelines()]


def test_writes_carry_the_token_they_are_given(stubbed) -> None:
    port, stub = stubbed
    arn = {"imageBuildVersionArn": IMAGE}
    sent = {**arn, "clientToken": "mine"}
    stub.add_response("cancel_image_creation", arn, sent)
    stub.add_response("retry_image", arn, sent)
    tags = {"a": "b"}
    whole = {"sourceImage": IMAGE, "distributionConfigurationArn": "to", "executionRole": "role"}
    stub.add_response("distribute_image", arn, {**whole, "clientToken": "mine", "tags": tags})
    started = {"imagePipelineArn": "it", "clientToken": "mine", "tags": tags}
    stub.add_response("start_image_pipeline_execution", arn, started)
    port.cancel(IMAGE, "mine")
    port.retry(IMAGE, "mine")

    assert IMAGE == port.distribute(IMAGE, "to", "role", "mine", tags)
    assert IMAGE == port.start("it", "mine", tags)
    stub.assert_no_pending_responses()


def test_a_refusal_says_what_was_tried(stubbed) -> None:
    port, stub = stubbed
    stub.add_client_error("start_image_pipeline_execution", "AccessDeniedException", "no")

    with pytest.raises(DeniedError, match="cannot start it: no"):
        port.start("it", "mine", {})


def test_instances_that_may_not_be_listed_are_not_counted(monkeypatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    port = amis.connect(REGION, None)
    with Stubber(port._ec2) as stub:  # noqa: SLF001  # the seam botocore offers
        image = {"ImageId": "ami-1", "Name": "x", "OwnerId": "1", "Public": True,
            "BlockDeviceMappings": [{"Ebs": {"Encrypted": True}}]}  # fmt: skip
        stub.add_response("describe_images", {"Images": [image]}, ANYTHING)
        stub.add_client_error("describe_instances", "UnauthorizedOperation", "no")
        stub.add_response("describe_image_attribute", {"LaunchPermissions": [{"Group": "all"}]})
        (found,) = port.describe(("ami-1",))

    assert (None, True, True, ("all",)) == (
        found.instances,
        found.public,
        found.encrypted,
        found.shared,
    )


ANYTHING = {"Owners": ANY, "IncludeDisabled": ANY, "Filters": ANY}

FAILED = {
    "arn": IMAGE,
    "name": "web-server",
    "state": {
        "status": "FAILED",
        "reason": "it failed",
        "failureContext": {
            "imageStatus": "DISTRIBUTING",
            "workflowExecutionId": "wf-1",
            "failedStep": "DistributeOutputAMI",
            "componentFailure": {"phaseName": "build", "stepName": "Run", "action": "ExecuteBash"},
            "distributionFailure": {
                "errorMessage": "some regions failed",
                "regionFailures": [
                    {
                        "region": "us-east-1",
                        "targetAccountId": "444455556666",
                        "status": "FAILED",
                        "imageConfigurationStep": "PUT_SSM_PARAMETERS",
                        "errorMessage": "denied",
                    },
                    {"region": "us-west-2", "status": "TIMED_OUT"},
                ],
            },
        },
    },
    "infrastructureConfiguration": {
        "logging": {"s3Logs": {"s3BucketName": "logs", "s3KeyPrefix": "/web/"}}
    },
}


def test_a_failure_is_read_whole() -> None:
    found = build_value(FAILED)

    assert found.failure is not None
    assert ("1.0.0/1", "s3://logs/web", "some regions failed", "Run") == (
        found.version,
        found.s3_logs,
        found.failure.message,
        found.failure.component_step,
    )
    assert (
        ("us-east-1/444455556666", "PUT_SSM_PARAMETERS: denied"),
        ("us-west-2", "TIMED_OUT"),
    ) == found.failure.regions


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-11-22T12:00:00.000Z", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("2026-11-22T12:00:00", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        (datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)),
        (datetime(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)),  # noqa: DTZ001  # as said
        ("soon", None),
        (None, None),
    ],
)
def test_times_are_aware(said, read) -> None:
    assert read == moment(said)
