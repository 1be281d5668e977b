"""Says what `publish` did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.cli import streams
from generator.cli.options import Asked
from generator.findings import Report
from generator.output import Staged
from generator.ports.place import Place
from generator.present.foreign import line_start
from generator.publish import snippets
from generator.publish.snippets import Button
from generator.publish.template import Template
from generator.publish.upload import Uploaded


@dataclass(frozen=True, slots=True)
class Published:
    """A template in its buckets, with its buttons."""

    template: Template
    uploads: tuple[Uploaded, ...]
    buttons: tuple[Button, ...]
    readers: Mapping[str, tuple[str, ...] | None]
    """By bucket: who may read beside its account; None when that is not to be known."""


def begin(place: Place, asked: Asked) -> None:
    """Where it goes."""
    if not asked.for_programs:
        _say(f"publishing as account {place.account} ({place.region}{_emulated(place)})")


def _emulated(place: Place) -> str:
    return ", emulated" if place.emulated else ""


def uploaded(done: Uploaded, template: Template, asked: Asked) -> None:
    """What became of a template."""
    if asked.for_programs:
        return
    verb = "uploaded" if done.new else "same"
    _say(f"{verb:<8} s3://{done.bucket}/{done.key} ({len(template.data):,} bytes)")
    if done.latest:
        _say(f"copied   s3://{done.bucket}/{done.latest}")


def warn(message: str) -> None:
    """Something that is not as it might be."""
    _say(f"warning: {message}")


def two_engines(images: Sequence[str]) -> None:
    """Launched both, they would build everything twice."""
    some = f"image{'' if len(images) == 1 else 's'} {', '.join(images)}"
    warn(
        f"both engines build the scheduled {some}: launch the template of one of them only; "
        "--engine publishes just that"
    )


def public(bucket: str, asked: Asked) -> None:
    """The bucket's own policy opens it; what is uploaded here does not."""
    if not asked.for_programs:
        warn(f"the policy of the bucket {bucket} makes it public: anybody may read the templates")


def tell(
    done: Sequence[Published],
    staged: Sequence[Staged],
    place: Place,
    report: Report,
    asked: Asked,
) -> None:
    """The snippets to paste, or all of it for programs."""
    if asked.findings == "json":
        streams.out(f"{_as_json(done, staged, place, report)}\n")
        return
    for file in staged:
        _say(f"{file.outcome.value:<8} {file.path}")
    for bucket, who in {b: w for each in done for b, w in each.readers.items()}.items():
        _say(_who(bucket, who))
    for each in done:
        for button in each.buttons:
            if button.link is None:
                _say(
                    f"note: {button.region} has no public console, so there is no button for it; "
                    "use the line for the AWS CLI"
                )
    streams.out("\n".join(snippets.markdown(each.buttons) for each in done))


def _who(bucket: str, readers: tuple[str, ...] | None) -> str:
    if readers is None:
        return f"note: who may read {bucket} cannot be told: its policy is not readable"
    if readers:
        return f"can launch: this account, and by the policy of {bucket}: {', '.join(readers)}"
    return (
        f"can launch: this account only; to let others, allow them s3:GetObject in the policy "
        f"of {bucket}"
    )


def _as_json(
    done: Sequence[Published], staged: Sequence[Staged], place: Place, report: Report
) -> str:
    import json

    from generator.present.json_report import dump, show_json

    return dump(
        {
            **json.loads(show_json(report)),
            "account": place.account,
            "region": place.region,
            "emulated": place.emulated,
            "templates": [_template(each) for each in done],
            "files": [{"path": str(e.path), "outcome": e.outcome.value} for e in staged],
        }
    )


def _template(done: Published) -> dict[str, Any]:
    return {
        "name": done.template.name,
        "sha256": done.template.digest,
        "uploads": [
            {
                "bucket": each.bucket,
                "key": each.key,
                "url": each.url,
                "outcome": "uploaded" if each.new else "same",
                "latest": each.latest or None,
                "readers": _listed(done.readers[each.bucket]),
            }
            for each in done.uploads
        ],
        "launches": [
            {"region": b.region, "link": b.link, "templateUrl": b.url, "command": b.command}
            for b in done.buttons
        ],
    }


def _listed(readers: tuple[str, ...] | None) -> list[str] | None:
    return None if readers is None else list(readers)


def _say(line: str) -> None:
    streams.err(f"{line_start(line)}\n")
