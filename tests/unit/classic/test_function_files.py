"""The files of the functions, as CloudFormation and Lambda take them."""

from __future__ import annotations

import ast
import inspect
import sys
import warnings
from pathlib import Path

import pytest

FUNCTIONS = Path(__file__).parents[3] / "generator" / "classic" / "functions"
FILES = [
    pytest.param(path, id=path.stem)
    for path in sorted(FUNCTIONS.glob("*.py"))
    if path.stem != "__init__"
]
INLINE = 4_000_000
"""Bytes that a function's ZipFile may have (AWS::Lambda::Function Code)."""


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return {name.partition(".")[0] for name in names}


def test_both_functions_are_there() -> None:
    assert ["build_ami", "rotate_ami"] == [file.id for file in FILES]


@pytest.mark.parametrize("path", FILES)
def test_a_file_compiles_without_a_warning(path) -> None:
    """As `python -W error -m py_compile` would have it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)

    assert "handler" in code.co_names


@pytest.mark.parametrize("path", FILES)
def test_a_file_uses_no_syntax_newer_than_3_11(path) -> None:
    """Lambda has 3.13, the tests here have 3.11, and both must read it alike."""
    assert ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 11)).body


@pytest.mark.parametrize("path", FILES)
def test_a_file_stands_alone(path) -> None:
    """What Lambda's Python has is all there is: nothing of this project, nothing installed."""
    foreign = imported(path.read_text(encoding="utf-8")) - sys.stdlib_module_names

    assert {"boto3", "botocore"} == foreign


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_plain_text_that_fits_inline(path) -> None:
    source = path.read_bytes()

    assert source.isascii()
    assert b"\t" not in source
    assert len(source) < INLINE


def test_a_handler_takes_an_event_and_a_context(build_ami, rotate_ami) -> None:
    for function in (build_ami, rotate_ami):
        assert ["event", "context"] == list(inspect.signature(function.module.handler).parameters)
