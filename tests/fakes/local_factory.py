"""A small factory in the local AWS, made by API calls as deploying a payload would make it."""

from __future__ import annotations

import json
from typing import Any

from generator.localaws.door import LocalAws

FACTORY = {"amifactory:factory": "web", "amifactory:image": "Server"}
PARAMETER = "/imagebuilder/web/ami"
FRIEND = "111122223333"
COMPONENT = """
name: setup
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: Install
        action: ExecuteBash
        inputs:
          commands: [echo hello]
"""


def make_role(aws: LocalAws, name: str, service: str) -> str:
    """A role that a service may assume; gives its ARN."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        ],
    }
    made = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return str(made["Role"]["Arn"])


def make_factory(aws: LocalAws, **pipeline: Any) -> str:
    """The factory `web` with one image, shared and in two regions; gives its pipeline's ARN."""
    make_role(aws, "builder", "ec2.amazonaws.com")
    iam = aws.client("iam")
    iam.create_instance_profile(InstanceProfileName="builder")
    iam.add_role_to_instance_profile(InstanceProfileName="builder", RoleName="builder")
    builder = aws.client("imagebuilder")
    component = builder.create_component(
        name="web-setup",
        semanticVersion="1.0.0",
        platform="Linux",
        data=COMPONENT,
        clientToken="component",
    )["componentBuildVersionArn"]
    recipe = builder.create_image_recipe(
        name="web-server",
        semanticVersion="1.0.x",
        components=[{"componentArn": component}],
        parentImage="ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        amiTags=FACTORY,
        tags=FACTORY,
        clientToken="recipe",
    )["imageRecipeArn"]
    infrastructure = builder.create_infrastructure_configuration(
        name="web-x86", instanceProfileName="builder", clientToken="infrastructure"
    )["infrastructureConfigurationArn"]
    made = builder.create_image_pipeline(
        name="web-server",
        imageRecipeArn=recipe,
        infrastructureConfigurationArn=infrastructure,
        distributionConfigurationArn=make_distribution(aws, "eu-west-1", "eu-central-1"),
        tags=FACTORY,
        clientToken="pipeline",
        **pipeline,
    )
    return str(made["imagePipelineArn"])


def make_distribution(aws: LocalAws, *regions: str) -> str:
    """Shared with a friend, and written to a parameter in every region; gives its ARN."""
    builder = aws.client("imagebuilder")
    made = builder.create_distribution_configuration(
        name="web-server", distributions=[_to(region) for region in regions], clientToken="to"
    )
    return str(made["distributionConfigurationArn"])


def _to(region: str) -> dict[str, Any]:
    return {
        "region": region,
        "amiDistributionConfiguration": {
            "name": "Server {{ imagebuilder:buildDate }}",
            "amiTags": FACTORY,
            "launchPermission": {"userIds": [FRIEND]},
        },
        "ssmParameterConfigurations": [
            {"parameterName": PARAMETER, "dataType": "aws:ec2:image"},
        ],
    }


class SimulatedTime:
    """What `time` is to a command, by the local AWS's clock."""

    def __init__(self, aws: LocalAws) -> None:
        self._aws = aws
        self.interrupted_after: int | None = None
        """Pauses after which somebody presses Ctrl-C."""

    def sleep(self, seconds: float) -> None:
        """Move the clock."""
        if self.interrupted_after is not None:
            if not self.interrupted_after:
                raise KeyboardInterrupt
            self.interrupted_after -= 1
        self._aws.clock.advance(seconds)

    def monotonic(self) -> float:
        """Seconds, by that clock."""
        return self._aws.clock.now().timestamp()
