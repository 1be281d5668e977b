"""The door for tests: an AWS in this process, empty, with a stopped clock.

with local_aws() as aws:
    aws.client("imagebuilder").list_image_pipelines()
    aws.clock.advance(60)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generator.localaws.clock import Clock, clock
from generator.localaws.faults import Faults, faults

if TYPE_CHECKING:
    from generator.localaws.server import Server

ACCOUNT = "123456789012"
REGION = "eu-west-1"
CONFIG = {
    "iam": {"load_aws_managed_policies": True},
    "lambda": {"use_docker": False},
}
"""How moto is set up: with AWS's managed policies, and without Docker."""


@dataclass
class LocalAws:
    """One AWS of this process."""

    region: str
    clock: Clock
    faults: Faults
    _server: Server | None = None
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)
    _clients: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def client(self, service: str, region: str | None = None, account: str | None = None) -> Any:
        """A boto3 client of an account (its first one unless told otherwise), made once."""
        key = (service, region or self.region, account or ACCOUNT)
        if key not in self._clients:
            from generator.localaws.inside import session

            _, where, whose = key
            keys = self.keys(whose)
            self._clients[key] = session().client(service, region_name=where, **keys)
        return self._clients[key]

    def keys(self, account: str) -> dict[str, str]:
        """Credentials of an account, as boto3's session takes them."""
        if account == ACCOUNT:
            return {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
        if account not in self._keys:
            self._keys[account] = self._assumed(account)
        return self._keys[account]

    def _assumed(self, account: str) -> dict[str, str]:
        role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
        answer = self.client("sts").assume_role(RoleArn=role, RoleSessionName="local")
        given = answer["Credentials"]
        return {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }

    def seed_ami(self, ami_id: str, **said: Any) -> str:
        """Let a source image exist, owned by Amazon; see `source_images.seed_ami`."""
        from generator.localaws.source_images import seed_ami

        return seed_ami(ami_id, **({"region": self.region} | said))

    def endpoint(self) -> str:
        """Address of a loopback server over the same AWS, for other processes; started once."""
        from generator.localaws.server import Server

        if self._server is None:
            self._server = Server()
            self._server.start()
        return self._server.endpoint

    def close(self) -> None:
        """Stop the server, if one was started."""
        if self._server is not None:
            self._server.stop()


@contextmanager
def local_aws(
    region: str = REGION,
    accounts: Iterable[str] = (),
    start: datetime | None = None,
    speed: float = 0.0,
) -> Iterator[LocalAws]:
    """An empty AWS in this process, with keys ready for `accounts`; gone when left.

    Its clock begins at `start` (`clock.START` unless given) and stands still unless it has a
    speed. Not to be nested.
    """
    from moto import mock_aws

    from generator.localaws.plug import plug

    plug()
    with mock_aws(config=CONFIG):
        clock.reset(start, speed)
        faults.reset()
        aws = LocalAws(region, clock, faults)
        try:
            for account in accounts:
                aws.keys(account)
            yield aws
        finally:
            aws.close()
            clock.release()
            faults.reset()
