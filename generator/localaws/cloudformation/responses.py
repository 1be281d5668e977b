"""The API of CloudFormation: each operation is a method of one of the mixins."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores

from generator.localaws.clock import clock
from generator.localaws.cloudformation.change_sets_api import ChangeSetsApi
from generator.localaws.cloudformation.events_api import EventsApi
from generator.localaws.cloudformation.exceptions import NotEmulatedError
from generator.localaws.cloudformation.stack_sets_api import StackSetsApi
from generator.localaws.cloudformation.stacks_api import StacksApi
from generator.localaws.cloudformation.templates_api import TemplatesApi


class CloudFormationResponse(
    StacksApi,
    ChangeSetsApi,
    EventsApi,
    TemplatesApi,
    StackSetsApi,
    BaseResponse,  # type: ignore[misc]  # moto ships no types
):
    """One request."""

    __module__ = "moto.cloudformation.responses"

    def __init__(self) -> None:
        super().__init__(service_name="cloudformation")
        self.automated_parameter_parsing = True

    def call_action(self) -> Any:
        """Answer while the clock stands still; refuse what is not emulated, by name."""
        action = self._get_action()
        with clock.lock:
            if hasattr(type(self), camelcase_to_underscores(action)):
                try:
                    self.refuse()
                except NotEmulatedError as error:
                    return self.serialized(ActionResult(error))
                return super().call_action()
            return self.serialized(ActionResult(NotEmulatedError(action)))
