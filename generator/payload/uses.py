"""What an image uses: components, tests and workflows, each by name, file or ARN."""

from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)

from generator.payload import codes
from generator.payload.fields import (
    Boolean,
    Reader,
    Section,
    Text,
    choice,
    entries,
    key,
    kind_of,
    list_shorthand,
    pattern,
    read_text,
    refuse,
)
from generator.payload.identifiers import ComponentArn, VersionPattern, WorkflowArn
from generator.payload.nodes import Sequence

UseName = Annotated[
    str,
    pattern(
        r"[a-z0-9][a-z0-9-]{1,126}[a-z0-9]",
        "the name of a document",
        hint="`amifactory components` lists the library",
    ),
]
RelativeFile = Annotated[
    str,
    pattern(
        r"(?!.{256})(?:\./)?[A-Za-z0-9_][A-Za-z0-9_. -]*(?:/[A-Za-z0-9_][A-Za-z0-9_. -]*)*",
        "a file beside the payload",
        hint="a relative path with forward slashes, in the payload's folder or below it, "
        "at most 255 characters",
    ),
]


def _read_line(value: object) -> str:
    """A text of one line: AWSTOE pastes it into scripts, where a second line could do anything."""
    text = read_text(value)
    if "\n" in text or "\r" in text:
        raise refuse(codes.WRONG_FORM, "a parameter value is one line", "pass a list, or a file")
    return text


_LINE_SCHEMA = {"type": ["string", "number", "boolean"]}
_Line = Annotated[str, Reader(_read_line, _LINE_SCHEMA)]


def _read_values(value: object, of_list: ValidatorFunctionWrapHandler) -> Any:
    """One text or a list of texts; the API takes a list even for one value."""
    return of_list(value) if isinstance(value, Sequence) else (_read_line(value),)


ParameterValue = Annotated[
    tuple[_Line, ...],
    WrapValidator(_read_values),
    WithJsonSchema({"anyOf": [_LINE_SCHEMA, {"type": "array", "items": _LINE_SCHEMA}]}),
]
Parameters = dict[Text, ParameterValue]


class _Use(Section):
    """Exactly one of name, file and arn."""

    name: Any = None
    file: Any = None
    arn: Any = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [what for what in ("name", "file", "arn") if getattr(self, what) is not None]
        if len(given) != 1:
            said = f"{' and '.join(given)} are given" if given else "none of them is given"
            raise refuse(codes.EITHER_OR, f"exactly one of name, file and arn is needed, {said}")
        return self

    @property
    def said(self) -> str:
        """How the user named it."""
        return str(self.name or self.file or self.arn)


class ComponentUse(_Use):
    """A component that runs during the build, or a test that runs on the finished image."""

    name: UseName | None = key("A component of the library, or one managed by AWS.", None, "docker")
    version: VersionPattern | None = key(
        "Version of the library component; the newest by default.", None, "1.x.x"
    )
    file: RelativeFile | None = key("A component document beside the payload.", None)
    arn: ComponentArn | None = key("A component that exists in the account.", None)
    parameters: Parameters = Field({}, description="Values of the component's parameters.")


class WorkflowUse(_Use):
    """A workflow that replaces the service's default one for its phase."""

    name: UseName | None = key("A workflow managed by AWS.", None, "build-image")
    file: RelativeFile | None = key("A workflow document beside the payload.", None)
    arn: WorkflowArn | None = key("A workflow that exists in the account.", None)
    type: Annotated[str, choice("build", "test", "distribution")] | None = key(
        "Phase of the workflow; needed with file.", None
    )
    parameters: Parameters = Field({}, description="Values of the workflow's parameters.")
    on_failure: Annotated[str, choice("abort", "continue")] | None = key(
        "What a failing test workflow means.", None
    )
    parallel_group: (
        Annotated[str, pattern(r"[A-Za-z0-9][A-Za-z0-9_+#-]{0,99}", "a group name")] | None
    ) = key("Test workflows of one group run at the same time.", None)


class Tests(Section):
    """What runs on an instance of the finished image."""

    enabled: Boolean = key("false turns the test phase off.", True)
    components: tuple[ComponentUse, ...] = entries("Test components.")


def _as_mapping(value: object) -> object:
    if isinstance(value, str):
        raise refuse(codes.WRONG_KIND, f"a list of tests is needed here, not {kind_of(value)}")
    return value


TestsField = Annotated[Tests, BeforeValidator(_as_mapping), list_shorthand("components")]
