"""Replies of our own services against the service's model: one that it does not know is a bug.

botocore's clients drop members that they do not know, so that a misspelt one would go unseen.
"""

from __future__ import annotations

from typing import Any

from generator.localaws.emulated import Emulated
from generator.localaws.request_checks import request_problems

EMULATES = (
    Emulated(
        "Replies of Image Builder and CloudFormation have the members, types, patterns and"
        " enumerations of the service model, or the local AWS stops",
        "botocore's service models",
    ),
)

BEYOND = {
    "DescribeStackEvents": ".ResourceStatus: must satisfy enum",
    "DescribeEvents": ".ResourceStatus: must satisfy enum",
}
"""What AWS answers although its model does not list it, by operation: a stack's own events have
the statuses of stacks (User Guide, view stack events: UPDATE_COMPLETE_CLEANUP_IN_PROGRESS)."""


class UnknownReplyError(AssertionError):
    """The local AWS was about to answer what AWS never answers."""


def checked(operation: Any, reply: Any) -> None:
    """Hold a reply, in the model's own spelling, against the operation's output.

    Raises:
        UnknownReplyError: naming every member that does not fit.
    """
    if operation.output_shape is None:
        problems = [("", "has no reply")] if reply else []
    else:
        problems = list(request_problems(operation.output_shape, reply or {}))
    told = [f"{where}: {why}" for where, why in problems]
    beyond = BEYOND.get(operation.name)
    if beyond:
        told = [one for one in told if beyond not in one]
    if told:
        said = "; ".join(told)
        msg = f"{operation.service_model.service_name}:{operation.name} answers wrongly: {said}"
        raise UnknownReplyError(msg)


def plug() -> None:
    """Check what our services answer, on its way out."""
    from moto.core import responses

    from generator.localaws.plug import SERVICES

    theirs = responses.ActionResult.execute_result

    def execute_result(self: Any, context: Any) -> Any:
        ours = context.service_model.service_name in SERVICES
        if ours and not isinstance(self.result, Exception):
            checked(context.operation_model, self.result)
        return theirs(self, context)

    responses.ActionResult.execute_result = execute_result
