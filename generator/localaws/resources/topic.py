"""AWS::SNS::Topic: moto's model updates by deleting, and leaves attributes out."""

from __future__ import annotations

from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class Topic(Handler):
    """A topic with its subscriptions and tags."""

    type = "AWS::SNS::Topic"
    takes = frozenset(
        {
            *("TopicName", "DisplayName", "FifoTopic", "KmsMasterKeyId", "Subscription"),
            *("Tags",),
        }
    )

    def create(self, asked: Asked) -> Made:
        """Create it."""
        backend = self._backend(asked)
        fifo = {"FifoTopic": "true"} if asked.properties.get("FifoTopic") else None
        topic = backend.create_topic(asked.name, fifo)
        made = Made(topic.arn, topic, {"TopicArn": topic.arn, "TopicName": topic.name})
        self.apply(asked, made)
        return made

    def apply(self, asked: Asked, made: Made) -> None:
        """Set everything that can change."""
        topic, wanted, backend = made.model, asked.properties, self._backend(asked)
        topic.display_name = wanted.get("DisplayName", "")
        topic.kms_master_key_id = wanted.get("KmsMasterKeyId", "")
        topic._tags = {one["Key"]: str(one["Value"]) for one in wanted.get("Tags", [])}  # noqa: SLF001  # moto has no other way to replace them
        have = {(one.endpoint, one.protocol): one for one in self._subscriptions(backend, topic)}
        want = {(one["Endpoint"], one["Protocol"]) for one in wanted.get("Subscription", [])}
        for key in set(have) - want:
            if key in made.attributes.get("subscribed", ()):
                backend.unsubscribe(have[key].arn)
        for endpoint, protocol in sorted(want - set(have)):
            backend.subscribe(topic.arn, endpoint, protocol)
        made.attributes["subscribed"] = tuple(sorted(want))

    def _subscriptions(self, backend: Any, topic: Any) -> list[Any]:
        return [one for one in backend.subscriptions.values() if one.topic is topic]

    def _backend(self, asked: Asked) -> Any:
        from moto.sns.models import sns_backends

        return sns_backends[asked.account][asked.region]
