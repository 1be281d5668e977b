"""How a value becomes part of a component document: one function per language it lands in.

A value passes three readers. YAML reads the document, AWSTOE then replaces every {{ }} in
it, and bash or PowerShell reads what is left. Templates place values on one line, so what
ends a line is refused for all; AWSTOE has no escape for its braces, so they are refused
too; each function below then quotes for the innermost reader.
The payload's own checks are narrower and answer with line and column. What is refused
here got past them, which is a bug: hence a ValueError and not a finding.
"""

from __future__ import annotations

import re
import shlex

_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
_HTTPS_URL = re.compile(r"https://[!-~]+")
_S3_URL = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[ -~]*[!-.0-~]")
_S3_PATTERN = re.compile(r"[*?]")
_SMART_QUOTES = re.compile("[\u2018-\u201e]")


class UnsafeValueError(ValueError):
    """A value that no quoting makes safe."""


def single_line(value: str) -> str:
    """The value itself, if YAML and AWSTOE leave it as it is.

    Raises UnsafeValueError for anything but printable characters on one line, and for {{ or }}.
    """
    if not value.isprintable():
        raise UnsafeValueError(f"not printable on one line: {value!a}")
    if "{{" in value or "}}" in value:
        raise UnsafeValueError(f"AWSTOE would replace the braces in {value!a}")
    return value


def bash_word(value: str) -> str:
    """One word of a bash command."""
    return shlex.quote(single_line(value))


def powershell_string(value: str) -> str:
    """A PowerShell string in which nothing is expanded.

    PowerShell takes typographic quotes for quotes, so they are refused.
    """
    if _SMART_QUOTES.search(value):
        raise UnsafeValueError(f"PowerShell takes a character for a quote in {value!a}")
    return "'" + single_line(value).replace("'", "''") + "'"


def yaml_string(value: str) -> str:
    """A YAML scalar in single quotes."""
    return "'" + single_line(value).replace("'", "''") + "'"


def sha256_digest(value: str) -> str:
    """A SHA-256 digest in lower case."""
    if not _DIGEST.fullmatch(value):
        raise UnsafeValueError(f"not a SHA-256 digest: {value!a}")
    return value.lower()


def https_url(value: str) -> str:
    """A URL that is fetched over TLS and nothing else."""
    if not _HTTPS_URL.fullmatch(value):
        raise UnsafeValueError(f"not an https:// URL: {value!a}")
    return value


def s3_url(value: str) -> str:
    """One S3 object; S3Download takes a * for a pattern and knows no version ids."""
    if not _S3_URL.fullmatch(value) or _S3_PATTERN.search(value):
        raise UnsafeValueError(f"not the s3:// URL of one object: {value!a}")
    return value
