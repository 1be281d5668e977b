"""Where one image's AMI goes."""

from __future__ import annotations

from generator.graph.keys import ami_key
from generator.graph.nodes import AmiTarget, Distribution, Template
from generator.graph.recipe import Making, description
from generator.graph.values import REGION, Value
from generator.payload.ami_name import ami_name
from generator.payload.distribution import LaunchTemplate, RegionTarget
from generator.payload.places import either


def distribution(making: Making) -> Distribution:
    """One target a region; the stack's own when the payload names none."""
    image, names = making.image, making.names
    targets: list[AmiTarget]
    if image.regions:
        targets = [_target(making, target.name, target) for target in image.regions]
    else:
        targets = [_target(making, making.factory.region or REGION, None)]
    return Distribution(
        logical_id=names.logical("Distribution"),
        origin=making.origin("regions" if image.regions else "imageName"),
        image=image.image_name,
        name=names.resource,
        description=f"Where the AMIs of {names.resource} go",
        targets=tuple(targets),
        tags=making.tags,
    )


def home(making: Making, region: Value) -> bool:
    """True for the region the stack is in."""
    return region in (REGION, making.factory.region)


def _target(making: Making, region: Value, target: RegionTarget | None) -> AmiTarget:
    image, own = making.image, target or RegionTarget.model_construct()
    templates = (*own.launch_templates, *(image.launch_templates if home(making, region) else ()))
    return AmiTarget(
        region=region,
        ami_name=ami_name(image),
        description=description(image),
        key=ami_key(image, making.factory, making.names, region, target),
        accounts=either(own.accounts, image.accounts),
        organizations=either(own.organizations, image.organizations),
        units=either(own.organizational_units, image.organizational_units),
        public=image.public,
        copies=either(own.copy_to_accounts, image.copy_to_accounts),
        ami_tags={**making.tags, **image.ami_tags, **(own.ami_tags or {})},
        templates=tuple(_template(template) for template in templates),
        parameter=image.parameter,
    )


def _template(template: LaunchTemplate) -> Template:
    return Template(template.id, template.account, template.set_default)
