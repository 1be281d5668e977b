"""Writes the reference pages from the code: python docs/pages.py [--check].

docs/findings.md comes from the codes, docs/payload.md from the models, the tables of
docs/local-aws.md from the local AWS and those of docs/components.md from the library (their prose
is written by hand, above them). With --check nothing is written, and a page that is not up to date
is an error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generator import library
from generator.catalogue import catalogue
from generator.classic.events import SCHEDULED, USED
from generator.findings import Code, Severity
from generator.payload.image import Image
from generator.payload.schema import schema

HERE = Path(__file__).parent

FAMILIES = {
    "AF1": "The text: AF1xx",
    "AF2": "Shape and values: AF2xx",
    "AF3": "What AWS refuses or does wrong: AF3xx",
    "AF4": "Documents: AF4xx",
    "AF5": "What the payload becomes: AF5xx",
    "AF6": "The classic engine: AF6xx",
    "AF7": "Inside of component, workflow and Automation documents: AF7xx",
}


def findings_page() -> str:
    """Every code with its explanation."""
    lines = [
        "# Findings",
        "",
        "What `amifactory check` can say. `amifactory explain CODE` prints the same in a terminal.",
        "Codes of cfn-lint (E3002) and cloudformation-validate (F3002) pass through unchanged.",
        "Errors stop a command; warnings do not. AF3xx, AF4xx and AF7xx can be suppressed with a",
        "reason.",
    ]
    codes = catalogue().values()
    for prefix, title in FAMILIES.items():
        lines += ["", f"## {title}"]
        for code in codes:
            if code.id.startswith(prefix):
                lines += _finding(code)
    return "\n".join(lines) + "\n"


def _finding(code: Code) -> list[str]:
    lines = ["", f"### {code.id} {code.title}", "", f"*{code.severity.value}*", "", code.explain]
    if code.source:
        source = f"<{code.source}>" if code.source.startswith("https://") else code.source
        lines += ["", f"Source: {source}"]
    return lines


def payload_page() -> str:
    """Every key with its default and meaning."""
    whole = schema()
    sections = whole["$defs"]
    lines = [
        "# The payload",
        "",
        "One file, JSON or YAML. `amifactory schema` prints the JSON Schema that editors use.",
        "Text is kept as written: an unquoted account number keeps its leading zeros.",
        "",
        "## Top level",
        "",
        *_table(whole),
    ]
    for name, title in SECTIONS.items():
        section = sections[name]
        section = section["anyOf"][1] if "anyOf" in section else section
        table = _table(section) if name != "Image" else _engines(section)
        lines += ["", f"## {title}", "", section["description"], "", *table]
    return "\n".join(lines) + "\n"


SECTIONS = {
    "Factory": "`factory`",
    "Notifications": "`factory.notifications`",
    "BuildLogs": "`factory.buildLogs`",
    "Image": "`amis[]`, and `defaults` but for `imageName`",
    "RegionTarget": "`amis[].regions[]`",
    "LaunchTemplate": "`amis[].launchTemplates[]`",
    "Volume": "`amis[].volumes[]`",
    "ComponentUse": "`amis[].components[]` and `tests`",
    "Tests": "`amis[].tests`",
    "Schedule": "`amis[].schedule`",
    "Lifecycle": "`amis[].lifecycle`",
    "WorkflowUse": "`amis[].workflows[]`",
    "Suppression": "`suppress[]`",
}


def _table(section: dict[str, Any]) -> Iterator[str]:
    yield "| key | default | meaning |"
    yield "|---|---|---|"
    required = section.get("required", [])
    for key, about in section["properties"].items():
        default = "required" if key in required else _default(about)
        yield f"| `{key}` | {default} | {_cell(about.get('description', ''))} |"


def _engines(section: dict[str, Any]) -> Iterator[str]:
    """The keys of an image, and which of them the classic engine honours."""
    yield "Image Builder honours every key, the classic engine those marked: it bakes an image"
    yield "from source, updates and script, and shares it. `amifactory check --engine classic` says"
    yield "which keys of a payload it leaves out."
    yield ""
    yield "| key | classic | default | meaning |"
    yield "|---|---|---|---|"
    classic = {_alias(name) for name in (*USED, *SCHEDULED)}
    for (key, _), row in zip(section["properties"].items(), list(_table(section))[2:], strict=True):
        mark = "yes" if key in classic else ""
        yield row.replace(f"| `{key}` |", f"| `{key}` | {mark} |", 1)


def _alias(name: str) -> str:
    return Image.model_fields[name].alias or name


def _default(about: dict[str, Any]) -> str:
    default = about.get("default")
    if default is None:
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


BELOW = "<!-- from here on by docs/pages.py -->\n"
EMULATED = {
    "imagebuilder": "EC2 Image Builder",
    "cloudformation": "CloudFormation",
    "resources": "Resources of stacks",
    "ec2": "EC2",
    "automation": "Systems Manager Automation",
    "functions": "Lambda",
    "schedules": "Schedules",
    "events": "Events",
    "targets": "Targets of schedules and events",
    "source_images": "Source images",
}
"""Part of the local AWS -> title; what has none is `EVERYWHERE`."""
EVERYWHERE = "Every service"


def local_aws_page() -> str:
    """The prose as it is, and what is emulated with where it is known from."""
    from generator.localaws.emulated import everything

    parts: dict[str, list[str]] = {title: [] for title in (*EMULATED.values(), EVERYWHERE)}
    for module, one in everything():
        title = EMULATED.get(module.partition(".")[0], EVERYWHERE)
        row = f"| {_cell(one.behaviour)} | {_cell(one.source)} |"
        parts[title].append(row.replace("<", "&lt;"))
    prose = (HERE / "local-aws.md").read_text(encoding="utf-8").partition(BELOW)[0]
    lines = [prose + BELOW]
    for title, rows in parts.items():
        lines += [
            f"### {title}",
            "",
            "| what the local AWS does | known from |",
            "|---|---|",
            *rows,
            "",
        ]
    return "\n".join(lines).rstrip("\n") + "\n"


def components_page() -> str:
    """The prose as it is, what the library has, and what is warned of in documents."""
    prose = (HERE / "components.md").read_text(encoding="utf-8").partition(BELOW)[0]
    lines = [
        *("### Every warning", "", "| code | warning | why |", "|---|---|---|"),
        *_warnings(),
        *("", "## What the library has", ""),
        "| name | for | versions | what it does | parameters |",
        "|---|---|---|---|---|",
        *_components(),
        *("", "## What AWS manages", ""),
        "Used by name as well; AWS has the documents and keeps them up to date. There are more:",
        "those are used by ARN.",
        *("", "| name | kind | what it does |", "|---|---|---|"),
        *_managed(),
    ]
    return prose + BELOW + "\n".join(lines) + "\n"


def _warnings() -> Iterator[str]:
    for code in catalogue().values():
        if code.id.startswith("AF7") and code.severity is Severity.WARNING:
            yield f"| [{code.id}](findings.md) | {code.title} | {_html(code.explain)} |"


def _components() -> Iterator[str]:
    """A row for each name; what differs between platforms is told for each."""
    newest: dict[str, list[library.ComponentDocument]] = {}
    for document in library.components():
        held = newest.setdefault(document.name, [])
        if document.platform not in {each.platform for each in held}:
            held.append(document)
    for name, documents in sorted(newest.items()):
        cells = (
            ", ".join(each.platform for each in documents),
            _told(documents, _versions),
            _told(documents, lambda each: each.description),
            _told(documents, lambda each: "<br>".join(map(_taken, each.parameters))),
        )
        yield f"| `{name}` | {' | '.join(cells)} |"


def _versions(document: library.ComponentDocument) -> str:
    """All of them, the newest first."""
    return ", ".join(reversed(library.versions(document.name, document.platform)))


def _told(
    documents: list[library.ComponentDocument], tell: Callable[[library.ComponentDocument], str]
) -> str:
    said = {each.platform: tell(each) for each in documents}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "<br>".join(f"{platform}: {text}" for platform, text in said.items() if text)


def _taken(parameter: library.Parameter) -> str:
    default = "required" if parameter.default is None else f"default `{parameter.default}`"
    return f"`{parameter.name}` ({default}): {_html(parameter.description)}"


def _html(text: str) -> str:
    return _cell(" ".join(text.split())).replace("<", "&lt;")


def _managed() -> Iterator[str]:
    for each in library.managed_components():
        yield f"| `{each.name}` | {'test' if each.is_test else 'build'} | {each.description} |"


PAGES = {
    "findings.md": findings_page,
    "payload.md": payload_page,
    "local-aws.md": local_aws_page,
    "components.md": components_page,
}


def main() -> int:
    stale = []
    for name, page in PAGES.items():
        path, text = HERE / name, page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if stale:
        print("out of date:" if "--check" in sys.argv else "written:", *stale)
    return 5 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
