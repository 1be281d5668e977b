"""Reads what the command line says: account ids, owners, image names, watermarks, roles."""

from __future__ import annotations

import re

from generator.classic.policy.lock import ALIASES
from generator.errors import AmiFactoryError, Exit

_PLACEHOLDER = re.compile(r"change[-_ ]?me|<[^>]*>|\$?\{", re.IGNORECASE)
_ACCOUNT = re.compile(r"[0-9]{12}")
_IMAGE_NAME = re.compile(r"[A-Za-z0-9()\[\]./'@_*? -]{1,128}")
_WATERMARK = re.compile(r"[A-Za-z0-9()\[\]./'@_*?-][A-Za-z0-9 ()\[\]./'@_*?-]{2,127}")
_ROLE = re.compile(r"(?:[\w+=,.@*?-]+/)*[\w+=,.@*?-]+", re.ASCII)
_ROLE_ARN = re.compile(r"arn:(?:\*|aws[a-z-]*):iam::(?:\*|[0-9]{12}):role/(?P<role>.+)")

WHOSE_ACCOUNT = (
    "`aws sts get-caller-identity --query Account` prints that of the account you are signed in to"
)


class RefusedError(AmiFactoryError):
    """A value of the command line that no policy can hold."""

    exit_code = Exit.USAGE


def read_account(text: str) -> str:
    """An account id, 12 digits.

    Raises:
        RefusedError: for anything else.
    """
    _refuse_placeholder(text, "an account id", WHOSE_ACCOUNT)
    if _ACCOUNT.fullmatch(text) is None:
        raise RefusedError(f'"{text}" is not an account id; expected 12 digits', WHOSE_ACCOUNT)
    return text


def read_owner(text: str) -> str:
    """An account id, or an alias that EC2 gives to owners.

    Raises:
        RefusedError: for anything else; Amazon's alias has an option of its own.
    """
    if text == "amazon":
        raise RefusedError('"amazon" is no account', "use --allow-amazon, or --no-allow-amazon")
    return text if text in ALIASES else read_account(text)


def read_image_name(text: str) -> str:
    """A pattern of AMI names, as Allowed AMIs takes it.

    Source: EC2 API, ImageCriterionRequest `ImageNames`.

    Raises:
        RefusedError: for characters or lengths that EC2 does not take.
    """
    _refuse_placeholder(text, "an image name", "write the AMI's name, with * for what varies")
    if _IMAGE_NAME.fullmatch(text) is None or ("?" in text and len(text) < 3):
        raise RefusedError(
            f'"{text}" is not a pattern of AMI names',
            "1 to 128 letters, digits, spaces and ()[]./-'@_ with * and ?, "
            "at least 3 when there is a ?",
        )
    return text


def read_watermark(text: str) -> str:
    """The name of a watermark, or its key: account:name.

    Source: EC2 API, ImageWatermarkFilterRequest `WatermarkKey`.

    Raises:
        RefusedError: for anything else.
    """
    _refuse_placeholder(text, "a watermark", "write the watermark's name")
    account, _, name = text.rpartition(":")
    if account:
        read_account(account)
    if _WATERMARK.fullmatch(name) is None:
        raise RefusedError(
            f'"{text}" is not a watermark',
            "3 to 128 letters, digits, spaces and ()[]./'@_- with * and ?",
        )
    return text


def read_role(text: str) -> str:
    """A pattern of role names in the factory's account, or of whole role ARNs.

    Raises:
        RefusedError: for what matches no role, and for what matches every role.
    """
    _refuse_placeholder(text, "a role", "write the role's name")
    arn = _ROLE_ARN.fullmatch(text)
    role = arn["role"] if arn else text
    if _ROLE.fullmatch(role) is None:
        raise RefusedError(
            f'"{text}" is not a role',
            "write its name (* and ? are wildcards), with its path if it has one, "
            "or arn:aws:iam::111122223333:role/NAME",
        )
    if not role.strip("*?/"):
        raise RefusedError(f'"{text}" exempts every role', "name the roles that build images")
    return text


def _refuse_placeholder(text: str, what: str, hint: str) -> None:
    if _PLACEHOLDER.search(text):
        raise RefusedError(f'"{text}" is a placeholder, not {what}', hint)
