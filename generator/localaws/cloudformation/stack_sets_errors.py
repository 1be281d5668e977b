"""The errors that StackSets answer with, by the codes of the service model."""

from __future__ import annotations

from generator.localaws.cloudformation.exceptions import CloudFormationError


class NameTakenError(CloudFormationError):
    """A stack set of that name exists."""

    __module__ = "moto.cloudformation.exceptions"
    code = "NameAlreadyExistsException"


class StackSetNotFoundError(CloudFormationError):
    """There is no such stack set."""

    __module__ = "moto.cloudformation.exceptions"
    code = "StackSetNotFoundException"

    def __init__(self, name: str) -> None:
        super().__init__(f"StackSet {name} not found")


class StackSetNotEmptyError(CloudFormationError):
    """It still has stacks."""

    __module__ = "moto.cloudformation.exceptions"
    code = "StackSetNotEmptyException"


class BusyError(CloudFormationError):
    """Another operation is under way."""

    __module__ = "moto.cloudformation.exceptions"
    code = "OperationInProgressException"


class OperationIdTakenError(CloudFormationError):
    """The id belongs to another operation."""

    __module__ = "moto.cloudformation.exceptions"
    code = "OperationIdAlreadyExistsException"


class OperationNotFoundError(CloudFormationError):
    """There is no such operation."""

    __module__ = "moto.cloudformation.exceptions"
    code = "OperationNotFoundException"


class InvalidOperationError(CloudFormationError):
    """The operation cannot be done."""

    __module__ = "moto.cloudformation.exceptions"
    code = "InvalidOperationException"


class InstanceNotFoundError(CloudFormationError):
    """There is no such stack in the stack set."""

    __module__ = "moto.cloudformation.exceptions"
    code = "StackInstanceNotFoundException"
