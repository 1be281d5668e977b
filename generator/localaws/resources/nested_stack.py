"""AWS::CloudFormation::Stack: a stack in a stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.handlers import Asked, Handler, Made
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A nested stack is made from a TemplateURL with its parent's capabilities, and gives its"
        " outputs as Outputs.X; change sets do not look into it",
        "CloudFormation User Guide, AWS::CloudFormation::Stack",
    ),
)


class NestedStack(Handler):
    """A stack that another one owns."""

    type = "AWS::CloudFormation::Stack"
    takes = frozenset({"TemplateURL", "Parameters", "NotificationARNs", "Tags"})

    def create(self, asked: Asked) -> Made:
        """Begin to create it."""
        from generator.localaws.cloudformation import engine

        parent = engine.backend(asked.account, asked.region).get(asked.stack)
        stack = engine.create_stack(
            asked.account,
            asked.region,
            asked.name,
            _wanted(asked, parent),
            parent=parent.arn,
            how=engine.How(on_failure="DO_NOTHING"),
        )
        return Made(stack.arn, Nested(stack), {}, _end(stack, "CREATE_COMPLETE"))

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Begin to update it; nothing to update is as good."""
        from generator.localaws.cloudformation import engine

        del before
        stack = made.model.stack
        try:
            engine.update_stack(stack, _wanted(asked, stack))
        except ValidationError as error:
            if error.message != engine.NO_UPDATES:
                raise
            return made
        made.waits = _end(stack, "UPDATE_COMPLETE")
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Begin to delete it."""
        from generator.localaws.cloudformation import engine

        del asked
        made.model.stack.protected = False
        engine.delete_stack(made.model.stack)
        if made.model.stack.busy:
            made.waits = _end(made.model.stack, "DELETE_COMPLETE")


class Nested:
    """The model of a nested stack: its outputs."""

    def __init__(self, stack: Any) -> None:
        self.stack = stack

    def get_cfn_attribute(self, name: str) -> str:
        """Outputs.X, as it is now."""
        return str(self.stack.outputs[name.removeprefix("Outputs.")].value)


def _end(stack: Any, wanted: str) -> Callable[[Callable[[str], None]], None]:
    def wait(ended: Callable[[str], None]) -> None:
        def over() -> None:
            done = f"{wanted.partition('_')[0].lower()}d"
            said = f"Embedded stack {stack.arn} was not successfully {done}: {stack.reason}"
            ended("" if stack.status == wanted else said)

        stack.operation.run.then(over)

    return wait


def _wanted(asked: Asked, capable: Any) -> Any:
    """The version that is asked for, with the capabilities of a stack."""
    from generator.localaws.cloudformation.resolving import text_of
    from generator.localaws.cloudformation.versions import Wanted

    properties = asked.properties
    return Wanted(
        url=properties["TemplateURL"],
        parameters={key: text_of(one) for key, one in properties.get("Parameters", {}).items()},
        tags={one["Key"]: str(one["Value"]) for one in properties.get("Tags", [])},
        capabilities=capable.version.capabilities,
        topics=tuple(properties.get("NotificationARNs", ())),
    )
