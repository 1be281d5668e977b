"""AWS::SQS::Queue: moto's model updates two attributes only."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made

FIXED = ("FifoQueue", "QueueName", "Tags")


class Queue(Handler):
    """A queue with its attributes and tags."""

    type = "AWS::SQS::Queue"

    def create(self, asked: Asked) -> Made:
        """Create it."""
        wanted = deepcopy(asked.properties)
        given = {key: value for key, value in wanted.items() if key not in ("QueueName", "Tags")}
        backend = self._backend(asked)
        queue = backend.create_queue(name=asked.name, tags={}, region=asked.region, **given)
        url = queue.physical_resource_id
        about = {"Arn": queue.queue_arn, "QueueName": queue.name, "QueueUrl": url}
        made = Made(url, queue, about)
        self.apply(asked, made)
        return made

    def apply(self, asked: Asked, made: Made) -> None:
        """Set attributes and tags."""
        given = {key: value for key, value in asked.properties.items() if key not in FIXED}
        self._backend(asked).set_queue_attributes(made.model.name, given)
        made.model.tags = {
            one["Key"]: str(one["Value"]) for one in asked.properties.get("Tags", [])
        }

    def _backend(self, asked: Asked) -> Any:
        from moto.sqs.models import sqs_backends

        return sqs_backends[asked.account][asked.region]
