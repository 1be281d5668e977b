"""Text to paste: the button with its link, for a README and for a page."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from generator.publish.button import FILE, HEIGHT, WIDTH

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_ACKNOWLEDGE = (
    "The console asks for one tick: that the stack creates IAM resources. "
    "It reads the template with your own credentials."
)


@dataclass(frozen=True, slots=True)
class Button:
    """What one button does."""

    name: str
    """Of the template."""
    region: str
    link: str | None
    """None where there is no console to link to."""
    url: str
    """Of the template."""
    command: str
    """The same with the AWS CLI."""
    bucket: str
    digest: str
    acknowledged: bool
    """The console wants IAM resources acknowledged."""


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is (CommonMark, "Backslash escapes")."""
    return _SPECIAL.sub(r"\\\1", text)


def label(button: Button) -> str:
    """What a screen reader says: no two links of a page alike."""
    return f"Launch stack {button.name} in {button.region} (AWS console)"


def check_line(button: Button) -> str:
    """The command with which a reader makes sure what the button launches."""
    words = ["amifactory", "verify", button.link or button.url, "--sha256", button.digest]
    return shlex.join(words)


def image(button: Button) -> str:
    """The button alone, in Markdown; empty where there is no console."""
    if button.link is None:
        return ""
    return f"[![{escaped(label(button))}]({FILE})](<{button.link}>)"


def markdown(buttons: Sequence[Button]) -> str:
    """Buttons of one template, one a region, with what a careful reader wants beside them."""
    parts = [part for each in buttons if (part := image(each))]
    if any(each.acknowledged and each.link for each in buttons):
        parts.append(_ACKNOWLEDGE)
    parts.append(_where(buttons))
    parts.append("With the AWS CLI:")
    parts.append(_fenced(each.command for each in buttons))
    parts.append("To check the template before it is launched:")
    parts.append(_fenced(check_line(each) for each in buttons))
    return "\n\n".join(parts) + "\n"


def html(buttons: Sequence[Button]) -> str:
    """The same as HTML: real links that work without scripts."""
    parts = [_anchor(each) for each in buttons if each.link]
    if any(each.acknowledged and each.link for each in buttons):
        parts.append(f"<p>{escape(_ACKNOWLEDGE)}</p>")
    places = "; ".join(f"bucket <code>{escape(bucket)}</code>" for bucket in _buckets(buttons))
    parts.append(f"<p>Template: {places}, SHA-256 <code>{buttons[0].digest}</code></p>")
    parts.append(_details("With the AWS CLI", [each.command for each in buttons]))
    parts.append(_details("Check the template", [check_line(each) for each in buttons]))
    return "\n".join(parts) + "\n"


def _where(buttons: Sequence[Button]) -> str:
    places = ", ".join(f"bucket `{bucket}`" for bucket in _buckets(buttons))
    return f"Template: {places}, SHA-256 `{buttons[0].digest}`"


def _buckets(buttons: Sequence[Button]) -> list[str]:
    return list(dict.fromkeys(each.bucket for each in buttons))


def _fenced(lines: Iterable[str]) -> str:
    return "```sh\n" + "\n".join(lines) + "\n```"


def _anchor(button: Button) -> str:
    return (
        f'<a class="launch" href="{escape(button.link or "")}" rel="noopener noreferrer">'
        f'<img src="{FILE}" width="{WIDTH}" height="{HEIGHT}" alt="{escape(label(button))}"></a>'
    )


def _details(summary: str, lines: Sequence[str]) -> str:
    code = escape("\n".join(lines))
    return f"<details><summary>{summary}</summary><pre><code>{code}</code></pre></details>"
