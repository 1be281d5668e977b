"""The secrets are put together here, so that no scanner takes this file for a leak."""

import pytest

from generator.payload.credentials import credential, doubtful, masked

KEY_ID = "AKIA" + "IOSFODNN7EXAMPLE"
KEY = "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n-----END PRIVATE KEY-----"


def test_a_mask_keeps_four_characters_and_every_place():
    text = f"a: {KEY_ID} # b\nc: d\n"
    assert masked(text) == f"a: AKIA{'*' * 16} # b\nc: d\n"


def test_a_mask_covers_the_lines_of_a_private_key_one_by_one():
    lines = masked(f"key: |\n{KEY}\nnext: a\n").split("\n")
    assert lines[2:4] == ["*" * 16, "*" * 8]
    assert (lines[0], lines[-2]) == ("key: |", "next: a")


def test_a_mask_leaves_text_without_secrets_alone():
    text = "the password is in Secrets Manager; https://example.com:443/a@b"
    assert masked(text) == text


def test_the_first_of_several_secrets_is_told():
    found = credential(f"x {KEY_ID} ghp_{'a' * 36}")
    assert found == ("an AWS access key id", 2, 22, "AKIA")


@pytest.mark.parametrize("secret", [KEY_ID, KEY, "https://a:" + "b@c", "xoxp-" + "1234567890"])
def test_what_has_a_secret_is_doubtful(secret):
    """The quick look never overlooks what the careful one finds."""
    assert credential(secret) is not None
    assert doubtful(secret)


@pytest.mark.parametrize(
    "piece", ["eyJ-", "a.b:", "://a:", "-----BEGIN A ", "xoxb-", "ghp_", "aws_secret_key  ", "a:"]
)
def test_hostile_text_takes_no_time(piece):
    """Quadratic search over a file of this size would take hours."""
    assert masked(piece * (1_000_000 // len(piece))).startswith(piece[:4])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://b/x?X-Amz-Signature=SECRETSIG", "https://b/x?X-Amz-Signature=*********"),
        ("https://b/x?a=1&token=ghp_S&b=2", "https://b/x?a=1&token=*****&b=2"),
        ("https://b/x?api_key=k1#top", "https://b/x?api_key=**#top"),
        ("https://b/x?sig=abc%2F", "https://b/x?sig=******"),
        ("https://b/x?password=" + "pa$s", "https://b/x?password=****"),
        ("https://me:" + "pa55@b/x?token=t", "https://*******@b/x?token=*"),
        ("https://me:" + "p@ss@b/x", "https://*******@b/x"),
    ],
)
def test_of_a_url_only_the_secret_is_masked(written, shown):
    """Parameters that say that they are secret, and passwords; a reader still sees which URL."""
    assert shown == masked(written)


@pytest.mark.parametrize("text", ["https://b/x?version=3&monkey_bars=1", "https://b/x?design=1"])
def test_harmless_parameters_are_shown(text):
    assert text == masked(text)


@pytest.mark.parametrize("piece", ["?", "&a", "?token", "?key=", "a://b:", "://", "a://b:c@"])
def test_hostile_urls_take_no_time(piece):
    assert len(masked(piece * (1_000_000 // len(piece)))) > 900_000
