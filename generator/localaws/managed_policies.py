"""AWS's managed policies: all of them, without the second that moto takes for each account.

moto builds 1300 policies anew for every account and partition, also for those it only looks
into to find whose access key a request has.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated("AWS's managed policies exist, as of the release of moto", "moto"),
    Emulated(
        "Nobody is asked what the policies of their user or role permit, but for bucket policies",
        "moto",
    ),
)


def plug() -> None:
    """Let moto copy its policies, and find accounts without making any."""
    from moto.iam import models

    models.IAMBackend._init_aws_policies = _copies  # noqa: SLF001  # no other door
    models.get_account_id_from = _account_of


def _copies(backend: Any) -> list[Any]:
    return [_copied(policy, backend.account_id) for policy in _policies(backend.region_name)]


def _copied(policy: Any, account: str) -> Any:
    """A policy of the account's own; `copy.copy` would take five times as long."""
    one = object.__new__(type(policy))
    own = {"account_id": account, "versions": list(policy.versions), "tags": {}}
    vars(one).update(vars(policy) | own)
    return one


@cache
def _policies(partition: str) -> list[Any]:
    from moto.iam import models

    data = json.loads(models.aws_managed_policies_data)
    return [
        models.AWSManagedPolicy.from_data(name, "aws", partition, one) for name, one in data.items()
    ]


def _account_of(access_key: str) -> str:
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.iam.models import iam_backends

    for account, partitions in list(iam_backends.items()):
        if any(access_key in backend.access_keys for backend in list(partitions.values())):
            return str(account)
    return str(DEFAULT_ACCOUNT_ID)
