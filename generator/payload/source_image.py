"""`sourceImage`: what an image is built from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from generator.payload import codes
from generator.payload.fields import Reader, read_text, refuse
from generator.payload.reading import shown


class SourceKind(StrEnum):
    """The four ways to name a parent image (CreateImageRecipe, `parentImage`)."""

    AMI = "an AMI id"
    PARAMETER = "an SSM parameter"
    IMAGE = "an Image Builder image"
    MARKETPLACE = "a Marketplace product"


_FORMS = (
    (SourceKind.AMI, re.compile(r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})")),
    (
        SourceKind.PARAMETER,
        re.compile(
            r"ssm:(?:arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter)?"
            r"/?[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*"
        ),
    ),
    (
        SourceKind.IMAGE,
        re.compile(
            r"arn:aws[a-z-]*:imagebuilder:[a-z0-9-]+:(?:[0-9]{12}|aws(?:-[a-z-]+)?):"
            r"image/[a-z0-9-_]+/(?:[0-9]+|x)\.(?:[0-9]+|x)\.(?:[0-9]+|x)(?:/[0-9]+)?"
        ),
    ),
    (SourceKind.MARKETPLACE, re.compile(r"prod-[a-z0-9]{8,32}")),
)


@dataclass(frozen=True, slots=True)
class SourceImage:
    """The parent image: its kind and the text as written."""

    kind: SourceKind
    text: str

    @property
    def parameter_name(self) -> str:
        """The SSM parameter, with a leading slash only where the user wrote one."""
        return self.text.removeprefix("ssm:").rpartition(":parameter")[2]

    @property
    def version(self) -> str:
        """The version part of an image ARN, for example x.x.x."""
        return self.text.split("/")[2]

    @property
    def changes(self) -> bool:
        """True when the text can stand for another image tomorrow."""
        if self.kind is SourceKind.PARAMETER:
            return True
        return self.kind is SourceKind.IMAGE and self.text.count("/") == 2


def read_source_image(value: object) -> SourceImage:
    """Tell which of the four forms the text has."""
    text = read_text(value)
    for kind, form in _FORMS:
        if form.fullmatch(text):
            return SourceImage(kind, text)
    raise refuse(
        codes.WRONG_FORM,
        f'sourceImage "{shown(text)}" is not an image',
        "an AMI id (ami-0abc...), ssm:<parameter>, the ARN of an Image Builder image, "
        "or a Marketplace product id (prod-...)",
    )


SourceImageField = Annotated[
    SourceImage,
    Reader(
        read_source_image,
        {"type": "string", "anyOf": [{"pattern": f"^(?:{form.pattern})$"} for _, form in _FORMS]},
    ),
]
