"""Which AMIs an account sees: its own, public ones, and those that are shared with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from generator.localaws.clock import clock
from generator.localaws.ec2.repair import repair
from generator.localaws.emulated import Emulated
from generator.localaws.inside import client

EMULATES = (
    Emulated(
        "An AMI is seen and launched by the accounts, organizations and units that it is shared"
        " with, without its tags; disabled ones are not",
        "botocore's EC2 model, DescribeImages, ModifyImageAttribute and DisableImage",
    ),
    Emulated(
        "Deprecated AMIs of others are left out unless asked for",
        "botocore's EC2 model, DescribeImages",
    ),
    Emulated("Which of several missing ids the error names", "unverified"),
)


class Shared:
    """An AMI as another account than its owner's sees it: tags are the owner's own."""

    def __init__(self, ami: Any) -> None:
        self._ami = ami
        self.tags: list[dict[str, str]] = []
        self.tag_set: list[dict[str, str]] = []
        self.tag_list: list[dict[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._ami, name)

    def get_tags(self) -> list[dict[str, str]]:
        """None of the owner's."""
        return []

    def get_filter_value(self, name: str, method: str | None = None) -> Any:
        """For filters; by tags there is nothing to find."""
        if name.startswith("tag"):
            return None
        return self._ami.get_filter_value(name, method)


def plug(backends: Any, responses: Any) -> None:
    """Let moto's EC2 look into other accounts."""
    repair(backends, describe_images)
    repair(responses, _listing())


def describe_images(  # noqa: PLR0913, PLR0917  # moto's signature
    backend: Any,
    theirs: Any,
    ami_ids: list[str] | None = None,
    filters: Any = None,
    exec_users: list[str] | None = None,
    owners: list[str] | None = None,
) -> list[Any]:
    """AMIs that the account sees; those of its own first."""
    from moto.ec2.exceptions import InvalidAMIIdError
    from moto.ec2.utils import generic_filter

    if ami_ids:
        with suppress(InvalidAMIIdError):  # it makes images up, and refuses what is no id
            theirs(backend, ami_ids)
    images = [*backend.amis.values(), *foreign(backend)]
    if ami_ids:
        images = _named(backend, images, ami_ids)
    images = [it for it in images if _may_use(it, exec_users, backend.account_id)]
    images = [it for it in images if _owned(it, owners, backend.account_id)]
    return list(generic_filter(filters, images)) if filters else images


def _named(backend: Any, images: list[Any], ami_ids: list[str]) -> list[Any]:
    from moto.ec2.exceptions import InvalidAMIIdError

    found = [it for it in images if it.id in ami_ids]
    known = {it.id for it in found} | set(backend.deleted_amis)
    missing = [it for it in ami_ids if it not in known]
    if missing:
        raise InvalidAMIIdError(missing)
    return found


def _may_use(ami: Any, exec_users: list[str] | None, account: str) -> bool:
    """ExecutableUsers: those who have explicit permission, `self`, or `all` for public."""
    if not exec_users:
        return True
    wanted = {account if it == "self" else it for it in exec_users}
    given = {it.get("UserId") or it.get("Group") for it in ami.launch_permissions}
    return bool(wanted & given)


def _owned(ami: Any, owners: list[str] | None, account: str) -> bool:
    wanted = {account if it == "self" else it for it in owners or ()}
    return not wanted or ami.owner_id in wanted or ami.owner_alias in wanted


def foreign(backend: Any) -> Iterator[Shared]:
    """AMIs of other accounts in the region that this account may launch."""
    from moto.ec2.models import ec2_backends

    own = set(backend.amis)
    for account, regions in list(ec2_backends.items()):
        if account == backend.account_id or not dict.__contains__(regions, backend.region_name):
            continue
        for ami in list(regions[backend.region_name].amis.values()):
            if ami.id not in own and ami.state != "disabled" and shared(ami, backend.account_id):
                own.add(ami.id)
                yield Shared(ami)


def shared(ami: Any, account: str) -> bool:
    """Whether an account may launch an AMI of another one."""
    return any(
        it.get("Group") == "all" or it.get("UserId") == account or _member(it, account)
        for it in ami.launch_permissions
    )


def _member(permission: dict[str, str], account: str) -> bool:
    arn = permission.get("OrganizationArn") or permission.get("OrganizationalUnitArn")
    if not arn:
        return False
    organizations = client("organizations", "us-east-1", arn.split(":")[4])
    try:
        if "OrganizationArn" in permission:
            known = organizations.describe_organization()["Organization"]["Arn"] == arn
            return known and account in _ids(organizations.list_accounts()["Accounts"])
        return _in_unit(organizations, arn.rsplit("/", 1)[1], account)
    except ClientError:
        return False


def _in_unit(organizations: Any, unit: str, account: str) -> bool:
    if account in _ids(organizations.list_accounts_for_parent(ParentId=unit)["Accounts"]):
        return True
    below = organizations.list_organizational_units_for_parent(ParentId=unit)
    return any(_in_unit(organizations, it["Id"], account) for it in below["OrganizationalUnits"])


def _ids(accounts: list[dict[str, str]]) -> set[str]:
    return {it["Id"] for it in accounts}


def _listing() -> Any:
    def describe_images(response: Any, _theirs: Any) -> Any:
        """DescribeImages: what is deprecated or disabled only when asked for; pages."""
        from moto.core.responses import ActionResult

        response.error_on_dryrun()
        found = response.ec2_backend.describe_images(
            ami_ids=response._get_param("ImageIds", []),  # noqa: SLF001  # moto's way
            filters=response._filters_from_querystring(),  # noqa: SLF001  # moto's way
            exec_users=response._get_param("ExecutableUsers", []),  # noqa: SLF001  # moto's way
            owners=response._get_param("Owners", []),  # noqa: SLF001  # moto's way
        )
        return ActionResult(paged(response, "Images", [it for it in found if _shown(response, it)]))

    return describe_images


def _shown(response: Any, ami: Any) -> bool:
    asked = response._get_param  # noqa: SLF001  # moto's way
    if ami.state == "disabled" and not asked("IncludeDisabled"):
        return False
    own = ami.owner_id == response.current_account
    return bool(own or asked("IncludeDeprecated") or not is_deprecated(ami))


def is_deprecated(ami: Any) -> bool:
    """Whether the time of an AMI's deprecation has come."""
    moment = getattr(ami, "deprecation_time", None)
    return bool(moment) and str(moment) <= f"{clock.now():%Y-%m-%dT%H:%M:%S}"


def paged(response: Any, key: str, entries: list[Any]) -> dict[str, Any]:
    """A page of a reply, as MaxResults and NextToken ask for it."""
    limit = response._get_param("MaxResults")  # noqa: SLF001  # moto's way
    start = int(response._get_param("NextToken") or 0)  # noqa: SLF001  # moto's way
    end = start + int(limit) if limit else len(entries)
    more = {"NextToken": str(end)} if end < len(entries) else {}
    return {key: entries[start:end]} | more
