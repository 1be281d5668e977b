"""The library as text: a listing, and documents with what is to be known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.cli.shelf import Item
from generator.library import ComponentDocument, Parameter
from generator.present.columns import columns


def listing(items: Iterable[Item]) -> str:
    """A line for each: name, platform, version, kind, what it does."""
    return "".join(f"{line}\n" for line in columns([_row(each) for each in items]))


def shown(items: Iterable[Item]) -> str:
    """The documents, what is to be known of each above it as comments."""
    return "---\n".join(_shown(each) for each in items)


def use(item: Item) -> str:
    """How a payload uses it, on one line; dots stand for values to be given."""
    parts = [f"name: {item.name}"]
    if item.document is not None:
        if item.version != item.versions[0]:
            parts.append(f"version: {item.version}")
        needed = [each.name for each in item.document.parameters if each.default is None]
        if needed:
            parts.append(f"parameters: {{{', '.join(f'{name}: ...' for name in needed)}}}")
    return f"{'tests' if item.is_test else 'components'}: [{{{', '.join(parts)}}}]"


def _row(item: Item) -> tuple[str, ...]:
    said = item.description if item.document is not None else f"(managed by AWS) {item.description}"
    return item.name, item.platform.lower(), item.version, item.kind, said


def _shown(item: Item) -> str:
    document = item.document
    if document is None:
        lines = [f"{item.name} for {item.platform}, managed by AWS: the document is AWS's own"]
        lines.append(item.description)
    else:
        lines = list(_facts(item, document))
    lines.append(f"in a payload: {use(item)}")
    head = "".join(f"# {line}\n" for line in lines)
    return head + document.text if document is not None else head


def _facts(item: Item, document: ComponentDocument) -> Iterator[str]:
    yield f"{item.name} {item.version} for {item.platform}"
    if len(item.versions) > 1:
        yield f"versions: {', '.join(item.versions)}"
    for parameter in document.parameters:
        yield f"parameter {_parameter(parameter)}"


def _parameter(parameter: Parameter) -> str:
    default = "required" if parameter.default is None else f"default {parameter.default}"
    return f"{parameter.name} ({default}): {' '.join(parameter.description.split())}"
