"""What the command line may say, and what it is told when it may not."""

from __future__ import annotations

import pytest

from generator.classic.policy import values


@pytest.mark.parametrize("account", ["111122223333", "012345678901"])
def test_an_account(account: str) -> None:
    assert account == values.read_account(account)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CHANGEME", '"CHANGEME" is a placeholder, not an account id'),
        ("change-me", '"change-me" is a placeholder, not an account id'),
        ("<account>", '"<account>" is a placeholder, not an account id'),
        ("${AWS::AccountId}", '"${AWS::AccountId}" is a placeholder, not an account id'),
        ("1111-2222-3333", '"1111-2222-3333" is not an account id; expected 12 digits'),
        ("11112222333", '"11112222333" is not an account id; expected 12 digits'),
        ("١٢٣٤٥٦٧٨٩٠١٢", '"١٢٣٤٥٦٧٨٩٠١٢" is not an account id; expected 12 digits'),
        ("", '"" is not an account id; expected 12 digits'),
    ],
)
def test_no_account(text: str, message: str) -> None:
    with pytest.raises(values.RefusedError) as caught:
        values.read_account(text)

    assert message == caught.value.message
    assert "aws sts get-caller-identity" in caught.value.hint


@pytest.mark.parametrize("owner", ["444455556666", "aws-marketplace", "aws-backup-vault"])
def test_an_owner(owner: str) -> None:
    assert owner == values.read_owner(owner)


@pytest.mark.parametrize("owner", ["amazon", "self", "microsoft", "CHANGEME"])
def test_no_owner(owner: str) -> None:
    with pytest.raises(values.RefusedError):
        values.read_owner(owner)


@pytest.mark.parametrize("name", ["web *", "golden-ami-?", "a", "x" * 128, "al2023 (v1)/'x'@[2]"])
def test_an_image_name(name: str) -> None:
    assert name == values.read_image_name(name)


@pytest.mark.parametrize("name", ["", "x" * 129, "a?", "web:1", "web\n", "<name>", "changeme-*"])
def test_no_image_name(name: str) -> None:
    with pytest.raises(values.RefusedError):
        values.read_image_name(name)


@pytest.mark.parametrize("mark", ["approved", "444455556666:approved base", "rel-*"])
def test_a_watermark(mark: str) -> None:
    assert mark == values.read_watermark(mark)


@pytest.mark.parametrize("mark", ["", "ab", "x:approved", "a:b:c", "approved!", "CHANGEME"])
def test_no_watermark(mark: str) -> None:
    with pytest.raises(values.RefusedError):
        values.read_watermark(mark)


@pytest.mark.parametrize(
    "role",
    ["web-*", "service-role/Builder", "arn:aws:iam::111122223333:role/x", "arn:*:iam::*:role/a/b*"],
)
def test_a_role(role: str) -> None:
    assert role == values.read_role(role)


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("*", "exempts every role"),
        ("**/?*", "exempts every role"),
        ("arn:aws:iam::*:role/*", "exempts every role"),
        ("arn:aws:sts::111122223333:assumed-role/x/y", "is not a role"),
        ("arn:aws:iam::111122223333:user/x", "is not a role"),
        ("arn:aws:iam::*:*", "is not a role"),
        ("/web", "is not a role"),
        ('web" ]', "is not a role"),
        ("<role>", "is a placeholder"),
    ],
)
def test_no_role(role: str, message: str) -> None:
    with pytest.raises(values.RefusedError, match=message):
        values.read_role(role)
