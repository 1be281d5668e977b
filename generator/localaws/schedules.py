"""What fires by itself: scheduled EventBridge rules, and schedules of EventBridge Scheduler.

Each has a chain of events on the clock: one firing arranges the next. Whatever changes or removes
a rule or a schedule begins another chain or none, and the old one ends by itself.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from generator.localaws.clock import clock
from generator.localaws.ec2.repair import repair
from generator.localaws.emulated import Emulated
from generator.localaws.targets import NO_SUCH_TARGET, deliver, failed
from generator.localaws.undelivered import note
from generator.payload.schedule_expression import ExpressionError, parse

EMULATES = (
    Emulated("Rules fire in UTC, schedules in their time zone", "EventBridge User Guide"),
    Emulated("A rate counts from when the rule was created or changed", "unverified"),
    Emulated("A flexible time window fires at its start; no jitter", "unverified"),
    Emulated(
        "Scheduler replaces <aws.scheduler.scheduled-time>, schedule-arn, execution-id and"
        " attempt-number in the input",
        "EventBridge Scheduler User Guide, context attributes",
    ),
    Emulated("Scheduler's StartDate and EndDate are heeded", "EventBridge Scheduler API model"),
)


def plug() -> None:
    """Let rules and schedules begin their chain when they are made or changed."""
    from moto.events.models import EventsBackend
    from moto.scheduler.models import EventBridgeSchedulerBackend

    _begin_after(EventsBackend, "put_rule")
    _begin_after(EventBridgeSchedulerBackend, "create_schedule")
    _begin_after(EventBridgeSchedulerBackend, "update_schedule")


def fire(name: str, account: str = "123456789012", region: str = "eu-west-1") -> None:
    """Fire a rule or a schedule now, whatever its state. Raises KeyError if there is none."""
    from moto.events.models import events_backends
    from moto.scheduler.models import scheduler_backends

    rule = events_backends[account][region].event_buses["default"].rules.get(name)
    groups = scheduler_backends[account][region].schedule_groups.values()
    found = [group.schedules[name] for group in groups if name in group.schedules]
    for one in [rule] if rule is not None else found:
        _send(one, clock.now())
    if rule is None and not found:
        raise KeyError(name)


def _begin_after(backend: Any, method: str) -> None:
    def changed(self: Any, theirs: Any, *args: Any, **named: Any) -> Any:
        made = theirs(self, *args, **named)
        made.chain = str(uuid.uuid4())
        made.home = (self.account_id, self.region_name)
        _arrange(made, clock.now())
        return made

    changed.__name__ = method
    repair(backend, changed)


def _arrange(one: Any, moment: datetime) -> None:
    """Put the next firing on the clock, if there is one."""
    try:
        following = _next(one, moment)
    except (ExpressionError, ValueError, KeyError) as error:
        note(one.arn, f"never fires: {error}")
        return
    if following is not None:
        clock.at(following.astimezone(UTC), partial(_fire, one, one.chain), f"schedule {one.name}")


def _fire(one: Any, chain: str) -> None:
    """A firing of a chain that still holds."""
    if one.chain != chain or not _is_known(one):
        return
    moment = clock.now()
    if one.state == "ENABLED" and _is_within(one, moment):
        _send(one, moment)
    _arrange(one, moment)


def _is_known(one: Any) -> bool:
    from moto.events.models import Rule, events_backends
    from moto.scheduler.models import scheduler_backends

    account, region = one.home
    if isinstance(one, Rule):
        rules = events_backends[account][region].event_buses["default"].rules
        return rules.get(one.name) is one
    group = scheduler_backends[account][region].schedule_groups.get(one.group_name)
    return group is not None and group.schedules.get(one.name) is one


def _next(one: Any, moment: datetime) -> datetime | None:
    expression, zone = _when(one)
    if not expression:
        return None
    if expression.startswith("at("):
        once = datetime.fromisoformat(expression[3:-1]).replace(tzinfo=zone)
        return once if once > moment else None
    return parse(expression).after(moment, zone)


def _when(one: Any) -> tuple[str | None, tzinfo]:
    from moto.events.models import Rule

    if isinstance(one, Rule):
        return one.scheduled_expression, UTC
    return one.schedule_expression, ZoneInfo(one.schedule_expression_timezone)


def _is_within(one: Any, moment: datetime) -> bool:
    """Whether a schedule has begun and not ended; rules have no such limits."""
    begin, end = getattr(one, "start_date", None), getattr(one, "end_date", None)
    now = moment.timestamp()
    return (not begin or now >= float(begin)) and (not end or now <= float(end))


def _send(one: Any, moment: datetime) -> None:
    from moto.events.models import Rule

    if isinstance(one, Rule):
        _send_rule(one, moment)
    else:
        _deliver(one.target, _scheduler_input(one, moment))
        if one.schedule_expression.startswith("at("):
            _complete(one)


def _send_rule(rule: Any, moment: datetime) -> None:
    from generator.localaws.events import input_of

    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": rule.account_id,
        "time": _written(moment),
        "region": rule.region_name,
        "resources": [rule.arn],
        "detail": {},
    }
    for target in rule.targets:
        _deliver(target, input_of(target, event))


def _deliver(target: Any, text: str) -> None:
    if not deliver(target, text):
        failed(target, text, NO_SUCH_TARGET)


def _scheduler_input(schedule: Any, moment: datetime) -> str:
    text = schedule.target.get("Input") or json.dumps({})
    known = {
        "scheduled-time": _written(moment),
        "schedule-arn": schedule.arn,
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }
    for name, value in known.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return str(text)


def _complete(schedule: Any) -> None:
    from moto.scheduler.models import scheduler_backends

    if schedule.action_after_completion == "DELETE":
        account, region = schedule.home
        scheduler_backends[account][region].delete_schedule(schedule.group_name, schedule.name)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
