"""List operations: owners, filters, versions, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.arns import read_arn
from generator.localaws.imagebuilder.exceptions import Refusal, bad_value, not_emulated
from generator.localaws.imagebuilder.kinds import Kind

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated("Lists have 25 entries a page unless asked otherwise", "botocore's model"),
    Emulated("Only owner Self has entries; filters match any of their values", "unverified"),
)

PAGE = 25
FILTERS: Mapping[str, Callable[[Record], Iterable[str]]] = {
    "supportedOsVersion": lambda record: record.get("supportedOsVersions", ()),
    "status": lambda record: (str(record.get("status") or record["state"]["status"]),),
}
"""Filters that are not a member of the thing itself."""


def page(entries: list[Any], asked: Mapping[str, Any]) -> tuple[list[Any], str | None]:
    """A page of a list, and the token of the next one."""
    first = asked.get("nextToken", "0")
    if not first.isdigit() or (int(first) and int(first) >= len(entries)):
        message = "The pagination token is not valid."
        raise Refusal("InvalidPaginationTokenException", message)
    start = int(first)
    end = start + asked.get("maxResults", PAGE)
    return entries[start:end], str(end) if end < len(entries) else None


def listed(backend: ImageBuilderBackend, kind: Kind, asked: Record) -> list[Record]:
    """Entries of List<Kind>s: of components, workflows and images one for each version."""
    if asked.get("owner", "Self") not in ("Self", "Shared"):
        raise not_emulated(f"lists of what {asked['owner']} owns")
    if asked.get("owner") == "Shared":
        return []
    found = _filtered(list(backend.shelves[kind.name].values()), asked)
    return _versions(found, asked.get("byName", False)) if kind.versions == 2 else found


def _versions(records: list[Record], by_name: bool) -> list[Record]:
    latest: dict[str, Record] = {}
    for record in records:
        arn = read_arn(record["arn"])
        key = f"{arn.path}/{arn.name}" if by_name else arn.without_build
        if key not in latest or read_arn(latest[key]["arn"]).numbers <= arn.numbers:
            latest[key] = record
    return [_of_version(record) for record in latest.values()]


def _of_version(record: Record) -> Record:
    arn = read_arn(record["arn"])
    state = record.get("state") or {}
    return record | {
        "arn": arn.without_build,
        "version": arn.version,
        "status": state.get("status"),
    }


def builds(backend: ImageBuilderBackend, kind: Kind, asked: Record, key: str) -> list[Record]:
    """Entries of List<Kind>BuildVersions: of one version, or of all."""
    records = list(backend.shelves[kind.name].values())
    if key in asked:
        wanted = read_arn(asked[key])
        records = [it for it in records if wanted.selects(read_arn(it["arn"]))]
    return _filtered(records, asked)


def of_pipeline(backend: ImageBuilderBackend, asked: Record) -> list[Record]:
    """Entries of ListImagePipelineImages."""
    arn = asked["imagePipelineArn"]
    backend.get(arn)
    images = backend.shelves["Image"].values()
    return _filtered([it for it in images if it.get("sourcePipelineArn") == arn], asked)


def _filtered(records: list[Record], asked: Record) -> list[Record]:
    for one in asked.get("filters", []):
        name, values = one.get("name", ""), one.get("values", [])
        records = [it for it in records if set(values) & set(_values(it, name))]
    return records


def _values(record: Record, name: str) -> Iterable[str]:
    if name in FILTERS:
        return FILTERS[name](record)
    value = record.get(name, "")
    if not isinstance(value, str):
        raise bad_value("filters", f"'{name}' is no filter of this list.")
    return (value,)
