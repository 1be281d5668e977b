"""`lifecycle`: what happens to images as they age."""

from typing import Annotated

from pydantic import Field

from generator.payload.duration import AgeField
from generator.payload.fields import Boolean, Section, key, pattern, whole_number

_TagKey = Annotated[
    str,
    pattern(
        r"(?!Ref$|Fn::)[a-zA-Z0-9\s_.:/=+@-]{1,128}",
        "a tag key",
        hint="1 to 128 ASCII letters, digits, spaces and _.:/=+-@; "
        "Ref and Fn::... are functions of CloudFormation",
    ),
]
_TagValue = Annotated[str, pattern(r"[\s\S]{1,256}", "a tag value", hint="at most 256 characters")]


class Lifecycle(Section):
    """What happens to images as they age; at least one of the ages or `keepLatest`."""

    deprecate_after: AgeField | None = key(
        "Hidden from new users from this age on.", None, "60 days"
    )
    disable_after: AgeField | None = key("Cannot be launched from this age on.", None, "90 days")
    delete_after: AgeField | None = key("Deregistered from this age on.", None, "180 days")
    keep_latest: Annotated[int, whole_number(1, 1000, "images")] | None = key(
        "With deleteAfter: never delete the newest n (1 to 10). "
        "Alone: delete all but the newest n.",
        None,
    )
    include_snapshots: Boolean = key("Delete the snapshots with the AMI.", True)
    protect_tags: dict[_TagKey, _TagValue] = Field(
        {}, description="AMIs with these tags are never touched.", examples=[{"Keep": "true"}]
    )
