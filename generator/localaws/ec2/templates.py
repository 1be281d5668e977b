"""Versions of launch templates that begin as another version."""

from __future__ import annotations

from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A new version of a launch template has what its source version has, but for what is given",
        "botocore's EC2 model, CreateLaunchTemplateVersion",
    ),
)


def create_launch_template_version(response: Any, theirs: Any) -> Any:
    """CreateLaunchTemplateVersion with SourceVersion, which moto passes over."""
    asked, backend = response._get_param, response.ec2_backend  # noqa: SLF001  # moto's way
    source = asked("SourceVersion")
    if source:
        name, template_id = asked("LaunchTemplateName"), asked("LaunchTemplateId")
        template = (
            backend.get_launch_template_by_name(name)
            if name
            else backend.get_launch_template(template_id)
        )
        data = dict(template.get_version(source).data) | dict(asked("LaunchTemplateData", {}))
        response.params["LaunchTemplateData"] = data
    return theirs(response)


OPERATIONS = (create_launch_template_version,)
