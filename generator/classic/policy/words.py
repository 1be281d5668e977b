"""Owners, roles and ages in plain English, for the paragraphs that go with a policy."""

from __future__ import annotations

from collections.abc import Sequence

from generator.classic.policy.lock import AMAZON, Lock

SIDE_EFFECTS = (
    "foreign AMIs also vanish from searches. An age limit refuses to scale out of an AMI that has "
    "grown too old. Where a factory builds, the owners of its parent images have to be approved; "
    "restores from a logically air-gapped vault of AWS Backup need --owner aws-backup-vault, and "
    "services that launch AMIs of accounts of their own need those accounts as owners."
)
"""What Allowed AMIs does besides, whoever sets it."""

_NAMED = 4
"""More than this are counted instead."""

_ALIASES = {
    AMAZON: "Amazon (with the providers that AWS calls verified)",
    "aws-backup-vault": "AWS Backup's vaults",
    "aws-marketplace": "sellers on the AWS Marketplace",
}


def owners(ids: Sequence[str]) -> str:
    """Account 111122223333 or Amazon: every owner by name, or how many there are."""
    accounts = [each for each in ids if each not in _ALIASES]
    named = [f"account {each}" for each in accounts[:_NAMED]]
    if len(accounts) > _NAMED:
        named.append(f"{len(accounts) - _NAMED} more accounts")
    return alternatives([*named, *(_ALIASES[each] for each in ids if each in _ALIASES)])


def exempted(lock: Lock) -> str:
    """To whom a policy does not apply, as the end of a sentence."""
    roles = [_role(arn) for arn in lock.exempt_arns]
    return f"; it does not apply to {alternatives(roles)}" if roles else ""


def _role(arn: str) -> str:
    account, _, name = arn.partition(":iam::")[2].partition(":role/")
    return f"role {name} of {'any account' if account == '*' else f'account {account}'}"


def copied(lock: Lock) -> str:
    """What it means that copies were handed out, as a sentence to append."""
    if not lock.copies:
        return ""
    one = len(lock.copies) == 1
    return (
        f" {counted(len(lock.copies), 'account')} of those {'gets' if one else 'get'} copies and "
        f"{'owns' if one else 'own'} them, so any other AMI of such an account passes as well."
    )


def released(lock: Lock) -> str:
    """Which of the factory's images pass, to follow "AMIs of account 111122223333"."""
    names = [name for each in lock.released for name in each.names]
    said = []
    if names:
        patterns = f'"{names[0]}"' if len(names) == 1 else f"one of {len(names)} patterns"
        said.append(f"whose name matches {patterns}")
    marked = [bool(each.watermarks) for each in lock.released]
    if any(marked):
        where = "" if all(marked) else ", where some were"
        said.append(f"that carry one of the watermarks that were asked for{where}")
    if lock.max_age_days is not None:
        said.append(f"that are at most {counted(lock.max_age_days, 'day')} old")
    return f" {' and '.join(said)}" if said else ""


def counted(number: int, noun: str) -> str:
    """1 day, 2 days."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def alternatives(things: Sequence[str]) -> str:
    """One, two or three."""
    *most, last = things
    return f"{', '.join(most)} or {last}" if most else last
