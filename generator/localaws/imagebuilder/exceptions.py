"""What the emulated Image Builder refuses, by the names of the service model."""

from __future__ import annotations

from moto.core.exceptions import ServiceException

from generator.localaws.refusing import CODE, refusal


class Refusal(ServiceException):  # type: ignore[misc]  # moto ships no types
    """A request that Image Builder refuses: its error's name in the service model, and why."""

    __module__ = "moto.imagebuilder.exceptions"

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)


def not_emulated(what: str) -> Refusal:
    """Something of Image Builder that the local AWS does not know."""
    return Refusal(CODE, refusal(f"{what} of EC2 Image Builder"))


def bad_value(parameter: str, why: str) -> Refusal:
    """The value of a parameter is refused."""
    message = f"The value supplied for parameter '{parameter}' is not valid. {why}"
    return Refusal("InvalidParameterValueException", message)


def bad_request(why: str) -> Refusal:
    """Parameters that do not go together."""
    return Refusal("InvalidRequestException", why)


def bad_version(version: str, why: str = "") -> Refusal:
    """A version that is none."""
    message = f"The version number '{version}' is out of bounds or does not follow the syntax"
    return Refusal("InvalidVersionNumberException", f"{message}. {why}".strip(". ") + ".")


def not_found(arn: str) -> Refusal:
    """There is no such thing."""
    return Refusal("ResourceNotFoundException", f"The resource with ARN '{arn}' does not exist.")


def already_exists(kind: str, arn: str) -> Refusal:
    """There is one already."""
    message = f"The following resource '{kind}' already exists: '{arn}'."
    refusal = Refusal("ResourceAlreadyExistsException", message)
    refusal.identifier = arn
    return refusal


def depended_on(arn: str, by: str) -> Refusal:
    """Something else needs it."""
    message = f"Resource dependency error: The resource ARN '{arn}' has other resources depended"
    return Refusal("ResourceDependencyException", f"{message} on it: '{by}'.")
