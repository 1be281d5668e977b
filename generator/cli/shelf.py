"""The library as text: a listing, and one document."""

from __future__ import annotations

from generator import library
from generator.library import ComponentDocument, ManagedComponent
from generator.payload.fields import near


def listing(platform: str | None) -> str:
    """Every component, the newest version of each, and those that AWS manages."""
    rows = [(d.name, d.platform.lower(), d.version, d.description) for d in _newest(platform)]
    rows += [
        (managed.name, managed.platform.lower(), "x.x.x", f"(managed by AWS) {managed.description}")
        for managed in _managed(platform)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]))
        + "\n"
        for row in rows
    )


def shown(name: str, platform: str | None) -> str:
    """The newest document of the name, for each platform; empty if there is none."""
    documents = [_with_head(each) for each in _newest(platform) if each.name == name]
    documents += [_about(each) for each in _managed(platform) if each.name == name]
    return "---\n".join(documents)


def unknown(name: str, platform: str | None) -> str:
    """What to say of a name that is not on the shelf."""
    names = {each.name for each in _newest(platform)} | {each.name for each in _managed(platform)}
    where = f" for {platform}" if platform else ""
    hint = near(name, sorted(names)) or "`amifactory components` lists them"
    return f'the library has no component "{name}"{where}; {hint}'


def _managed(platform: str | None) -> list[ManagedComponent]:
    return [each for each in library.managed_components() if _on(each.platform, platform)]


def _newest(platform: str | None) -> list[ComponentDocument]:
    newest: dict[tuple[str, str], ComponentDocument] = {}
    for document in library.components():
        if _on(document.platform, platform):
            newest.setdefault((document.platform, document.name), document)
    return list(newest.values())


def _on(platform: str, wanted: str | None) -> bool:
    return wanted is None or platform.lower() == wanted


def _with_head(document: ComponentDocument) -> str:
    needed = [each.name for each in document.parameters if each.default is None]
    given = f", parameters: {{{', '.join(f'{name}: ...' for name in needed)}}}" if needed else ""
    use = _use(document.name, given, is_test=document.is_test)
    return f"# {document.name} {document.version} for {document.platform}\n{use}{document.text}"


def _about(managed: ManagedComponent) -> str:
    head = f"# {managed.name} for {managed.platform}, managed by AWS: the document is AWS's own\n"
    return f"{head}# {managed.description}\n{_use(managed.name, '', is_test=managed.is_test)}"


def _use(name: str, given: str, *, is_test: bool) -> str:
    return f"# in a payload: {'tests' if is_test else 'components'}: [{{name: {name}{given}}}]\n"
