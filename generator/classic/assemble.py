"""The door of this room: AmiFactory.yml."""

from __future__ import annotations

from collections.abc import Iterator

from troposphere import AWSObject, GetAtt, Ref

from generator.classic import build_instance, ids, lambdas, parameters, runbooks
from generator.classic.automation_role import automation_role
from generator.classic.launch_lock import launch_lock
from generator.classic.scheduled_image import ScheduledImage
from generator.classic.schedules import schedules
from generator.templates.stack import Template, plain, type_first

DESCRIPTION = (
    "Classic AMI factory: a Lambda function takes a payload and starts an SSM Automation for each "
    "image; another one shares new AMIs and retires old ones"
)


def classic_template(scheduled: tuple[ScheduledImage, ...] = ()) -> Template:
    """The template; without scheduled images it is the same for every payload."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": DESCRIPTION,
        "Metadata": parameters.interface(),
        "Parameters": parameters.parameters(),
        "Rules": parameters.rules(),
        "Conditions": parameters.conditions(),
        "Resources": {
            resource.title: type_first(plain(resource)) for resource in _resources(scheduled)
        },
        "Outputs": _outputs(),
    }


def _resources(scheduled: tuple[ScheduledImage, ...]) -> Iterator[AWSObject]:
    yield build_instance.key()
    yield build_instance.role()
    yield build_instance.profile()
    yield build_instance.security_group()
    yield build_instance.launch_template()
    yield automation_role()
    yield runbooks.linux_document()
    yield runbooks.windows_document()
    yield from lambdas.functions()
    yield from schedules(scheduled)
    yield launch_lock()


def _outputs() -> Template:
    made = {
        "BuildAmiFunction": ("Function that takes a payload", Ref(ids.BUILD_AMI)),
        "RotateAmiFunction": ("Function that shares and retires AMIs", Ref(ids.ROTATE_AMI)),
        "FailedEventsQueue": ("Events whose images did not all start", Ref(ids.DEAD_LETTERS)),
        "LinuxDocument": ("Automation document for Linux", Ref(ids.LINUX_DOCUMENT)),
        "WindowsDocument": ("Automation document for Windows", Ref(ids.WINDOWS_DOCUMENT)),
        "AutomationRoleArn": ("Role of the documents", GetAtt(ids.AUTOMATION_ROLE, "Arn")),
        "LaunchLockPolicyArn": ("Policy that locks launches; attach it", Ref(ids.LAUNCH_LOCK)),
    }
    return {
        name: {"Description": description, "Value": plain(value)}
        for name, (description, value) in made.items()
    }
