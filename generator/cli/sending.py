"""What `classic event` and `classic invoke` share: from a payload to the event, and its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import Asked, Decorator
from generator.errors import AmiFactoryError, Exit

if TYPE_CHECKING:  # pydantic is slow to import, and `--help` reads this module
    from generator.findings import Report
    from generator.payload.image import Image
    from generator.payload.load import Loaded
    from generator.payload.model import Payload

LONGEST_ARGUMENT = 100_000
"""Characters of an event on a command line; Linux takes 131,072 bytes in one argument."""

images_option: Decorator = click.option(
    "--image",
    "images",
    multiple=True,
    metavar="NAME",
    help="Only the image of this name. Repeatable.",
)


_FUNCTION = re.compile(r"[A-Za-z0-9$_.:-]{1,170}")
"""Name, partial ARN or ARN of a function (Lambda, Invoke: FunctionName)."""


def read_function(_ctx: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """Callback of --function: a name that Lambda can have."""
    if name is not None and not _FUNCTION.fullmatch(name):
        raise click.BadParameter(f'"{name}" is no function\'s name or ARN')
    return name


class NotForClassicError(AmiFactoryError):
    """Images that the classic engine cannot build, all told together."""

    exit_code = Exit.FINDINGS

    def __init__(self, causes: Sequence[AmiFactoryError], report: Report) -> None:
        super().__init__(causes[0].message, causes[0].hint)
        self.causes = tuple(causes)
        self.report = report


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be sent, and what was found on the way."""

    event: dict[str, Any]
    region: str | None
    """The region the payload is pinned to."""
    report: Report


def ask(file: str, names: Sequence[str], asked: Asked) -> Wanted | Exit:
    """Check the payload and make the event of its images; an exit code when findings stop it.

    Raises:
        UnreadableError: when the file cannot be read.
        NotForClassicError: for images that the classic engine cannot build.
        click.BadParameter: for a name that no image has.
    """
    from generator.classic import events
    from generator.cli import accepting, reporting, wiring

    stack = wiring.stack(file, accepting.suppressions(asked.suppress))
    payload = stack.loaded.payload
    if stack.report.failed or payload is None:
        return reporting.finish(stack.report, asked)
    images = _chosen(payload, names)
    refused = list(_refused(stack.loaded, payload, images))
    if refused:
        raise NotForClassicError(refused, stack.report)
    if asked.aside or not asked.for_programs:
        reporting.finish(stack.report, asked, quiet=True)
    _tell_unused(images, asked)
    return Wanted(events.event_of(payload, images), payload.factory.region, stack.report)


def event_text(event: dict[str, Any]) -> str:
    """The event as JSON for people and files."""
    import json

    return f"{json.dumps(event, indent=2)}\n"


def command_line(event: dict[str, Any], function: str) -> str:
    """The command of AWS's command line that sends the event, once, and prints the answer.

    Without the two settings of time and attempts it would send the event again after a minute
    (AWS CLI, command line options: --cli-read-timeout; AWS SDKs, retry behavior).
    """
    import json
    import shlex

    text = json.dumps(event, separators=(",", ":"))
    short = len(text) <= LONGEST_ARGUMENT
    words = [
        *("aws", "lambda", "invoke", "--function-name", function),
        *("--cli-read-timeout", "150", "--cli-binary-format", "raw-in-base64-out"),
        *("--payload", text if short else "fileb://event.json", "/dev/stdout"),
    ]
    if not short:
        from generator.cli import streams

        streams.err("write the event to event.json first: it is too long for a command line\n")
    return f"AWS_MAX_ATTEMPTS=1 {shlex.join(words)}"


def _chosen(payload: Payload, names: Sequence[str]) -> list[Image]:
    known = [image.image_name for image in payload.amis]
    for name in names:
        if name not in known:
            from generator.payload.fields import near

            hint = near(name, known) or f"it has {', '.join(known[:10])}"
            raise click.BadParameter(
                f'the payload has no image "{name}"; {hint}',
                ctx=click.get_current_context(),
                param_hint="--image",
            )
    return [image for image in payload.amis if not names or image.image_name in names]


def _refused(
    loaded: Loaded, payload: Payload, images: Sequence[Image]
) -> Iterator[AmiFactoryError]:
    from generator.classic import events
    from generator.present.foreign import place

    for refusal in events.refusals(payload, images):
        where = place(loaded.locate(refusal.path))
        yield AmiFactoryError(f"{where}: {refusal.message}", refusal.hint)


def _tell_unused(images: Sequence[Image], asked: Asked) -> None:
    """Keys that change nothing, for people's eyes."""
    from generator.classic import events
    from generator.cli import streams

    if asked.for_programs:
        return
    for image in images:
        unused = events.unused_keys(image)
        if unused:
            said = f"not used by the classic engine: {', '.join(unused)}"
            streams.err(f'note: image "{image.image_name}": {said}\n')
