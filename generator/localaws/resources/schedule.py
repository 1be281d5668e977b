"""AWS::Scheduler::Schedule, which moto's CloudFormation has no model for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class Schedule(Handler):
    """A schedule of EventBridge Scheduler."""

    type = "AWS::Scheduler::Schedule"
    name_property = "Name"

    def create(self, asked: Asked) -> Made:
        """Create it; it fires from now on."""
        made = self._backend(asked).create_schedule(
            **self._settings(asked.properties),
            name=asked.name,
            action_after_completion=None,
        )
        return Made(asked.name, made, {"Arn": made.arn})

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Change it."""
        del before
        settings = self._settings(asked.properties)
        made.model = self._backend(asked).update_schedule(**settings, name=made.physical_id)
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it."""
        group = asked.properties.get("GroupName")
        self._backend(asked).delete_schedule(group, made.physical_id)

    def _settings(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "description": wanted.get("Description"),
            "end_date": _seconds(wanted.get("EndDate")),
            "flexible_time_window": wanted["FlexibleTimeWindow"],
            "group_name": wanted.get("GroupName"),
            "kms_key_arn": wanted.get("KmsKeyArn"),
            "schedule_expression": wanted["ScheduleExpression"],
            "schedule_expression_timezone": wanted.get("ScheduleExpressionTimezone"),
            "start_date": _seconds(wanted.get("StartDate")),
            "state": wanted.get("State", "ENABLED"),
            "target": dict(wanted["Target"]),
        }

    def _backend(self, asked: Asked) -> Any:
        from moto.scheduler.models import scheduler_backends

        return scheduler_backends[asked.account][asked.region]


def _seconds(written: str | None) -> float | None:
    """A moment of a template as moto keeps it."""
    return None if written is None else datetime.fromisoformat(written).timestamp()
