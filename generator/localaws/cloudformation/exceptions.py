"""The errors that CloudFormation answers with, by the codes of its service model."""

from __future__ import annotations

from moto.cloudformation.exceptions import UnformattedGetAttTemplateException
from moto.core.exceptions import ServiceException

__all__ = [
    "AlreadyExistsError",
    "ChangeSetNotFoundError",
    "CloudFormationError",
    "InsufficientCapabilitiesError",
    "InvalidChangeSetStatusError",
    "LimitExceededError",
    "NotEmulatedError",
    "TokenAlreadyExistsError",
    "UnformattedGetAttTemplateException",
    "ValidationError",
]


class CloudFormationError(ServiceException):  # type: ignore[misc]  # moto ships no types
    """An error of this service."""

    __module__ = "moto.cloudformation.exceptions"


class ValidationError(CloudFormationError):
    """The request is wrong, or the stack is not in a state for it."""

    __module__ = "moto.cloudformation.exceptions"
    code = "ValidationError"


class NotEmulatedError(CloudFormationError):
    """AWS can do it, the local AWS cannot."""

    __module__ = "moto.cloudformation.exceptions"
    code = "ValidationError"

    def __init__(self, what: str) -> None:
        super().__init__(f"the local AWS does not emulate {what}")


class AlreadyExistsError(CloudFormationError):
    """A stack or change set of that name exists."""

    __module__ = "moto.cloudformation.exceptions"
    code = "AlreadyExistsException"


class InsufficientCapabilitiesError(CloudFormationError):
    """The template makes what has to be acknowledged."""

    __module__ = "moto.cloudformation.exceptions"
    code = "InsufficientCapabilitiesException"


class ChangeSetNotFoundError(CloudFormationError):
    """There is no such change set."""

    __module__ = "moto.cloudformation.exceptions"
    code = "ChangeSetNotFound"


class InvalidChangeSetStatusError(CloudFormationError):
    """The change set cannot be executed or deleted now."""

    __module__ = "moto.cloudformation.exceptions"
    code = "InvalidChangeSetStatus"


class LimitExceededError(CloudFormationError):
    """A quota is used up."""

    __module__ = "moto.cloudformation.exceptions"
    code = "LimitExceededException"


class TokenAlreadyExistsError(CloudFormationError):
    """The token was used for another request."""

    __module__ = "moto.cloudformation.exceptions"
    code = "TokenAlreadyExistsException"
