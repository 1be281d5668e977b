"""What time it is where AWS is."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from generator.aws.failures import translated
from generator.aws.session import client


def hour(region: str | None, profile: str | None) -> datetime:
    """The time of AWS's reply (its Date header), to the second.

    Of use where the local AWS answers, whose time is moved: ages and lengths of time make sense
    only beside its own.

    Raises:
        AccessError: when AWS cannot be asked.
    """
    sts = client("sts", region, profile, attempts=3, connect_timeout=5, read_timeout=20)
    with translated("ask AWS for the time"):
        said = sts.get_caller_identity()
    return parsedate_to_datetime(said["ResponseMetadata"]["HTTPHeaders"]["date"]).astimezone(UTC)
