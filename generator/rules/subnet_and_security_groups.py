"""AF311: a subnet without security groups, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF311",
    "subnet and security groups go together",
    Severity.ERROR,
    "Build instances run where `subnetId` says, with the security groups of `securityGroupIds`.\n"
    "Image Builder refuses a subnet without security groups when it creates the infrastructure\n"
    "configuration. Security groups without a subnet belong to no network: the template would\n"
    "leave both to whoever deploys it, and the groups in the payload would do nothing. Give both,\n"
    "of one VPC, or neither: then the deployer chooses, or the default VPC is used.",
    "imagebuilder model, CreateInfrastructureConfiguration: subnetId",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Both or neither."""
    factory = subject.payload.factory
    if factory.subnet_id is not None and not factory.security_group_ids:
        yield Problem(
            ("factory", "subnetId"),
            f"subnetId {factory.subnet_id} is given without securityGroupIds, "
            "which Image Builder refuses",
            "add securityGroupIds with at least one group of the subnet's VPC",
        )
    if factory.security_group_ids and factory.subnet_id is None:
        yield Problem(
            ("factory", "securityGroupIds"),
            "securityGroupIds are given without subnetId, so they would not be used",
            "add a subnetId of the groups' VPC, or remove securityGroupIds",
        )
