"""What is on the library's shelves: the documents of ours, and what AWS manages."""

from __future__ import annotations

from dataclasses import dataclass

from generator import library
from generator.library import ComponentDocument, Platform
from generator.payload.fields import near

ANY_VERSION = "x.x.x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A component for one platform."""

    name: str
    platform: Platform
    description: str
    is_test: bool
    versions: tuple[str, ...] = ()
    """Those the library has, the newest first; none when AWS manages it."""
    document: ComponentDocument | None = None
    """None when AWS has it."""

    @property
    def version(self) -> str:
        """Of the document, or for AWS's own the pattern that means the newest."""
        return self.document.version if self.document is not None else ANY_VERSION

    @property
    def kind(self) -> str:
        """What Image Builder makes of it: a build component, or a test."""
        return "test" if self.is_test else "build"


def items(platform: str | None) -> list[Item]:
    """Every component in its newest version, then those that AWS manages."""
    documents = (
        _item(document)
        for document in library.components()
        if document.version == library.versions(document.name, document.platform)[-1]
    )
    return [each for each in (*documents, *_managed()) if _on(each.platform, platform)]


def find(name: str, platform: str | None, version: str | None) -> list[Item]:
    """The component of a name, for each platform that has it.

    Of the newest version, or of the newest that fits a pattern such as 1.x.x; what AWS manages
    has no versions to choose from.
    """
    named = [each for each in items(platform) if each.name == name]
    if version is None:
        return named
    fitting = (library.component(name, each.platform, version) for each in named)
    return [_item(document) for document in fitting if document is not None]


def unknown(name: str, platform: str | None, version: str | None) -> str:
    """What to say of a name, or a version of it, that is not on the shelf."""
    held = items(platform)
    named = [each for each in held if each.name == name]
    if named:
        has = [version for each in named for version in each.versions]
        hint = f"it has {', '.join(dict.fromkeys(has))}" if has else "AWS keeps its versions"
        return f'"{name}" has no version {version} in the library; {hint}'
    where = f" for {platform}" if platform else ""
    names = sorted({each.name for each in held})
    hint = near(name, names) or "`amifactory components` lists them"
    return f'the library has no component "{name}"{where}; {hint}'


def _item(document: ComponentDocument) -> Item:
    return Item(
        name=document.name,
        platform=document.platform,
        description=document.description,
        is_test=document.is_test,
        versions=library.versions(document.name, document.platform)[::-1],
        document=document,
    )


def _managed() -> list[Item]:
    return [
        Item(
            name=each.name,
            platform=each.platform,
            description=each.description,
            is_test=each.is_test,
        )
        for each in library.managed_components()
    ]


def _on(platform: str, wanted: str | None) -> bool:
    return wanted is None or platform.lower() == wanted
