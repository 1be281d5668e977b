"""AWS::ImageBuilder::ImageRecipe."""

from __future__ import annotations

from troposphere import imagebuilder

from generator.graph.nodes import ComponentStep, ImageRecipe, VolumeMapping
from generator.templates.intrinsics import given, intrinsic


def image_recipe(node: ImageRecipe) -> imagebuilder.ImageRecipe:
    """A recipe: parent image, components in order, volumes."""
    return imagebuilder.ImageRecipe(
        node.logical_id,
        Name=node.name,
        Version=node.version,
        Description=node.description,
        ParentImage=intrinsic(node.parent),
        **given(
            Components=[_step(step) for step in node.steps],
            BlockDeviceMappings=[_volume(volume) for volume in node.volumes],
            AmiTags=dict(node.ami_tags),
            AmiWatermarks=list(node.watermarks),
            Tags=dict(node.tags),
        ),
    )


def _step(step: ComponentStep) -> imagebuilder.ComponentConfiguration:
    parameters = [
        imagebuilder.ComponentParameter(Name=name, Value=list(values))
        for name, values in step.parameters
    ]
    return imagebuilder.ComponentConfiguration(
        ComponentArn=intrinsic(step.arn), **given(Parameters=parameters)
    )


def _volume(volume: VolumeMapping) -> imagebuilder.InstanceBlockDeviceMapping:
    return imagebuilder.InstanceBlockDeviceMapping(
        DeviceName=volume.device,
        Ebs=imagebuilder.EbsInstanceBlockDeviceSpecification(
            VolumeType=volume.type,
            Encrypted=volume.encrypted,
            DeleteOnTermination=True,
            **given(
                VolumeSize=volume.size_gib,
                Iops=volume.iops,
                Throughput=volume.throughput,
                KmsKeyId=volume.key and intrinsic(volume.key),
            ),
        ),
    )
