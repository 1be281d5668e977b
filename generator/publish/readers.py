"""Who may read a published template, as the bucket's policy says.

Whoever launches a stack reads the template with credentials of their own, so nobody can launch
from a bucket whose policy does not let them in, and no bucket need be public.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

READ = "s3:GetObject"
_CONDITIONS = {
    "aws:principalorgid": "the organization",
    "aws:principalorgpaths": "the organizational unit",
    "aws:principalaccount": "account",
}


def readers(policy: str, bucket: str, key: str) -> tuple[str, ...]:
    """Who the policy lets read the object, beside the bucket's own account; each in words.

    Statements that deny are not weighed: they take away, and S3 has the last word.
    """
    try:
        said = json.loads(policy) if policy else {}
    except ValueError:
        return ()
    statements = _listed(said.get("Statement") if isinstance(said, dict) else None)
    allowing = (each for each in statements if _allows(each, f"{bucket}/{key}"))
    return tuple(dict.fromkeys(who for each in allowing for who in _who(each)))


def _allows(statement: Any, thing: str) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    actions = (str(each).lower() for each in _listed(statement.get("Action")))
    resources = (str(each).rpartition(":::")[2] for each in _listed(statement.get("Resource")))
    return any(fnmatchcase(READ.lower(), action) for action in actions) and any(
        fnmatchcase(thing, resource) for resource in resources
    )


def _who(statement: dict[str, Any]) -> Iterator[str]:
    principal = statement.get("Principal")
    named = [each for group in _groups(principal) for each in _listed(group)]
    narrowed = tuple(_narrowed(statement.get("Condition")))
    for each in map(str, named):
        if each != "*":
            yield _principal(each)
        elif narrowed:
            yield from narrowed
        elif statement.get("Condition"):
            yield "everybody who meets the policy's condition"
        else:
            yield "everybody on the internet"


def _groups(principal: Any) -> Iterable[Any]:
    return principal.values() if isinstance(principal, dict) else (principal,) if principal else ()


def _narrowed(condition: Any) -> Iterator[str]:
    tests = condition.values() if isinstance(condition, dict) else ()
    for test in tests:
        for name, values in test.items() if isinstance(test, dict) else ():
            noun = _CONDITIONS.get(str(name).lower())
            if noun:
                yield from (f"{noun} {value}" for value in _listed(values))


def _principal(arn: str) -> str:
    parts = arn.split(":")
    whole = len(parts) == 6 and parts[5] == "root"  # the account lets its own people in
    return f"account {parts[4]}" if whole else f"account {arn}" if arn.isdigit() else arn


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
