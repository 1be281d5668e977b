"""Entries of `suppress`: what they accept, and those that cannot work."""

from __future__ import annotations

from datetime import date

import pytest

from generator.findings import Severity
from generator.library.documents import Documents
from generator.payload.document import parse
from generator.payload.load import load
from generator.rules.frame import check
from generator.rules.subject import Subject
from generator.rules.suppression import near_codes

URL = "https://example.com/web.sh"
TWO = f"""\
amis:
  - {{imageName: web, sourceImage: ami-0123456789abcdef0, bootstrapUrl: "{URL}"}}
  - {{imageName: api, sourceImage: ami-0123456789abcdef0, bootstrapUrl: "{URL}?1"}}
"""


def checked(entries, amis=TWO):
    loaded = load(parse("web.yaml", f"{amis}suppress:\n  - {entries}\n".encode()))
    payload, tree = loaded.payload, loaded.tree
    if loaded.remains:
        payload, tree = loaded.remains.payload, loaded.remains.pruned.tree
    subject = Subject(payload, tree, "web", Documents(), date(2026, 6, 1))
    return check(loaded, subject)


def told(report):
    return [
        f"{each.location.span.line}:{each.location.span.column}: {each.code} {each.severity}: "
        f"{each.message}; {each.hint}"
        for each in report.findings
        if each.code in ("AF214", "AF215")
    ]


def test_a_suppressed_finding_is_set_apart_with_its_reason():
    report = checked("{code: AF320, reason: known}")

    assert [(each.code, each.reason) for each in report.suppressed] == [("AF320", "known")] * 2
    assert report.findings == ()


def test_an_image_narrows_it():
    report = checked("{code: AF320, reason: known, image: api}")

    assert [each.path[1] for each in report.suppressed] == [1]
    assert [(each.code, each.path[1]) for each in report.findings] == [("AF320", 0)]


def test_the_first_reason_counts_and_both_entries_are_in_use():
    report = checked("{code: AF320, reason: one}\n  - {code: AF320, reason: two}")

    assert {each.reason for each in report.suppressed} == {"one"}
    assert told(report) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "{code: AF399, reason: r}",
            '5:12: AF214 error: there is no code "AF399"; did you mean ',
        ),
        (
            "{code: AF999, reason: r}",
            '5:12: AF214 error: there is no code "AF999"; `amifactory explain` lists all codes',
        ),
        ("{code: AF101, reason: r}", "5:12: AF214 error: AF101 cannot be suppressed; mend "),
        ("{code: AF214, reason: r}", "5:12: AF214 error: AF214 cannot be suppressed; mend "),
        ("{code: AF502, reason: r}", "5:12: AF214 error: AF502 cannot be suppressed; mend "),
        (
            "{code: AF320, reason: r, image: wbe}",
            '5:37: AF214 error: no image is named "wbe"; did you mean "web"?',
        ),
        (
            "{code: AF320, reason: r, image: zzzz}",
            '5:37: AF214 error: no image is named "zzzz"; the images are web, api',
        ),
        (
            "{code: AF331, reason: r}",
            "5:5: AF215 warning: nothing to suppress: AF331 is not found; remove the entry",
        ),
        (
            "{code: AF331, reason: r, image: web}",
            '5:5: AF215 warning: nothing to suppress: AF331 is not found in image "web"; remove ',
        ),
    ],
)
def test_an_entry_that_cannot_work_is_told_at_its_place(entry, said):
    (only,) = told(checked(entry))

    assert only.startswith(said)


def test_codes_of_template_linters_are_left_to_lint():
    assert told(checked("{code: W3010, reason: r}\n  - {code: E3002, reason: r}")) == []


def test_an_entry_for_what_a_mistake_hides_is_not_called_unused():
    """A faulty image is taken away before the rules look; so is what the entry was meant for."""
    faulty = TWO.replace("imageName: api,", "imageName: api, acounts: [],")

    assert told(checked("{code: AF320, reason: r, image: api}", faulty)) == []


def test_unknown_codes_are_told_also_beside_a_mistake():
    faulty = TWO.replace("imageName: api,", "imageName: api, acounts: [],")

    assert len(told(checked("{code: AF999, reason: r}", faulty))) == 1


def test_an_unused_entry_is_a_warning():
    (unused,) = (f for f in checked("{code: AF331, reason: r}").findings if f.code == "AF215")

    assert unused.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AF32O", "did you mean AF320?"),
        ("af320", "did you mean AF320?"),
        ("AF230", "did you mean AF320?"),
        ("AF329", "did you mean AF320 or AF321?"),
        ("AF999", ""),
        ("", ""),
    ],
)
def test_a_misspelt_code_is_recognised(code, said):
    assert near_codes(code, ("AF320", "AF321", "AF401")) == said
