"""An AWS with what every image needs, and shorthand for its API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from botocore.exceptions import ClientError

from generator.localaws.door import LocalAws, local_aws
from generator.localaws.inside import client

ACCOUNT, REGION = "123456789012", "eu-west-1"
PARENT = "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
DOCUMENT = """
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - {name: Install, action: ExecuteBash, inputs: {commands: [echo installed]}}
  - name: test
    steps:
      - {name: Check, action: ExecuteBash, inputs: {commands: [echo checked]}}
"""


@dataclass
class Factory:
    """The local AWS and how images are made in it."""

    DOCUMENT: ClassVar = DOCUMENT
    OTHER: ClassVar = DOCUMENT.replace("installed", "changed")
    PARENT: ClassVar = PARENT
    HOUR: ClassVar = 3600

    aws: LocalAws

    def client(self, service: str, region: str = REGION, account: str = ACCOUNT) -> Any:
        """A client of another account or region, or of this one."""
        return client(service, region, account)

    @property
    def api(self) -> Any:
        """Image Builder's own client."""
        return self.client("imagebuilder")

    def component(self, data: str = DOCUMENT, **said: Any) -> str:
        """ARN of a new component."""
        wanted = {"name": "hello", "semanticVersion": "1.0.0", "platform": "Linux"} | said
        return str(self.api.create_component(data=data, **wanted)["componentBuildVersionArn"])

    def recipe(self, *components: str, **said: Any) -> str:
        """ARN of a new recipe with these components."""
        wanted = {"name": "web", "semanticVersion": "1.0.x", "parentImage": PARENT} | said
        used = [{"componentArn": arn} for arn in components]
        rest = {"components": used} if used else {}
        return str(self.api.create_image_recipe(**wanted, **rest)["imageRecipeArn"])

    def infrastructure(self, **said: Any) -> str:
        """ARN of a new infrastructure configuration."""
        wanted = {"name": "infra", "instanceProfileName": "builder"} | said
        made = self.api.create_infrastructure_configuration(**wanted)
        return str(made["infrastructureConfigurationArn"])

    def distribution(self, *entries: dict[str, Any], name: str = "dist") -> str:
        """ARN of a new distribution configuration with these regions."""
        made = self.api.create_distribution_configuration(name=name, distributions=list(entries))
        return str(made["distributionConfigurationArn"])

    def pipeline(self, recipe: str = "", **said: Any) -> str:
        """ARN of a new pipeline, with all that it needs."""
        wanted = {"name": "web", "imageRecipeArn": recipe or self.recipe(self.component())} | said
        if "infrastructureConfigurationArn" not in wanted:
            wanted["infrastructureConfigurationArn"] = self.infrastructure()
        return str(self.api.create_image_pipeline(**wanted)["imagePipelineArn"])

    def start(self, pipeline: str) -> str:
        """ARN of a build of the pipeline."""
        made = self.api.start_image_pipeline_execution(imagePipelineArn=pipeline)
        return str(made["imageBuildVersionArn"])

    def image(self, arn: str) -> dict[str, Any]:
        """An image as GetImage tells of it."""
        found: dict[str, Any] = self.api.get_image(imageBuildVersionArn=arn)["image"]
        return found

    def built(self, pipeline: str) -> dict[str, Any]:
        """The image of a run of the pipeline, an hour later."""
        arn = self.start(pipeline)
        self.aws.clock.advance(self.HOUR)
        return self.image(arn)

    def steps(self, arn: str) -> list[tuple[str, str, str]]:
        """(workflow type, step, status) of all steps of a build."""
        runs = self.api.list_workflow_executions(imageBuildVersionArn=arn)["workflowExecutions"]
        return [
            (run["type"], step["name"], step["status"])
            for run in runs
            for step in self.api.list_workflow_step_executions(
                workflowExecutionId=run["workflowExecutionId"]
            )["steps"]
        ]

    def log(self, image: dict[str, Any]) -> list[str]:
        """The lines of a build's log."""
        group = image["loggingConfiguration"]["logGroupName"]
        events = self.client("logs").get_log_events(
            logGroupName=group, logStreamName=image["version"], startFromHead=True
        )["events"]
        return [event["message"] for event in events]

    def ami(self, ami: str, region: str = REGION, account: str = ACCOUNT) -> dict[str, Any]:
        """An AMI as an account sees it."""
        ec2 = self.client("ec2", region, account)
        found: dict[str, Any] = ec2.describe_images(ImageIds=[ami])["Images"][0]
        return found

    def instances(self) -> list[str]:
        """States of all instances."""
        found = self.client("ec2").describe_instances()["Reservations"]
        return [one["State"]["Name"] for it in found for one in it["Instances"]]

    def refused(self, operation: str, **asked: Any) -> str:
        """The error code of a request."""
        with pytest.raises(ClientError) as caught:
            getattr(self.api, operation)(**asked)
        return str(caught.value.response["Error"]["Code"])


@pytest.fixture
def factory() -> Iterator[Factory]:
    """A fresh AWS with an instance profile."""
    with local_aws() as aws:
        made = Factory(aws)
        iam = made.client("iam")
        for name in ("builder", "executor"):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
        iam.create_instance_profile(InstanceProfileName="builder")
        iam.add_role_to_instance_profile(InstanceProfileName="builder", RoleName="builder")
        yield made
