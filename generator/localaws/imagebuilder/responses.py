"""Requests as moto hands them over."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from generator.localaws.clock import clock
from generator.localaws.imagebuilder import resources
from generator.localaws.imagebuilder.answers import answer
from generator.localaws.imagebuilder.exceptions import Refusal
from generator.localaws.imagebuilder.models import imagebuilder_backends

RESOURCE_TYPES = (
    resources.Component,
    resources.ImageRecipe,
    resources.InfrastructureConfiguration,
    resources.DistributionConfiguration,
    resources.ImagePipeline,
    resources.LifecyclePolicy,
    resources.Workflow,
    resources.Image,
)
"""The classes that CloudFormation finds once they are defined."""


class ImageBuilderResponse(BaseResponse):  # type: ignore[misc]  # moto ships no types
    """One request and its reply; botocore's model says how both are spelt."""

    __module__ = "moto.imagebuilder.responses"

    def __init__(self) -> None:
        super().__init__(service_name="imagebuilder")
        self.automated_parameter_parsing = True

    def call_action(self) -> Any:
        """Answer, or refuse as the service does."""
        backend = imagebuilder_backends[self.current_account][self.region]
        operation = self._get_action()
        if not operation:
            return 404, self.response_headers, ""
        try:
            with clock.lock:
                result: Any = answer(backend, operation, _present(self.params))
        except Refusal as refusal:
            result = refusal
        return self.serialized(ActionResult(result))


def _present(params: Any) -> dict[str, Any]:
    return {key: value for key, value in params.items() if value is not None}
