from __future__ import annotations

import json

from generator.findings import Finding, Location, Related, Report, Severity, Span
from generator.present import show

PLACE = Location("payloads/web.yaml", Span(6, 14, 7, 2))
FINDING = Finding(
    "AF402",
    Severity.ERROR,
    'component "hardening" has no version 1.4.x',
    hint="the library has 1.2.0",
    location=PLACE,
    path=("amis", 0, "components", 1),
    related=(Related(PLACE, "listed here"),),
)
SHOWN_PLACE = {
    "file": "payloads/web.yaml",
    "line": 6,
    "column": 14,
    "endLine": 7,
    "endColumn": 2,
}
SHOWN_FINDING = {
    "code": "AF402",
    "severity": "error",
    "message": 'component "hardening" has no version 1.4.x',
    "hint": "the library has 1.2.0",
    "location": SHOWN_PLACE,
    "path": ["amis", 0, "components", 1],
    "related": [{"location": SHOWN_PLACE, "message": "listed here"}],
}


def test_every_part_of_a_report_is_there():
    muted = Finding("AF301", Severity.WARNING, "unpinned", location=PLACE, reason="ticket 12")
    report = Report((FINDING,), {"payloads/web.yaml": "", "b.yaml": ""}, (muted,))
    assert json.loads(show(report, "json", {})) == {
        "schemaVersion": 1,
        "findings": [SHOWN_FINDING],
        "suppressed": [
            {
                "code": "AF301",
                "severity": "warning",
                "message": "unpinned",
                "hint": "",
                "location": SHOWN_PLACE,
                "path": [],
                "related": [],
                "reason": "ticket 12",
            }
        ],
        "summary": {
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "suppressed": 1,
            "filesRead": 2,
            "filesWithFindings": 1,
        },
    }


def test_an_empty_report_is_whole_too():
    assert show(Report(), "json", {}) == (
        "{\n"
        '  "schemaVersion": 1,\n'
        '  "findings": [],\n'
        '  "suppressed": [],\n'
        '  "summary": {\n'
        '    "errors": 0,\n'
        '    "warnings": 0,\n'
        '    "infos": 0,\n'
        '    "suppressed": 0,\n'
        '    "filesRead": 0,\n'
        '    "filesWithFindings": 0\n'
        "  }\n"
        "}"
    )


def test_a_finding_without_a_place_has_none():
    report = Report((Finding("AF001", Severity.INFO, "m"),))
    (finding,) = json.loads(show(report, "json", {}))["findings"]
    assert finding["location"] is None


def test_foreign_text_comes_back_unchanged_from_plain_ascii():
    hostile = "\x1b[31m 名前 \u202e ##[add-mask]x ###[a] \\##[b] \r\n \ud800"
    shown = show(Report((Finding("AF402", Severity.ERROR, hostile),)), "json", {})
    assert shown.isascii()
    assert "\x1b" not in shown
    assert "##" not in shown
    assert json.loads(shown)["findings"][0]["message"] == hostile
