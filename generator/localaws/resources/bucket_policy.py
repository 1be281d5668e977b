"""AWS::S3::BucketPolicy, which moto has no model for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class BucketPolicy(Handler):
    """The policy of a bucket."""

    type = "AWS::S3::BucketPolicy"

    def create(self, asked: Asked) -> Made:
        """Put it."""
        name = asked.properties["Bucket"]
        policy = json.dumps(asked.properties["PolicyDocument"]).encode()
        self._backend(asked).put_bucket_policy(name, policy)
        return Made(str(name))

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Put it over what is there."""
        del made, before
        return self.create(asked)

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it."""
        self._backend(asked).delete_bucket_policy(made.physical_id)

    def _backend(self, asked: Asked) -> Any:
        from moto.s3.models import s3_backends

        return s3_backends[asked.account][get_partition(asked.region)]
