"""EC2 as moto has it, and what moto lacks of it: everything about AMIs.

Repairs moto's own classes, while somebody simulates (`clock.used`); otherwise moto is as it was.
Takes API calls like moto's; leaves instances, networks and templates to moto.
"""

from __future__ import annotations


def plug() -> None:
    """Repair moto's EC2."""
    from moto.ec2.models.amis import Ami, AmiBackend
    from moto.ec2.models.instances import InstanceBackend
    from moto.ec2.responses.amis import AmisResponse
    from moto.ec2.responses.instances import InstanceResponse
    from moto.ec2.responses.launch_templates import LaunchTemplates

    from generator.localaws.ec2 import (
        attributes,
        copying,
        launching,
        removal,
        templates,
        usage,
        visibility,
        volumes,
    )
    from generator.localaws.ec2.repair import repair

    visibility.plug(AmiBackend, AmisResponse)
    volumes.plug(Ami)
    launching.plug(InstanceBackend, InstanceResponse)
    for part in (copying, attributes, removal, usage):
        for method in part.OPERATIONS:
            repair(AmisResponse, method)
    for method in templates.OPERATIONS:
        repair(LaunchTemplates, method)
