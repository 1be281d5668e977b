"""AWS::SNS::TopicPolicy, which moto has no model for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class TopicPolicy(Handler):
    """The policy of topics."""

    type = "AWS::SNS::TopicPolicy"

    def create(self, asked: Asked) -> Made:
        """Set it on each topic."""
        self._set(asked, json.dumps(asked.properties["PolicyDocument"]))
        return Made(asked.name, None, {"Id": asked.name})

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Set it over what is there."""
        del before
        self.create(asked)
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Give the topics the policy back that a new one has."""
        del made
        backend = self._backend(asked)
        for arn in asked.properties["Topics"]:
            topic = backend.topics.get(arn)
            if topic is not None:
                plain = topic._create_default_topic_policy(  # noqa: SLF001  # moto's own words for it
                    asked.region, asked.account, topic.name
                )
                topic.policy = json.dumps(plain)

    def _set(self, asked: Asked, policy: str) -> None:
        for arn in asked.properties["Topics"]:
            self._backend(asked).get_topic(arn).policy = policy

    def _backend(self, asked: Asked) -> Any:
        from moto.sns.models import sns_backends

        return sns_backends[asked.account][asked.region]
