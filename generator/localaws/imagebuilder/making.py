"""Creating, updating and deleting, the same for every kind and for CloudFormation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder import (
    components,
    configurations,
    lifecycle,
    pipelines,
    recipes,
    workflows,
)
from generator.localaws.imagebuilder.arns import (
    Arn,
    check_numbers,
    latest_references,
    next_version,
    normalised,
    read_arn,
)
from generator.localaws.imagebuilder.dependencies import check_unused
from generator.localaws.imagebuilder.exceptions import (
    Refusal,
    already_exists,
    bad_request,
    not_emulated,
    not_found,
)
from generator.localaws.imagebuilder.kinds import Kind
from generator.localaws.imagebuilder.world import moment

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "Names that differ in case, spaces or underscores are the same; a component or workflow"
        " with other content is a new build, a recipe of the same version is refused",
        "botocore's model, CreateComponent, CreateWorkflow and CreateImageRecipe",
    ),
    Emulated("The error code for a component that is identical to the latest build", "unverified"),
    Emulated("A recipe's version with one x gets the next number, reusing deleted ones at the end",
             "unverified"),
    Emulated("An update replaces every optional setting", "botocore's model, Update operations"),
)  # fmt: skip

ASKING = ("clientToken", "dryRun")
"""What a request has that is no part of the thing."""

DRAFTS: Mapping[str, Callable[[ImageBuilderBackend, Record], Record]] = {
    "Component": components.draft,
    "Workflow": workflows.draft,
    "ImageRecipe": recipes.draft,
    "InfrastructureConfiguration": configurations.infrastructure,
    "DistributionConfiguration": configurations.distribution,
    "ImagePipeline": pipelines.draft,
    "LifecyclePolicy": lifecycle.draft,
}
"""Kind -> what it has besides what was asked for; refuses what AWS refuses."""


def create(backend: ImageBuilderBackend, kind: Kind, asked: Record) -> Record:
    """Make a thing; gives the reply.

    Raises:
        Refusal: when AWS would refuse it.

    """
    if kind.name not in DRAFTS:
        raise not_emulated(f"Create{kind.name}")
    record = _settings(asked) | DRAFTS[kind.name](backend, asked)
    arn = _arn(backend, kind, asked)
    if asked.get("dryRun"):
        message = "The request would have succeeded, but dryRun was set."
        raise Refusal("DryRunOperationException", message)
    _keep(backend, kind, arn, record)
    return {kind.arn_key: str(arn)} | _references(kind, arn)


def _settings(asked: Record) -> Record:
    kept = {key: value for key, value in asked.items() if key not in ASKING}
    return kept | {"tags": asked.get("tags", {}), "asked": kept}


def _keep(backend: ImageBuilderBackend, kind: Kind, arn: Arn, record: Record) -> None:
    own = {"arn": str(arn), "owner": backend.account_id, "dateCreated": moment()}
    own |= {"version": arn.version} if kind.versions else {"dateUpdated": moment()}
    backend.shelves[kind.name][str(arn)] = record | own
    if kind.name == "ImagePipeline":
        pipelines.plan_next(backend, str(arn))


def _references(kind: Kind, arn: Arn) -> Record:
    return {"latestVersionReferences": latest_references(arn)} if kind.versions else {}


def _arn(backend: ImageBuilderBackend, kind: Kind, asked: Record) -> Arn:
    name, path = normalised(asked["name"]), kind.path
    if kind.name == "Workflow":
        path = f"{path}/{asked['type'].lower()}"
    if kind.versions == 2:
        return _next_build(backend, kind, backend.arn(path, name, asked["semanticVersion"]), asked)
    version = ""
    if kind.versions:
        taken = [arn.version for arn in backend.arns(kind.name) if arn.name == name]
        version = next_version(asked["semanticVersion"], taken)
    arn = backend.arn(path, name, version)
    if str(arn) in backend.shelves[kind.name]:
        raise already_exists(kind.name, str(arn))
    return arn


def _next_build(backend: ImageBuilderBackend, kind: Kind, version: Arn, asked: Record) -> Arn:
    check_numbers(version.version)
    builds = [arn for arn in backend.arns(kind.name) if version.selects(arn)]
    latest = max(builds, key=lambda arn: arn.numbers, default=None)
    number = int(latest.build) + 1 if latest else 1
    if latest and _same(backend.shelves[kind.name][str(latest)]["asked"], asked):
        raise already_exists(kind.name, str(latest))
    return backend.arn(version.path, version.name, version.version, str(number))


def _same(before: Record, asked: Record) -> bool:
    """Whether the content is identical; tags are no content."""
    return _content(before) == _content(asked)


def _content(asked: Record) -> Record:
    ignored = (*ASKING, "tags", "changeDescription", "name")
    return {key: value for key, value in asked.items() if key not in ignored}


def update(backend: ImageBuilderBackend, kind: Kind, asked: Record) -> Record:
    """Replace what a thing was asked to be; gives the reply.

    Raises:
        Refusal: when AWS would refuse it.

    """
    arn = asked[kind.arn_key]
    before = own_record(backend, kind, arn)
    wanted = {key: value for key, value in asked.items() if key != kind.arn_key}
    wanted |= {"name": before["name"], "tags": before["tags"]}
    pipelines.check_same_type(before, wanted, kind.name)
    record = _settings(wanted) | DRAFTS[kind.name](backend, wanted)
    kept = {key: before[key] for key in ("arn", "owner", "dateCreated")}
    kept |= {key: before[key] for key in pipelines.HISTORY if key in before}
    backend.shelves[kind.name][arn] = record | kept | {"dateUpdated": moment()}
    if kind.name == "ImagePipeline":
        pipelines.plan_next(backend, arn)
    return {kind.arn_key: arn}


def delete(backend: ImageBuilderBackend, kind: Kind, asked: Record) -> Record:
    """Forget a thing; gives the reply.

    Raises:
        Refusal: when it is not there, or something else needs it.

    """
    arn = asked[kind.arn_key]
    own_record(backend, kind, arn)
    check_unused(backend, kind.name, read_arn(arn))
    del backend.shelves[kind.name][arn]
    due = backend.schedules.pop(arn, None)
    if due is not None:
        due.cancel()
    return {kind.arn_key: arn}


def own_record(backend: ImageBuilderBackend, kind: Kind, arn: str) -> Record:
    """A record of this account by its whole ARN; Refusal for any other."""
    if read_arn(arn).managed:
        raise bad_request(f"The resource '{arn}' is managed by AWS and cannot be changed.")
    if arn not in backend.shelves[kind.name]:
        raise not_found(arn)
    return backend.shelves[kind.name][arn]
