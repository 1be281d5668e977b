"""Every request of the ports of builds, logs and AMIs fails as one of our errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.stub import Stubber

from generator.aws import amis, builds, logs
from generator.errors import (
    DeniedError,
    NoAnswerError,
    NoCredentialsError,
    RemoteError,
    ThrottledError,
    UnreachableError,
)

BUILD = "arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/1"

SITES: tuple[tuple[str, str, Callable[[Any], object]], ...] = (
    ("imagebuilder", "list_image_pipelines", lambda ports: ports[0].pipelines()),
    ("imagebuilder", "start_image_pipeline_execution", lambda ports: ports[0].start("p", "t", {})),
    ("imagebuilder", "get_image", lambda ports: ports[0].build(BUILD)),
    ("imagebuilder", "list_image_pipeline_images", lambda ports: ports[0].builds("p")),
    ("imagebuilder", "list_workflow_executions", lambda ports: ports[0].workflows(BUILD)),
    ("imagebuilder", "list_workflow_step_executions", lambda ports: ports[0].steps("wf")),
    ("imagebuilder", "cancel_image_creation", lambda ports: ports[0].cancel(BUILD, "t")),
    ("imagebuilder", "retry_image", lambda ports: ports[0].retry(BUILD, "t")),
    (
        "imagebuilder",
        "distribute_image",
        lambda ports: ports[0].distribute(BUILD, "d", "r", "t", {}),
    ),
    ("logs", "get_log_events", lambda ports: ports[1].lines("g", "s")),
    ("logs", "describe_log_streams", lambda ports: ports[1].streams("g")),
    ("ec2", "describe_images", lambda ports: ports[2].tagged({"a": ""})),
    ("ec2", "describe_images", lambda ports: ports[2].describe(("ami-1",))),
    ("ssm", "get_parameters", lambda ports: ports[2].parameters(("/a",))),
)

REFUSALS = (
    ("ThrottlingException", ThrottledError),
    ("InternalFailure", RemoteError),
    ("ExpiredTokenException", NoCredentialsError),
    ("AccessDeniedException", DeniedError),
)
BREAKS = (
    (ReadTimeoutError(endpoint_url="https://x"), NoAnswerError),
    (ConnectionClosedError(endpoint_url="https://x"), NoAnswerError),
    (EndpointConnectionError(endpoint_url="https://x"), UnreachableError),
)


@pytest.fixture(scope="module")
def ports():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        found = tuple(port.connect("eu-west-1", None) for port in (builds, logs, amis))
        yield found


def clients(ports) -> dict[str, Any]:
    """The clients behind the ports."""
    first, second, third = (vars(port) for port in ports)
    return {
        "imagebuilder": first["_client"],
        "logs": second["_client"],
        "ec2": third["_ec2"],
        "ssm": third["_ssm"],
    }


@pytest.mark.parametrize(("code", "kind"), REFUSALS)
@pytest.mark.parametrize("site", SITES, ids=lambda site: site[1])
def test_a_refusal_is_one_of_our_errors(ports, site, code, kind) -> None:
    service, operation, ask = site
    with Stubber(clients(ports)[service]) as stub:
        stub.add_client_error(operation, code, "because")

        with pytest.raises(kind, match="because") as told:
            ask(ports)

    assert told.value.message.startswith("cannot ")


@pytest.mark.parametrize(("trouble", "kind"), BREAKS)
@pytest.mark.parametrize("site", SITES, ids=lambda site: site[1])
def test_a_broken_connection_is_one_of_our_errors(ports, site, trouble, kind) -> None:
    """Botocore's own attempts are over by then; they are the session's business."""
    service, _, ask = site
    events = clients(ports)[service].meta.events
    name = f"before-call.{service}.*"

    def broken(**_: object) -> None:
        raise trouble

    events.register(name, broken)
    try:
        with pytest.raises(kind, match="cannot "):
            ask(ports)
    finally:
        events.unregister(name, broken)
