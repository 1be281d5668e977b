"""Components that AWS manages and that every account may use.

They are named as arn:<partition>:imagebuilder:<region>:aws:component/<name>/x.x.x.
Sources: the predefined names of the CDK's AmazonManagedComponent, written by the service
team (aws-cdk, packages/@aws-cdk/aws-imagebuilder-alpha), its documentation for the
CloudWatch agent, and for the tests and Docker CE ARNs in use in public templates.
The list is not complete: AWS has more, and a payload can name any by its ARN.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.library.model import Platform


@dataclass(frozen=True, slots=True)
class ManagedComponent:
    """A component that AWS keeps up to date; it runs in the phase its kind says."""

    name: str
    platform: Platform
    description: str
    is_test: bool = False


_BUILDS = {
    "amazon-cloudwatch-agent": "Installs the newest CloudWatch agent.",
    "aws-cli-version-2": "Installs the newest AWS CLI version 2.",
    "hello-world": "Prints a greeting, to try a pipeline with.",
    "python-3": "Installs Python 3.",
    "reboot": "Restarts the build instance.",
    "stig-build": "Applies STIG settings; its Level parameter chooses how many.",
    "update": "Installs all pending updates of the operating system.",
}
_TESTS = {
    "reboot-test": "Proves that the image survives a restart.",
    "simple-boot-test": "Proves that the image starts.",
}
_PLATFORMS: tuple[Platform, ...] = ("Linux", "Windows")

_MANAGED = {
    component.name: component
    for component in (
        *(
            ManagedComponent(f"{name}-{platform.lower()}", platform, description, name in _TESTS)
            for name, description in {**_BUILDS, **_TESTS}.items()
            for platform in _PLATFORMS
        ),
        ManagedComponent("docker-ce-linux", "Linux", "Installs Docker Community Edition."),
    )
}


def managed(name: str) -> ManagedComponent | None:
    """The component AWS manages under this name, if it is one of those known to exist."""
    return _MANAGED.get(name)


def managed_components() -> tuple[ManagedComponent, ...]:
    """Every one that is known to exist, by name."""
    return tuple(_MANAGED[name] for name in sorted(_MANAGED))
