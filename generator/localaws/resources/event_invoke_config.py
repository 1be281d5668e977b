"""AWS::Lambda::EventInvokeConfig, which moto has no model for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, FailedError, Handler, Made
from generator.localaws.refusing import refusal

KEYS = ("DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts")


class EventInvokeConfig(Handler):
    """How a function is invoked when nobody waits."""

    type = "AWS::Lambda::EventInvokeConfig"

    def create(self, asked: Asked) -> Made:
        """Put it."""
        wanted = asked.properties
        name = str(wanted["FunctionName"])
        if wanted["Qualifier"] != "$LATEST":
            raise FailedError(refusal(f"{self.type} of a version or an alias"))
        config = {key: wanted[key] for key in KEYS if key in wanted}
        backend = self._backend(asked)
        backend.get_function(name).event_invoke_config.clear()
        backend.put_function_event_invoke_config(name, config)
        return Made(f"{name}|{wanted['Qualifier']}")

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Put it over what is there."""
        del made, before
        return self.create(asked)

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it."""
        name = made.physical_id.partition("|")[0]
        self._backend(asked).delete_function_event_invoke_config(name)

    def _backend(self, asked: Asked) -> Any:
        from moto.awslambda.utils import get_backend

        return get_backend(asked.account, asked.region)
