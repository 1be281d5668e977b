"""One stage on one machine: who listens, what time it is, how often it was rebooted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from generator.ports.machine import Machine
from generator.rehearse.events import Listen, Rebooted
from generator.rehearse.failing import StepFailedError
from generator.rehearse.model import Place, Stage

REBOOT_LIMIT = 15
"""Reboots of a stage; the SSM agent's CommandRetryLimit by default (its README, Runtime
configuration), which the guide's page of the Reboot action refers to."""
WORKING_FOLDER = "/tmp"  # noqa: S108 - the recipe's working directory by default, in the machine


@dataclass(slots=True)
class Session:
    """What everything that runs in a stage shares."""

    machine: Machine
    listen: Listen
    now: Callable[[], datetime]
    stage: Stage
    folder: str = WORKING_FOLDER
    """Programs begin here, and relative paths too."""
    network: bool = False
    reboots: int = 0
    scripts: int = 0
    """How many script files were made, so that each has a name of its own."""

    def reboot(self, place: Place, *, again: bool) -> None:
        """Reboot for a step, which runs again or has ended with it.

        Raises:
            StepFailedError: when it was rebooted as often as the agent would.
        """
        if self.reboots >= REBOOT_LIMIT:
            said = f"the machine was rebooted {REBOOT_LIMIT} times, the agent gives up after that"
            raise StepFailedError(said)
        self.reboots += 1
        self.machine.reboot()
        self.listen(Rebooted(place, self.reboots, again))
