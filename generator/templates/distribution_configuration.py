"""AWS::ImageBuilder::DistributionConfiguration."""

from __future__ import annotations

from troposphere import imagebuilder

from generator.graph.nodes import AmiTarget, Distribution, Template
from generator.templates.intrinsics import given, intrinsic


def distribution_configuration(node: Distribution) -> imagebuilder.DistributionConfiguration:
    """One entry a region."""
    return imagebuilder.DistributionConfiguration(
        node.logical_id,
        Name=node.name,
        Description=node.description,
        Distributions=[_distribution(target) for target in node.targets],
        **given(Tags=dict(node.tags)),
    )


def _distribution(target: AmiTarget) -> imagebuilder.Distribution:
    return imagebuilder.Distribution(
        Region=intrinsic(target.region),
        AmiDistributionConfiguration=imagebuilder.AmiDistributionConfiguration(
            Name=target.ami_name,
            Description=target.description,
            **given(
                KmsKeyId=target.key and intrinsic(target.key),
                TargetAccountIds=list(target.copies),
                LaunchPermissionConfiguration=_permission(target),
                AmiTags=dict(target.ami_tags),
            ),
        ),
        **given(
            LaunchTemplateConfigurations=[_template(template) for template in target.templates],
            SsmParameterConfigurations=_parameter(target),
        ),
    )


def _permission(target: AmiTarget) -> imagebuilder.LaunchPermissionConfiguration | None:
    permission = given(
        UserIds=list(target.accounts),
        OrganizationArns=list(target.organizations),
        OrganizationalUnitArns=list(target.units),
        UserGroups=["all"] if target.public else None,
    )
    return imagebuilder.LaunchPermissionConfiguration(**permission) if permission else None


def _template(template: Template) -> imagebuilder.LaunchTemplateConfiguration:
    return imagebuilder.LaunchTemplateConfiguration(
        LaunchTemplateId=template.id,
        SetDefaultVersion=template.set_default,
        **given(AccountId=template.account),
    )


def _parameter(target: AmiTarget) -> list[imagebuilder.SsmParameterConfiguration] | None:
    """`aws:ec2:image` lets Systems Manager check that the value is an AMI."""
    if target.parameter is None:
        return None
    return [
        imagebuilder.SsmParameterConfiguration(
            ParameterName=target.parameter, DataType="aws:ec2:image"
        )
    ]
