from __future__ import annotations

import pytest

from generator.findings import Finding, Report, Severity
from generator.present import FORMATS, show

REPORT = Report((Finding("E3012", Severity.ERROR, "m", hint="h"),))


def test_the_formats_that_users_may_name():
    assert FORMATS == ("text", "json", "github", "sarif")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_code_outside_the_catalogue_works(format_: str):
    assert "E3012" in show(REPORT, format_, {})


@pytest.mark.parametrize("format_", FORMATS)
def test_the_final_newline_is_left_to_the_printer(format_: str):
    shown = show(REPORT, format_, {})
    assert shown == shown.rstrip()


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="'xml' is none of text, json, github, sarif"):
        show(REPORT, "xml", {})
