"""The house: which room may import which, and which package is at home where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent / "generator"

HALLWAY = {"errors", "findings", "crew", "ports"}
"""Every room may use these; they use nothing but each other."""

ROOMS = {
    "payload": set(),
    "library": {"awstoe"},
    "rules": {"payload", "library", "awstoe"},
    "graph": {"payload", "library"},
    "templates": {"graph"},
    "lint": {"payload"},
    "classic": {"payload", "graph", "templates"},
    "plan": set(),
    "deploy": {"plan"},
    "operate": set(),
    "publish": set(),
    "awstoe": {"payload"},
    "rehearse": {"payload", "awstoe"},
    "sandbox": set(),
    "lock": {"payload"},
    "fetch": set(),
    "aws": set(),
    "localaws": {"payload", "classic"},
    "output": set(),
    "present": {"payload", "plan", "deploy", "operate", "rehearse"},
    "catalogue": {"payload", "awstoe", "rules", "lint", "classic", "lock"},
    "__main__": {"cli"},
    "cli": {
        "payload", "library", "awstoe", "rules", "graph", "templates", "classic", "lint", "output",
        "plan", "deploy", "operate", "publish", "rehearse", "sandbox", "lock", "fetch", "aws",
        "localaws", "present", "catalogue",
    },
}  # fmt: skip
"""Room -> rooms it may import, besides itself and the hallway. A new room starts here."""

DEPLOYED = HOUSE / "classic" / "functions"
"""Sources of Lambda functions: they run in AWS, with boto3 and without the house."""

DOORS = {
    "yaml": {"payload", "library", "classic", "aws", "localaws"},
    "pydantic": {"payload"},
    "pydantic_core": {"payload"},
    "jinja2": {"library"},
    "troposphere": {"templates", "classic"},
    "cfnlint": {"lint", "localaws"},
    "cloudformation_validate": {"lint"},
    "click": {"cli"},
    "rich": {"cli", "present"},
    "boto3": {"aws", "localaws"},
    "botocore": {"aws", "localaws"},
    "urllib3": {"fetch"},
    "moto": {"localaws"},
    "werkzeug": {"localaws"},
}
"""Package -> rooms in which it is at home."""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "generator":
                yield from (f"generator.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def breaches(room: str, source: str) -> Iterator[str]:
    for name in imported(ast.parse(source)):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top == "generator" and other in ROOMS and other not in ROOMS.get(room, set()) | {room}:
            yield f"{room} does not import {other}"
        if room not in DOORS.get(top, {room}):
            yield f"{top} is not at home in {room}"


def test_every_room_keeps_to_its_table() -> None:
    found = {
        str(path.relative_to(HOUSE)): list(breaches(room_of(path), path.read_text()))
        for path in sorted(HOUSE.rglob("*.py"))
        if path.parent != DEPLOYED
    }

    assert {} == {path: said for path, said in found.items() if said}


def test_every_room_is_in_the_table() -> None:
    rooms = {room_of(path) for path in HOUSE.rglob("*.py")} - {"__init__"}

    assert set(ROOMS) | HALLWAY == rooms


def test_deployed_functions_know_nothing_of_the_house() -> None:
    names = [
        name for path in DEPLOYED.glob("*.py") for name in imported(ast.parse(path.read_text()))
    ]

    assert [] == [name for name in names if name.startswith("generator")]


def test_a_breach_is_found() -> None:
    """The check can fail, for rooms and for packages alike."""
    source = "import boto3\nfrom generator import templates\nfrom generator.cli import main\n"

    assert {
        "boto3 is not at home in payload",
        "payload does not import templates",
        "payload does not import cli",
    } == set(breaches("payload", source))
