"""AF350: double braces, which somebody further down would take for a variable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.fields import near
from generator.payload.texts import Text, distinct_texts, places, shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF350",
    "text has double braces",
    Severity.ERROR,
    "CloudFormation replaces {{resolve:...}} in any property by a secret or parameter of the\n"
    "account it deploys to: in a tag, a description or a script, where everybody can read it.\n"
    "Image Builder's component runner replaces {{ ... }} in documents and knows no way to write\n"
    "the braces themselves. So text of a payload has none, keys included. `amiName` and the\n"
    "values of `amiTags` may have {{ imagebuilder:buildDate }} and\n"
    "{{ imagebuilder:buildVersion }}, which Image Builder fills in. In a URL write %7B and %7D.",
    "CloudFormation User Guide, Get values stored in other services using dynamic references",
)
ALONE = True

TOKENS = ("imagebuilder:buildDate", "imagebuilder:buildVersion")

_BRACES = re.compile(r"\{\{.{0,200}?\}\}|\{\{|\}\}", re.DOTALL)
"""A look that is not bounded would cross a large text once for every image that inherits it."""
_TOKEN = re.compile(rf"\{{\{{\s*(?:{'|'.join(TOKENS)})\s*\}}\}}")
_RESOLVE = re.compile(r"\{\{\s*resolve\s*:", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Problem]:
    """Every text with braces, wherever it stands."""
    wanted = {text for text in distinct_texts(subject.tree) if "{{" in text or "}}" in text}
    if wanted:
        for place in places(subject.tree, wanted):
            yield from _problem(place)


def _problem(place: Text) -> Iterator[Problem]:
    tokens = not place.is_key and _takes_tokens(place.path)
    for match in _BRACES.finditer(place.text):
        if tokens and _TOKEN.fullmatch(match[0]):
            continue
        message, hint = _said(place, match[0], tokens=tokens)
        span = None if place.is_key else match.span()
        yield Problem(place.path, message, hint, at_key=place.is_key, within=span)
        return


def _takes_tokens(path: Path) -> bool:
    """True for the AMI's name and the values of its tags, in every place they can have."""
    match path:
        case ("amis", int(), *keys) | ("defaults", *keys):
            pass
        case _:
            return False
    match keys:
        case ["amiName"] | ["amiTags", _] | ["regions", int(), "amiTags", _]:
            return True
    return False


def _said(place: Text, written: str, *, tokens: bool) -> tuple[str, str]:
    name = f'key "{shortened(place.text)}"' if place.is_key else _key(place.path)
    if _RESOLVE.match(written):
        said = "which CloudFormation replaces by the secret or parameter it names when it deploys"
        hint = "remove it; let the build read the secret itself, with its role"
        return f"{name} has {{{{resolve:, {said}", hint
    if tokens:
        word = written.strip("{} ")
        known = " and ".join(f"{{{{ {token} }}}}" for token in TOKENS)
        hint = near(word, TOKENS) or f"it fills in {known}"
        return f'{name} has "{shortened(written)}", which Image Builder does not fill in', hint
    return (
        f'{name} has "{shortened(written)}", which Image Builder would take for a variable',
        "remove the braces; in a URL write %7B and %7D",
    )


def _key(path: Path) -> str:
    return next(shortened(step) for step in reversed(path) if isinstance(step, str))
