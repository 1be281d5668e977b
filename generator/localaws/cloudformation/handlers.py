"""How resources are made: by handlers of ours, by moto's models, or not at all."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from generator.localaws.emulated import Emulated
from generator.localaws.refusing import refusal

EMULATES = (
    Emulated(
        "Resources are made, updated and deleted by moto's models where generator/localaws/"
        "resources has no handler; those leave properties out that they do not know, and a change"
        " fails where they have no update",
        "moto",
    ),
)


class FailedError(Exception):
    """An operation on a resource failed; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A resource that is wanted."""

    account: str
    region: str
    stack: str
    """ARN of the stack."""
    logical_id: str
    type: str
    name: str
    """Given by the template, or made up."""
    properties: dict[str, Any]
    """A copy that may be changed."""


@dataclass(slots=True)
class Made:
    """A resource that exists."""

    physical_id: str
    model: Any = None
    """moto's object."""
    attributes: dict[str, Any] = field(default_factory=dict)
    waits: Any = None
    """Called with what to call when it is done, by what takes a time of its own."""

    def attribute(self, name: str) -> Any:
        """For GetAtt; None when it has none of that name."""
        if name in self.attributes:
            return self.attributes[name]
        try:
            return self.model.get_cfn_attribute(name)
        except Exception:  # noqa: BLE001  # moto raises five kinds of errors for "there is none"
            return None


class Handler:
    """Makes resources of one type with moto's model of it; the base of all handlers."""

    type: ClassVar[str] = ""
    name_property: ClassVar[str] = ""
    """The property with its name; moto's model knows it otherwise."""
    takes: ClassVar[frozenset[str]] = frozenset()
    """The properties that are kept, if not all are; a resource with another one is refused."""

    def __init__(self, model: Any = None) -> None:
        self.model = model or model_of(self.type)

    def named_by(self) -> str:
        """The property that gives a resource its name; empty when none does."""
        return self.name_property or (self.model.cloudformation_name_type() if self.model else "")

    def refuse(self, properties: Mapping[str, Any]) -> None:
        """Stop at what would be passed over.

        Raises:
            FailedError: naming the properties.
        """
        passed_over = sorted(set(properties) - self.takes)
        if self.takes and passed_over:
            raise FailedError(refusal(f"{self.type} with {', '.join(passed_over)}"))

    def refuse_update(self, type_: str) -> None:
        """Stop before a change in place that nothing here would make.

        Raises:
            FailedError: naming the type.
        """
        own = type(self)
        plain = own.apply is Handler.apply and own.update is Handler.update
        if plain and not self.updates():
            raise FailedError(refusal(f"updating {type_} in place"))

    def create(self, asked: Asked) -> Made:
        """Make it; raises whatever moto raises."""
        made = self.model.create_from_cloudformation_json(
            asked.name,
            {"Type": asked.type, "Properties": deepcopy(asked.properties)},
            asked.account,
            asked.region,
            LogicalId=asked.logical_id,
            StackId=asked.stack,
            ResourceType=asked.type,
        )
        result = Made(getattr(made, "physical_resource_id", None) or asked.name, made)
        self.apply(asked, result)
        return result

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Change it in place."""
        del before
        if type(self).apply is Handler.apply and self.updates():
            model = self.model.update_from_cloudformation_json(
                original_resource=made.model,
                new_resource_name=asked.name,
                cloudformation_json={"Type": asked.type, "Properties": deepcopy(asked.properties)},
                account_id=asked.account,
                region_name=asked.region,
            )
            made = Made(getattr(model, "physical_resource_id", None) or asked.name, model)
        self.apply(asked, made)
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it."""
        delete = getattr(made.model, "delete", None)
        if delete is not None and len(inspect.signature(delete).parameters) >= 2:
            delete(asked.account, asked.region)
            return
        self.model.delete_from_cloudformation_json(
            made.physical_id,
            {"Type": asked.type, "Properties": deepcopy(asked.properties)},
            asked.account,
            asked.region,
        )

    def apply(self, asked: Asked, made: Made) -> None:
        """Bring what moto's model leaves out into the state that is asked for."""

    def replaces(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Whether a change that replaces under conditions does so; unless told, it does not."""
        del before, after
        return False

    def updates(self) -> bool:
        """Whether moto's model has an update."""
        update = getattr(self.model, "update_from_cloudformation_json", None)
        return update is not None and not getattr(update, "__isabstractmethod__", False)


def model_of(type_: str) -> Any:
    """Moto's or our CloudFormationModel of a type, or None."""
    from moto.core.common_models import CloudFormationModel

    __import__("moto.cloudformation.parsing")  # imports every service that has models
    found = [one for one in CloudFormationModel.__subclasses__() if _type_of(one) == type_]
    return found[-1] if found else None


def _type_of(model: Any) -> str:
    try:
        return str(model.cloudformation_type())
    except TypeError:
        return ""


def handler(type_: str) -> Handler | None:
    """The handler of a type; None when the local AWS has none."""
    from generator.localaws.resources import handlers

    own = handlers().get(type_)
    if own is not None:
        return own()
    model = model_of(type_)
    return Handler(model) if model is not None else None
