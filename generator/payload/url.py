"""`bootstrapUrl`: https://, s3:// or a file, plain enough to be trusted with everybody's image."""

from __future__ import annotations

import re
from typing import Annotated

from generator.payload import codes
from generator.payload.fields import Reader, read_text, refuse

_ALLOWED = re.compile(r"[A-Za-z0-9._~:/?#@!&()*+,;=%-]+")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HTTPS = re.compile(rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?/.+")
_S3 = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/(?:[^?*]*[^?*/])")
_SIGNED = re.compile(
    r"[?&](?:x-amz-signature|x-amz-security-token|awsaccesskeyid|signature|sig)=", re.IGNORECASE
)
_TOKEN = re.compile(r"[?&](?:token|access_token)=", re.IGNORECASE)
_FILE = re.compile(r"\./[A-Za-z0-9_][A-Za-z0-9_. -]*(?:/[A-Za-z0-9_][A-Za-z0-9_. -]*)*")
_LOOKS_LIKE_FILE = re.compile(r"(?:\.{0,2}/)*[A-Za-z0-9_. /-]+")
LONGEST = 2000
"""Characters; longer URLs are refused by proxies and by tools on the build instance."""


def read_url(value: object) -> str:
    """The URL as written, when every check on the raw text passes."""
    text = read_text(value)
    if is_file(text):
        return _file(text)
    for complaint, hint in _complaints(text):
        raise refuse(codes.UNSAFE_URL, f"bootstrapUrl {complaint}", hint)
    return text


def is_file(text: str) -> bool:
    """True for a script beside the payload, which is written ./script.sh."""
    return text.startswith("./")


def _file(text: str) -> str:
    if _FILE.fullmatch(text) and ".." not in text.split("/") and len(text) <= 255:
        return text
    raise refuse(
        codes.UNSAFE_URL,
        "bootstrapUrl is not a file beside the payload",
        "a path with forward slashes, in the payload's folder or below it: ./scripts/web.sh",
    )


def _complaints(text: str) -> list[tuple[str, str]]:
    """What is wrong with the text, the first thing to mend first."""
    scheme = text.partition(":")[0].lower()
    checks = (
        (scheme == "http", "is not encrypted: http://", "use https:// or s3://"),
        (
            scheme not in ("https", "s3") or not text.startswith((f"{scheme}://",)),
            "is neither https:// nor s3://",
            _elsewhere(text),
        ),
        (len(text) > LONGEST, f"has {len(text)} characters, the most is {LONGEST}", ""),
        ("#" in text, "has a fragment (#...), which a download never sends", "remove it"),
        (
            "@" in text.partition("://")[2].partition("/")[0],
            "carries a user name or password",
            "store the script where the build instance may read it: an S3 bucket and s3://",
        ),
        (
            _SIGNED.search(text) is not None,
            "is signed: the signature is a secret and expires",
            "use s3://bucket/key; the build instance's role can be given access",
        ),
        (
            _TOKEN.search(text) is not None,
            "carries a secret: its token is readable for everyone who may see the stack",
            "revoke the token, and store the script in an S3 bucket: s3://bucket/key",
        ),
        (
            _ALLOWED.fullmatch(text) is None,
            "has characters that a URL cannot have",
            "percent-encode them: a space is %20, { is %7B",
        ),
        (
            scheme == "https" and not _https(text),
            "has no usable host, port or path",
            "https://<host>/<path>; an international name is written in its xn-- form",
        ),
        (
            scheme == "s3" and _S3.fullmatch(text) is None,
            "is not s3://<bucket>/<key>",
            "for example s3://my-bucket/bootstrap/web.sh",
        ),
    )
    return [(complaint, hint) for wrong, complaint, hint in checks if wrong]


def _elsewhere(text: str) -> str:
    """What to write instead of something that is no URL."""
    if _LOOKS_LIKE_FILE.fullmatch(text):
        return f"for a script beside the payload write ./{text.lstrip('./')}"
    return "for example https://example.com/bootstrap/web.sh or s3://bucket/bootstrap/web.sh"


def _https(text: str) -> bool:
    match = _HTTPS.fullmatch(text)
    return match is not None and (match["port"] is None or 0 < int(match["port"]) < 65536)


BootstrapUrl = Annotated[
    str,
    Reader(
        read_url,
        {
            "type": "string",
            "pattern": r"^(?:(?:https|s3)://[^\s{}#]+|\./[A-Za-z0-9_][A-Za-z0-9_. /-]*)$",
        },
    ),
]
