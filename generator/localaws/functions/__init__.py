"""AWS Lambda: functions really run, each invocation in a process of its own.

It is the user's own code, run as the user on the user's machine: a clean environment, but no
sandbox. Only zip archives for Python run, with this machine's Python whatever version was asked
for; everything else is refused. Every invocation is a cold start.
"""

from __future__ import annotations

from generator.localaws.functions.invoking import invoke, run_script

__all__ = ["invoke", "plug", "run_script"]


def plug() -> None:
    """Let moto's Lambda run functions, and keep what it drops of them."""
    from moto.awslambda.models import LambdaFunction

    from generator.localaws.functions import keeping, requests

    keeping.plug(LambdaFunction)
    requests.plug(LambdaFunction)
