"""The library as text: a listing, and one document."""

from __future__ import annotations

from generator import library
from generator.library import ComponentDocument
from generator.payload.fields import near


def listing(platform: str | None) -> str:
    """Every component, the newest version of each, and those that AWS manages."""
    documents = [document for document in _newest() if _on(document.platform, platform)]
    rows = [(d.name, d.platform.lower(), d.version, d.description) for d in documents]
    rows += [
        (managed.name, managed.platform.lower(), "x.x.x", f"(managed by AWS) {managed.description}")
        for managed in library.managed_components()
        if _on(managed.platform, platform)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]))
        for row in rows
    )


def shown(name: str, platform: str | None) -> str | None:
    """The newest document of the name with its parameters as comments; None if there is none."""
    found = [d for d in _newest() if d.name == name and _on(d.platform, platform)]
    return "\n".join(_with_head(document) for document in found) if found else None


def unknown(name: str) -> str:
    """What to say of a name that is not on the shelf."""
    names = tuple({document.name for document in library.components()})
    hint = near(name, names) or "`amifactory components` lists them"
    return f'the library has no component "{name}"; {hint}'


def _on(platform: str, wanted: str | None) -> bool:
    return wanted is None or platform.lower() == wanted


def _newest() -> list[ComponentDocument]:
    newest: dict[tuple[str, str], ComponentDocument] = {}
    for document in library.components():
        newest.setdefault((document.platform, document.name), document)
    return list(newest.values())


def _with_head(document: ComponentDocument) -> str:
    head = f"# {document.name} {document.version} for {document.platform}\n"
    return head + document.text
