"""AWS::ImageBuilder::InfrastructureConfiguration, and the deployer's choice of network."""

from __future__ import annotations

from typing import Any

from troposphere import Equals, If, Not, NoValue, Parameter, Ref, imagebuilder

from generator.graph.nodes import Infrastructure, Network
from generator.templates.intrinsics import given, intrinsic

SUBNET = "SubnetId"
SECURITY_GROUPS = "SecurityGroupIds"
IN_SUBNET = "InSubnet"

DEFAULT_VPC = "default-vpc"
NO_GROUP = "sg-00000000"
"""Stand-in for no group, in the form of an id: linters check the defaults of parameters."""

HOP_LIMIT = 2
"""Two hops let a container on the build instance reach the metadata service."""


def infrastructure_configuration(
    node: Infrastructure,
) -> imagebuilder.InfrastructureConfiguration:
    """Build instances: IMDSv2 only, ended whatever happens, logs to the bucket."""
    return imagebuilder.InfrastructureConfiguration(
        node.logical_id,
        Name=node.name,
        Description=node.description,
        InstanceProfileName=intrinsic(node.profile),
        InstanceTypes=list(node.instance_types),
        InstanceMetadataOptions=imagebuilder.InstanceMetadataOptions(
            HttpTokens="required", HttpPutResponseHopLimit=HOP_LIMIT
        ),
        TerminateInstanceOnFailure=True,
        **_network(node.network),
        Logging=imagebuilder.Logging(
            S3Logs=imagebuilder.S3Logs(
                S3BucketName=intrinsic(node.log_bucket), S3KeyPrefix=node.log_prefix
            )
        ),
        **given(KeyPair=node.key_pair, ResourceTags=dict(node.tags), Tags=dict(node.tags)),
    )


def _network(network: Network) -> dict[str, Any]:
    if network.subnet is not None:
        return {"SubnetId": network.subnet, "SecurityGroupIds": list(network.security_groups)}
    return {
        "SubnetId": If(IN_SUBNET, Ref(SUBNET), NoValue),
        "SecurityGroupIds": If(IN_SUBNET, Ref(SECURITY_GROUPS), NoValue),
    }


def network_parameters() -> dict[str, Parameter]:
    """Subnet and security groups, for whoever deploys to choose."""
    return {
        SUBNET: Parameter(
            SUBNET,
            Type="String",
            Default=DEFAULT_VPC,
            AllowedPattern=f"{DEFAULT_VPC}|subnet-[0-9a-f]{{8,17}}",
            ConstraintDescription=f"{DEFAULT_VPC}, or the id of a subnet",
            Description="Subnet of the build instances",
        ),
        SECURITY_GROUPS: Parameter(
            SECURITY_GROUPS,
            Type="CommaDelimitedList",
            Default=NO_GROUP,
            AllowedPattern="sg-[0-9a-f]{8,17}",
            ConstraintDescription="ids of security groups",
            Description="Security groups of the build instances; used only with a subnet",
        ),
    }


def network_conditions() -> dict[str, Any]:
    """The condition that the deployer chose a subnet."""
    return {IN_SUBNET: Not(Equals(Ref(SUBNET), DEFAULT_VPC))}


def network_rules() -> dict[str, Any]:
    """A subnet without security groups is refused at once, not after the roles are made."""
    return {
        "SubnetNeedsSecurityGroups": {
            "RuleCondition": Not(Equals(Ref(SUBNET), DEFAULT_VPC)),
            "Assertions": [
                {
                    "Assert": {
                        "Fn::Not": [{"Fn::Contains": [Ref(SECURITY_GROUPS), NO_GROUP]}],
                    },
                    "AssertDescription": "choose security groups as well: Image Builder takes "
                    "a subnet only together with them",
                }
            ],
        }
    }
