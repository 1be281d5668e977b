"""AWS::Events::Rule: moto's model cannot be deleted with targets, nor updated in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class Rule(Handler):
    """A rule and its targets."""

    type = "AWS::Events::Rule"

    def create(self, asked: Asked) -> Made:
        """Put the rule and its targets."""
        wanted, backend = asked.properties, self._backend(asked)
        pattern, bus = wanted.get("EventPattern"), wanted.get("EventBusName", "default")
        rule = backend.put_rule(
            asked.name,
            scheduled_expression=wanted.get("ScheduleExpression"),
            event_pattern=json.dumps(pattern) if pattern else None,
            state=wanted.get("State", "ENABLED"),
            description=wanted.get("Description"),
            role_arn=wanted.get("RoleArn"),
            event_bus_arn=bus,
            tags=wanted.get("Tags"),
        )
        gone = {one["Id"] for one in rule.targets} - {
            one["Id"] for one in wanted.get("Targets", [])
        }
        if gone:
            backend.remove_targets(rule.name, bus, sorted(gone))
        if wanted.get("Targets"):
            backend.put_targets(name=rule.name, event_bus_arn=bus, targets=wanted["Targets"])
        name = rule.name if bus == "default" else f"{bus}|{rule.name}"
        return Made(name, rule, {"Arn": rule.arn})

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Put it over what is there."""
        del made, before
        return self.create(asked)

    def delete(self, asked: Asked, made: Made) -> None:
        """Remove the targets, then the rule."""
        backend, bus = self._backend(asked), asked.properties.get("EventBusName", "default")
        name = made.physical_id.rpartition("|")[2]
        targets = [one["Id"] for one in asked.properties.get("Targets", [])]
        if targets:
            backend.remove_targets(name, bus, targets)
        backend.delete_rule(name, bus)

    def _backend(self, asked: Asked) -> Any:
        from moto.events.models import events_backends

        return events_backends[asked.account][asked.region]
