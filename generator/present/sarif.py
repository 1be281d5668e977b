"""Findings as SARIF 2.1.0, for code scanning and editors.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
What GitHub reads of it, and its limits:
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.findings import Code, Finding, Location, Related, Report, Severity, show_path
from generator.present.foreign import STDIN, file_name, harmless, place
from generator.present.json_report import dump

MAX_RESULTS = 25_000
"""GitHub refuses a run with more."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_URL = re.compile(r"https://\S+")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MAX_DESCRIPTION = 1024
_MAX_RELATED = 100

# A name of its own: the upload action computes `primaryLocationLineHash` itself and warns
# about every result that brings another value.
_FINGERPRINT = "amifactoryFinding/v1"


def show_sarif(report: Report, codes: Mapping[str, Code]) -> str:
    """Write one run with the rules of the whole catalogue and a result a finding."""
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, codes)]})


def _run(report: Report, codes: Mapping[str, Code]) -> dict[str, Any]:
    ranked = sorted(report.findings, key=lambda finding: finding.severity.rank)
    every = [*ranked, *report.suppressed]
    kept = every[:MAX_RESULTS]
    rules = _rules(kept, codes)
    return {
        "tool": {"driver": {"name": "amifactory", "version": __version__, "rules": rules}},
        "invocations": [_invocation(len(every) - len(kept))],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "where amifactory was run"}}},
        "results": _results(kept, set(report.suppressed), [rule["id"] for rule in rules]),
    }


def _invocation(left_out: int) -> dict[str, Any]:
    if not left_out:
        return {"executionSuccessful": True}
    text = f"results left out: {left_out}; a run holds at most {MAX_RESULTS}"
    notification = {"level": "warning", "message": {"text": text}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [notification]}


def _rules(findings: list[Finding], codes: Mapping[str, Code]) -> list[dict[str, Any]]:
    """Describe every code, so that the rules of two runs are the same; foreign ones as met.

    Findings come with the most severe first: its level becomes the foreign rule's.
    """
    rules = {finding.code: _foreign_rule(finding) for finding in reversed(findings)}
    rules |= {id_: _rule(code) for id_, code in codes.items()}
    return [rules[id_] for id_ in sorted(rules)]


def _rule(code: Code) -> dict[str, Any]:
    source = f"\n\nSource: {code.source}" if code.source else ""
    rule = {
        "id": code.id,
        "shortDescription": {"text": code.title[:_MAX_DESCRIPTION]},
        "fullDescription": {"text": code.explain[:_MAX_DESCRIPTION]},
        "help": {
            "text": f"{code.explain}{source}",
            "markdown": f"**{code.id}: {code.title}**\n\n{code.explain}{source}",
        },
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }
    return rule | ({"helpUri": code.source} if _URL.fullmatch(code.source) else {})


def _foreign_rule(finding: Finding) -> dict[str, Any]:
    text = {"text": finding.code}
    return {
        "id": finding.code,
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _results(
    findings: list[Finding], suppressed: set[Finding], rule_ids: list[str]
) -> list[dict[str, Any]]:
    index = {id_: number for number, id_ in enumerate(rule_ids)}
    return [
        {
            "ruleId": finding.code,
            "ruleIndex": index[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "partialFingerprints": {_FINGERPRINT: fingerprint},
            **_places(finding),
            **(_suppression(finding) if finding in suppressed else {}),
        }
        for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
    ]


def _message(finding: Finding) -> str:
    """Say it in plain text; GitHub shows a related place when the message links its id."""
    lines = [_unlinked(finding.message)]
    lines += [
        f"[{_link_text(place(related.location))}]({number}): {_unlinked(related.message)}"
        for number, related in enumerate(_related(finding), start=1)
    ]
    if finding.hint:
        lines.append(f"hint: {_unlinked(finding.hint)}")
    return "\n".join(lines)


def _unlinked(foreign: str) -> str:
    """Break what viewers would show as a link: [text](target), section 3.11.6."""
    return harmless(foreign).replace("](", "] (")


def _link_text(text: str) -> str:
    return text.replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]")


def _places(finding: Finding) -> dict[str, Any]:
    if finding.location is None:
        return {}
    location = _location(finding.location)
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": show_path(finding.path)}]
    related = [
        {"id": number, **_location(other.location), "message": {"text": _unlinked(other.message)}}
        for number, other in enumerate(_related(finding), start=1)
    ]
    return {"locations": [location]} | ({"relatedLocations": related} if related else {})


def _related(finding: Finding) -> tuple[Related, ...]:
    return finding.related[:_MAX_RELATED]


def _location(location: Location) -> dict[str, Any]:
    span = location.span
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {
        "physicalLocation": {"artifactLocation": _artifact(location.file), "region": region},
    }


def _artifact(file: str) -> dict[str, Any]:
    if file == STDIN:
        return {"uri": quote(file_name(file)), "description": {"text": "standard input"}}
    path = posixpath.normpath(file)
    uri = quote(path.encode("utf-8", "surrogatepass"))
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}


def _suppression(finding: Finding) -> dict[str, Any]:
    suppression = {"kind": "external", "status": "accepted", "justification": finding.reason}
    return {"suppressions": [suppression]}


def _fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Tell findings apart by what they say, not by their line; equal ones of a file by count."""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        identity = json.dumps([finding.code, finding.path, finding.message])
        file = finding.location.file if finding.location else ""
        seen[file, identity] += 1
        digest = hashlib.sha256(identity.encode()).hexdigest()[:32]
        yield f"{digest}:{seen[file, identity]}"
