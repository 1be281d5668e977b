from __future__ import annotations

import re
import subprocess

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.library import quoting

_REFUSED_BY_ALL = [
    "two\nlines",
    "carriage\rreturn",
    "tab\tulator",
    "nul\0",
    "escape\x1b[31m",
    "next\x85line",
    "line\u2028separator",
    "right-to-left \u202e",
    "zero\u200bwidth",
    "byte order \ufeff",
    "lone \ud800",
    "{{ resolve }}",
    "{{",
    "}}",
    "a{{{b",
]
_NASTY = [
    "",
    "plain",
    "it's",
    '"double"',
    "$(touch /tmp/x) `id` ${HOME} !!",
    "; rm -rf / #",
    "back\\slash\\",
    "{ one } brace",
    "--option",
    "a: b # c",
    "- [x]",
    "é ü 日本",
    "* & | > < ? ~ %",
    "' ; ' \"",
    "'''",
]
_accepted = st.text(max_size=40).filter(
    lambda text: text.isprintable() and "{{" not in text and "}}" not in text
)


@pytest.mark.parametrize("value", _REFUSED_BY_ALL)
@pytest.mark.parametrize(
    "quote",
    [quoting.single_line, quoting.bash_word, quoting.powershell_string, quoting.yaml_string],
)
def test_what_no_layer_can_hold_is_refused(quote, value: str):
    with pytest.raises(quoting.UnsafeValueError):
        quote(value)


def test_a_refusal_shows_the_value_harmlessly():
    with pytest.raises(quoting.UnsafeValueError) as caught:
        quoting.bash_word("a\x1b[31m\n")
    assert str(caught.value).isprintable()


def _printed_by_bash(values: list[str]) -> list[str]:
    script = "".join(f"printf '%s\\n' {quoting.bash_word(value)}\n" for value in values)
    run = subprocess.run(
        ["bash", "-s"], input=script.encode(), capture_output=True, check=True, timeout=60
    )
    return run.stdout.decode().split("\n")[:-1]


def test_bash_reads_nasty_words_as_they_were():
    assert _printed_by_bash(_NASTY) == _NASTY


@given(st.lists(_accepted, min_size=1, max_size=50))
@settings(max_examples=30, deadline=None)
def test_bash_reads_any_accepted_value_as_it_was(values: list[str]):
    assert _printed_by_bash(values) == values


@given(_accepted)
def test_yaml_reads_any_accepted_value_as_it_was(value: str):
    assert yaml.safe_load(f"key: {quoting.yaml_string(value)}\n") == {"key": value}


@given(_accepted)
def test_a_quoted_value_stays_on_its_line_without_double_braces(value: str):
    """Quoting a value that AWSTOE leaves alone never makes one that it replaces."""
    for quoted in (quoting.bash_word(value), quoting.yaml_string(value)):
        assert quoted.isprintable()
        assert "{{" not in quoted
        assert "}}" not in quoted


@given(_accepted.filter(lambda text: not re.search("[\u2018-\u201e]", text)))
def test_powershell_strings_end_where_they_should(value: str):
    """Between the outer quotes every quote is doubled, which is all PowerShell looks for."""
    quoted = quoting.powershell_string(value)
    inner = quoted[1:-1]
    assert (quoted[0], quoted[-1]) == ("'", "'")
    assert "'" not in inner.replace("''", "")
    assert value == inner.replace("''", "'")


@pytest.mark.parametrize("quote", list("\u2018\u2019\u201a\u201b\u201c\u201d\u201e"))
def test_powershell_takes_typographic_quotes_for_quotes(quote: str):
    with pytest.raises(quoting.UnsafeValueError, match="PowerShell"):
        quoting.powershell_string(f"a{quote}b")


def test_digests_are_written_in_lower_case():
    assert quoting.sha256_digest("AB" * 32) == "ab" * 32


@pytest.mark.parametrize("value", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 32 + "\n", "٣" * 64])
def test_other_digests_are_refused(value: str):
    with pytest.raises(quoting.UnsafeValueError):
        quoting.sha256_digest(value)


@pytest.mark.parametrize("value", ["https://h/p", "https://h:8443/a%20b?c=d&e=(f)", "https://h/'"])
def test_https_urls(value: str):
    assert value == quoting.https_url(value)


@pytest.mark.parametrize(
    "value",
    ["", "http://h/p", "https://", "HTTPS://h/p", "https://h/a b", "https://h/\n", "https://é/p"],
)
def test_other_urls_are_refused(value: str):
    with pytest.raises(quoting.UnsafeValueError):
        quoting.https_url(value)


@pytest.mark.parametrize("value", ["s3://bucket/key", "s3://my.bucket-1/a/b c/it's.sh"])
def test_s3_urls(value: str):
    assert value == quoting.s3_url(value)


@pytest.mark.parametrize(
    "value",
    [
        "s3://bucket",
        "s3://bucket/",
        "s3://bucket/folder/",
        "s3://bucket/folder/*",
        "s3://bucket/key?versionId=1",
        "s3://Bucket/key",
        "s3://b/key",
        "s3://bucket/key\n",
        "https://bucket/key",
    ],
)
def test_s3_urls_name_one_object(value: str):
    with pytest.raises(quoting.UnsafeValueError):
        quoting.s3_url(value)
