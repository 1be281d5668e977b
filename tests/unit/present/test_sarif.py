from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator import __version__
from generator.findings import Code, Finding, Location, Related, Report, Severity, Span
from generator.present import show

SOURCE = "https://docs.aws.amazon.com/imagebuilder/latest/userguide/what-is-image-builder.html"
VERSION = Code("AF402", "unknown component version", Severity.ERROR, "long form", SOURCE)
PINNED = Code("AF301", "unpinned bootstrap", Severity.WARNING, "why pin", "the Lambda model")
CODES = {"AF402": VERSION, "AF301": PINNED}
FINDING = Finding(
    "AF402",
    Severity.ERROR,
    'component "hardening" has no version 1.4.x',
    hint="the library has 1.2.0",
    location=Location("payloads/web.yaml", Span(6, 14, 6, 23)),
    path=("amis", 0, "components", 1),
)


def run(*findings: Finding, suppressed: tuple[Finding, ...] = ()) -> dict[str, Any]:
    (one,) = json.loads(show(Report(findings, suppressed=suppressed), "sarif", CODES))["runs"]
    return one


def result(finding: Finding) -> dict[str, Any]:
    return run(finding)["results"][0]


def fingerprints(*findings: Finding) -> list[str]:
    return [
        each["partialFingerprints"]["amifactoryFinding/v1"] for each in run(*findings)["results"]
    ]


def test_a_whole_log():
    assert json.loads(show(Report((FINDING,)), "sarif", CODES)) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "amifactory",
                        "version": __version__,
                        "rules": [
                            {
                                "id": "AF301",
                                "shortDescription": {"text": "unpinned bootstrap"},
                                "fullDescription": {"text": "why pin"},
                                "help": {
                                    "text": "why pin\n\nSource: the Lambda model",
                                    "markdown": "**AF301: unpinned bootstrap**\n\nwhy pin"
                                    "\n\nSource: the Lambda model",
                                },
                                "defaultConfiguration": {"level": "warning"},
                            },
                            {
                                "id": "AF402",
                                "shortDescription": {"text": "unknown component version"},
                                "fullDescription": {"text": "long form"},
                                "help": {
                                    "text": f"long form\n\nSource: {SOURCE}",
                                    "markdown": "**AF402: unknown component version**\n\nlong form"
                                    f"\n\nSource: {SOURCE}",
                                },
                                "defaultConfiguration": {"level": "error"},
                                "helpUri": SOURCE,
                            },
                        ],
                    }
                },
                "invocations": [{"executionSuccessful": True}],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "%SRCROOT%": {"description": {"text": "where amifactory was run"}}
                },
                "results": [
                    {
                        "ruleId": "AF402",
                        "ruleIndex": 1,
                        "level": "error",
                        "message": {
                            "text": 'component "hardening" has no version 1.4.x\n'
                            "hint: the library has 1.2.0"
                        },
                        "partialFingerprints": {
                            "amifactoryFinding/v1": fingerprints(FINDING)[0],
                        },
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {
                                        "uri": "payloads/web.yaml",
                                        "uriBaseId": "%SRCROOT%",
                                    },
                                    "region": {
                                        "startLine": 6,
                                        "startColumn": 14,
                                        "endLine": 6,
                                        "endColumn": 23,
                                    },
                                },
                                "logicalLocations": [
                                    {"fullyQualifiedName": "amis[0].components[1]"}
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_rules_are_the_same_with_and_without_findings():
    assert run()["tool"] == run(FINDING)["tool"]


def test_a_foreign_code_becomes_a_rule_in_its_place():
    """With the level of its most severe finding."""
    shown = run(
        Finding("E3012", Severity.INFO, "m"), FINDING, Finding("E3012", Severity.WARNING, "m")
    )
    rules = shown["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["AF301", "AF402", "E3012"]
    assert rules[2] == {
        "id": "E3012",
        "shortDescription": {"text": "E3012"},
        "fullDescription": {"text": "E3012"},
        "help": {"text": "E3012"},
        "defaultConfiguration": {"level": "warning"},
    }
    assert [(each["ruleId"], each["ruleIndex"]) for each in shown["results"]] == [
        ("AF402", 1),
        ("E3012", 2),
        ("E3012", 2),
    ]


def test_severities_have_their_levels_and_order():
    shown = run(
        Finding("I1", Severity.INFO, "m"),
        Finding("W1", Severity.WARNING, "m"),
        Finding("E1", Severity.ERROR, "m"),
    )
    assert [(each["ruleId"], each["level"]) for each in shown["results"]] == [
        ("E1", "error"),
        ("W1", "warning"),
        ("I1", "note"),
    ]


def test_descriptions_keep_to_their_limit():
    """GitHub takes 1,024 characters; the help has the whole text."""
    long = Code("AF900", "t" * 2000, Severity.ERROR, "e" * 2000)
    (log,) = json.loads(show(Report(), "sarif", {"AF900": long}))["runs"]
    (rule,) = log["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "t" * 1024
    assert rule["fullDescription"]["text"] == "e" * 1024
    assert rule["help"]["text"] == "e" * 2000


def test_results_keep_to_their_limit():
    """The least severe are left out, and the log says so."""
    findings = [
        Finding("W1", Severity.WARNING, "w"),
        *[Finding("E1", Severity.ERROR, "e")] * 25_000,
    ]
    shown = run(*findings)
    assert {each["ruleId"] for each in shown["results"]} == {"E1"}
    assert len(shown["results"]) == 25_000
    assert shown["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "results left out: 1; a run holds at most 25000"},
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("./a//b.yaml", {"uri": "a/b.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a b#c?d:e%.yaml", {"uri": "a%20b%23c%3Fd%3Ae%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("名.yaml", {"uri": "%E5%90%8D.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/srv/a.yaml", {"uri": "file:///srv/a.yaml"}),
        ("<stdin>", {"uri": "%3Cstdin%3E", "description": {"text": "standard input"}}),
    ],
)
def test_files_are_uris(file: str, artifact: dict[str, Any]):
    shown = result(replace(FINDING, location=Location(file, Span(1, 1, 1, 2))))
    assert shown["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


def test_a_finding_without_a_place_has_no_locations():
    assert "locations" not in result(Finding("AF402", Severity.ERROR, "m"))


def test_related_places_are_linked_from_the_message():
    """GitHub shows a related location only when the message links to its id."""
    first = Related(Location("[a].yaml", Span(3, 5, 3, 9)), "first written here")
    shown = result(replace(FINDING, message="twice", hint="keep one", related=(first,)))
    assert shown["message"]["text"] == (
        "twice\n[\\[a\\].yaml:3:5](1): first written here\nhint: keep one"
    )
    assert shown["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {
                "artifactLocation": {"uri": "%5Ba%5D.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
            },
            "message": {"text": "first written here"},
        }
    ]


def test_foreign_text_becomes_no_link_and_no_escape_sequence():
    shown = result(replace(FINDING, message="see [x](https://a.example) \x1b[31m", hint=""))
    assert shown["message"]["text"] == "see [x] (https://a.example) <U+001B>[31m"


def test_suppressed_findings_say_why():
    muted = replace(FINDING, code="AF301", severity=Severity.WARNING, reason="ticket 12")
    counted, silent = run(FINDING, suppressed=(muted,))["results"]
    assert "suppressions" not in counted
    assert silent["ruleId"] == "AF301"
    assert silent["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "ticket 12"}
    ]


def test_fingerprints_survive_a_move_to_other_lines():
    moved = replace(FINDING, location=Location("payloads/web.yaml", Span(60, 1, 61, 2)))
    assert fingerprints(FINDING) == fingerprints(moved)


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, code="AF301"),
        replace(FINDING, message="another"),
        replace(FINDING, path=("amis", 1, "components", 1)),
        replace(FINDING, path=("amis", "0", "components", 1)),
    ],
)
def test_fingerprints_tell_findings_apart(other: Finding):
    assert fingerprints(FINDING) != fingerprints(other)


def test_equal_findings_of_a_file_are_told_apart_by_count():
    elsewhere = replace(FINDING, location=Location("payloads/db.yaml", Span(6, 14, 6, 23)))
    first, second, third = fingerprints(FINDING, FINDING, elsewhere)
    assert second == first.removesuffix(":1") + ":2"
    assert third == first
