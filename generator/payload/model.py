"""The payload as a whole: frozen models and the tree they were read from."""

from typing import Annotated

from pydantic import Field

from generator.payload.factory import Factory
from generator.payload.fields import Section, Text, key, pattern
from generator.payload.image import Image, ImageKeys

SuppressedCode = Annotated[
    str, pattern(r"[AEFW][A-Z]?[0-9]{3,4}", "a finding's code", hint="for example AF320")
]


class Suppression(Section):
    """A finding that is known and accepted, with the reason."""

    code: SuppressedCode = key("Code of the finding.", ..., "AF320")
    reason: Text = key("Why it is accepted.", ..., "the script is versioned in its URL")
    image: Text | None = key("Only for the image of this name.", None)


class Payload(Section):
    """One payload file: one stack, one or more images."""

    schema_: Annotated[Text | None, Field(alias="$schema", description="For editors.")] = None
    factory: Factory = Field(
        Factory.model_construct(), description="What all images of this file share."
    )
    defaults: ImageKeys = Field(
        ImageKeys.model_construct(),
        description="Keys every image takes unless it says otherwise; maps merge.",
    )
    amis: tuple[Image, ...] = Field(min_length=1, description="The images, at least one.")
    suppress: tuple[Suppression, ...] = Field((), description="Findings that are accepted.")
