"""Image Builder's schedule expressions: `cron(...)` and `rate(...)`.

Takes the text of an expression, gives what it means (`Cron`, `Rate`): its next firing, its
plain English, whether it can fire at all. Times and zones are passed in; there is no clock.

The grammar is the one that the service documents:
https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html (cron) and
the Schedule shape of its API model (rate, 1024 characters). Where that page is silent the
sources stand beside the rule.
"""

from generator.payload.schedule_expression.cron import Cron
from generator.payload.schedule_expression.rate import Rate
from generator.payload.schedule_expression.text import ExpressionError
from generator.payload.schedule_expression.wrapper import parse
from generator.payload.schedule_expression.zones import known_timezone, near_timezones

__all__ = ["Cron", "ExpressionError", "Rate", "known_timezone", "near_timezones", "parse"]
