"""AWS::IAM::InstanceProfile: moto's model has no update."""

from __future__ import annotations

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class InstanceProfile(Handler):
    """An instance profile and its role."""

    type = "AWS::IAM::InstanceProfile"

    def apply(self, asked: Asked, made: Made) -> None:
        """Set the role."""
        from moto.iam.models import iam_backends

        backend = iam_backends[asked.account][get_partition(asked.region)]
        made.model.roles = [backend.get_role(name) for name in asked.properties["Roles"]]
