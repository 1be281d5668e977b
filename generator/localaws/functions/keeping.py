"""What moto drops of a function when it is created: where it logs and where failed events go."""

from __future__ import annotations

from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated("LoggingConfig.LogGroup is where a function logs", "Lambda API model"),
    Emulated("DeadLetterConfig takes events that failed for good", "Lambda API model"),
)


def plug(function: Any) -> None:
    """Keep LoggingConfig and DeadLetterConfig of CreateFunction."""
    theirs = function.__init__

    def init(
        self: Any, account_id: str, spec: dict[str, Any], region: str, version: Any = 1
    ) -> None:
        theirs(self, account_id, spec, region, version)
        self.dead_letter_config = spec.get("DeadLetterConfig")
        group = (spec.get("LoggingConfig") or {}).get("LogGroup")
        if group:
            self.logs_group_name = group

    function.__init__ = init
