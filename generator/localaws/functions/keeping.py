"""What moto drops of a function: where it logs and where failed events go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.localaws.ec2.repair import repair
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated("LoggingConfig.LogGroup is where a function logs", "Lambda API model"),
    Emulated("DeadLetterConfig takes events that failed for good", "Lambda API model"),
)


def plug(function: Any) -> None:
    """Keep LoggingConfig and DeadLetterConfig of a function, and show them."""
    theirs = function.__init__

    def init(
        self: Any, account_id: str, spec: dict[str, Any], region: str, version: Any = 1
    ) -> None:
        theirs(self, account_id, spec, region, version)
        keep(self, spec)

    function.__init__ = init
    repair(function, update_configuration)
    repair(function, get_configuration)


def keep(function: Any, spec: Mapping[str, Any]) -> None:
    """Keep both as a request or a template has them; what it lacks is the default."""
    function.dead_letter_config = spec.get("DeadLetterConfig")
    function.logging_config = spec.get("LoggingConfig") or {}
    default = f"/aws/lambda/{function.function_name}"
    function.logs_group_name = function.logging_config.get("LogGroup") or default


def update_configuration(function: Any, theirs: Any, config_updates: dict[str, Any]) -> Any:
    """UpdateFunctionConfiguration: what it does not name stays."""
    kept = {
        "DeadLetterConfig": function.dead_letter_config,
        "LoggingConfig": function.logging_config,
    }
    keep(function, kept | config_updates)
    return theirs(function, config_updates)


def get_configuration(function: Any, theirs: Any, *args: Any, **named: Any) -> Any:
    """FunctionConfiguration, with both."""
    logging = {"LogFormat": "Text", "LogGroup": function.logs_group_name} | function.logging_config
    letters = function.dead_letter_config
    shown = {"LoggingConfig": logging} | ({"DeadLetterConfig": letters} if letters else {})
    return theirs(function, *args, **named) | shown
