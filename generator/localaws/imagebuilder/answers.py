"""Operations of the API by name: most are the same for every kind of thing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder import executions, images, listing, making, ordering, tagging
from generator.localaws.imagebuilder.arns import latest_references, read_arn
from generator.localaws.imagebuilder.exceptions import (
    Refusal,
    bad_value,
    bad_version,
    not_emulated,
)
from generator.localaws.imagebuilder.kinds import NAMES, Kind, kind, model, plural
from generator.localaws.imagebuilder.shapes import shaped
from generator.localaws.request_checks import request_problems

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "A client token answers the same request again, and refuses another",
        "botocore's model, clientToken",
    ),
)

Handler = Callable[["ImageBuilderBackend", "Record"], "Record"]


def answer(backend: ImageBuilderBackend, operation: str, asked: Record) -> Record:
    """The reply to a request, both as the model spells them.

    Raises:
        Refusal: as the service would refuse it, or because it is not emulated.

    """
    described = model().operation_model(operation)
    check(described.input_shape, asked)
    handler = handlers().get(operation)
    if handler is None:
        raise not_emulated(operation)
    reply = _once(backend, operation, asked, handler)
    told = {"requestId": str(uuid.uuid4()), "clientToken": asked.get("clientToken")}
    result: Record = shaped(described.output_shape, told | reply)
    return result


def check(shape: Any, asked: Mapping[str, Any]) -> None:
    """Refusal for a request that does not fit its shape in the model."""
    for where, why in request_problems(shape, asked):
        if where == "semanticVersion":
            raise bad_version(str(asked[where]))
        raise bad_value(where, f"Member {why}")


def _once(backend: ImageBuilderBackend, operation: str, asked: Record, handler: Handler) -> Record:
    if not asked.get("clientToken"):
        return handler(backend, asked)
    key = (operation, asked["clientToken"])
    if key in backend.tokens:
        before, reply = backend.tokens[key]
        if json.dumps(before, sort_keys=True) != json.dumps(asked, sort_keys=True):
            message = "The client token was used before with other parameters."
            raise Refusal("IdempotentParameterMismatchException", message)
        return reply
    reply = handler(backend, asked)
    backend.tokens[key] = (asked, reply)
    return reply


@cache
def handlers() -> Mapping[str, Handler]:
    """Operation -> what answers it."""
    known = model().operation_names
    generic = {name: it for one in NAMES for name, it in _of_kind(kind(one)).items()}
    return {name: it for name, it in generic.items() if name in known} | {
        "ListImagePipelineImages": _paged("imageSummaryList", listing.of_pipeline),
        "CreateImage": ordering.create_image,
        "StartImagePipelineExecution": ordering.start_pipeline,
        "CancelImageCreation": ordering.cancel,
        "RetryImage": ordering.retry,
        "DistributeImage": ordering.distribute,
        "DeleteImage": images.delete,
        "ListWorkflowExecutions": _paged("workflowExecutions", executions.workflows),
        "ListWorkflowStepExecutions": _paged("steps", executions.steps),
        "ListWaitingWorkflowSteps": _paged("steps", executions.waiting),
        "GetWorkflowExecution": executions.workflow,
        "GetWorkflowStepExecution": executions.step,
        "SendWorkflowStepAction": executions.send_action,
        "TagResource": tagging.tag,
        "UntagResource": tagging.untag,
        "ListTagsForResource": tagging.tags,
    }


def _of_kind(of: Kind) -> dict[str, Handler]:
    named = of.name
    version_key = f"{of.member}VersionArn"
    return {
        f"Create{named}": lambda backend, asked: making.create(backend, of, asked),
        f"Update{named}": lambda backend, asked: making.update(backend, of, asked),
        f"Delete{named}": lambda backend, asked: making.delete(backend, of, asked),
        f"Get{named}": lambda backend, asked: _get(backend, of, asked),
        f"List{plural(named)}": _paged(
            of.listed, lambda backend, asked: listing.listed(backend, of, asked)
        ),
        f"List{named}BuildVersions": _paged(
            f"{of.member}SummaryList",
            lambda backend, asked: listing.builds(backend, of, asked, version_key),
        ),
    }


def _get(backend: ImageBuilderBackend, of: Kind, asked: Record) -> Record:
    record = backend.get(asked[of.arn_key])
    if not of.versions:
        return {of.member: record}
    references = latest_references(read_arn(record["arn"]))
    return {of.member: record, "latestVersionReferences": references}


def _paged(key: str, entries: Callable[[ImageBuilderBackend, Record], list[Any]]) -> Handler:
    def handler(backend: ImageBuilderBackend, asked: Record) -> Record:
        shown, token = listing.page(entries(backend, asked), asked)
        rest = {name: asked.get(name) for name in ("imageBuildVersionArn", "workflowExecutionId")}
        return rest | {key: shown, "nextToken": token}

    return handler
