"""The port `Functions` by boto3: what is sent, what comes back, and that it is sent once."""

from __future__ import annotations

import io
import json
import zipfile
from unittest.mock import Mock

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    ReadTimeoutError,
)
from botocore.response import StreamingBody
from botocore.stub import Stubber
from moto import mock_aws

from generator import __version__
from generator.aws.functions import (
    READ_TIMEOUT,
    LambdaFunctions,
    connect,
    retry_what_never_ran,
)
from generator.classic import ids
from generator.classic.lambdas import MINUTES
from generator.errors import (
    DeniedError,
    NoAnswerError,
    NoCredentialsError,
    NoRegionError,
    NotFoundError,
    RemoteError,
    ThrottledError,
    UnreachableError,
)
from generator.ports.functions import Answer, Functions
from tests.fakes.functions import FakeFunctions

EVENT = {"amis": [{"imageName": "Wéb", "sourceImage": "ami-0123456789abcdef0"}]}
REGION = "eu-west-1"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def functions():
    return connect(REGION, None)


@pytest.fixture
def stub(functions):
    with Stubber(functions._client) as stubber:  # noqa: SLF001  # the seam botocore offers
        yield stubber


def answered(stub: Stubber, text: bytes, **more: str) -> None:
    body = StreamingBody(io.BytesIO(text), len(text))
    sent = {
        "FunctionName": "buildAmi",
        "InvocationType": "RequestResponse",
        "Payload": json.dumps(EVENT).encode(),
    }
    stub.add_response("invoke", {"StatusCode": 200, "Payload": body, **more}, sent)


def test_the_answer_of_a_function_comes_as_values(functions, stub) -> None:
    answered(stub, b'{"started": []}')

    assert Answer({"started": []}) == functions.invoke("buildAmi", EVENT)


def test_a_function_that_raised_is_told_apart(functions, stub) -> None:
    answered(stub, b'{"errorType": "KeyError"}', FunctionError="Unhandled")

    assert Answer({"errorType": "KeyError"}, failed=True) == functions.invoke("buildAmi", EVENT)


def test_no_answer_is_none(functions, stub) -> None:
    answered(stub, b"")

    assert Answer(None) == functions.invoke("buildAmi", EVENT)


def test_an_answer_that_is_not_json_is_refused(functions, stub) -> None:
    answered(stub, b"<html>")

    with pytest.raises(RemoteError, match="the answer of the function buildAmi is not JSON"):
        functions.invoke("buildAmi", EVENT)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AccessDeniedException", DeniedError),
        ("ExpiredTokenException", NoCredentialsError),
        ("ResourceNotFoundException", NotFoundError),
        ("TooManyRequestsException", ThrottledError),
        ("ServiceException", RemoteError),
    ],
)
def test_a_refusal_names_the_function(functions, stub, code: str, kind) -> None:
    stub.add_client_error("invoke", code, "because")

    with pytest.raises(kind, match=rf"cannot invoke the function buildAmi: because \({code}\)"):
        functions.invoke("buildAmi", EVENT)


class Wire:
    """What botocore would send, and what comes back instead of the network."""

    def __init__(self, functions: LambdaFunctions, *outcomes) -> None:
        self.outcomes = list(outcomes)
        self.requests = []
        functions._client.meta.events.register_first(  # noqa: SLF001  # botocore's own hook
            "before-send.lambda.Invoke", self
        )

    def __call__(self, request, **_):
        """Botocore's hook before it sends."""
        self.requests.append(request)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        status, code = outcome
        headers = {"x-amzn-ErrorType": code} if code else {}
        raw = Mock(stream=lambda *_, **__: iter([b"{}"]), read=io.BytesIO(b"{}").read)
        return AWSResponse(request.url, status, headers, raw)


@pytest.fixture
def pauses(monkeypatch):
    """How long botocore wanted to wait between attempts."""
    waited: list[float] = []
    monkeypatch.setattr("botocore.endpoint.time.sleep", waited.append)
    return waited


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (ReadTimeoutError(endpoint_url="https://x"), NoAnswerError),
        (ConnectionClosedError(endpoint_url="https://x"), NoAnswerError),
        ((500, "ServiceException"), RemoteError),
        ((502, "EC2UnexpectedException"), RemoteError),
        ((503, ""), RemoteError),
    ],
)
def test_what_may_have_run_is_not_sent_again(functions, pauses, trouble, kind) -> None:
    wire = Wire(functions, trouble)

    with pytest.raises(kind):
        functions.invoke("buildAmi", EVENT)

    assert (1, []) == (len(wire.requests), pauses)


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectTimeoutError(endpoint_url="https://x"),
        EndpointConnectionError(endpoint_url="https://x"),
        (429, "TooManyRequestsException"),
    ],
)
def test_what_never_ran_is_sent_again(functions, pauses, trouble) -> None:
    wire = Wire(functions, trouble, trouble, (200, ""))

    assert Answer({}) == functions.invoke("buildAmi", EVENT)
    assert (3, [1, 2]) == (len(wire.requests), pauses)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (ProxyConnectionError(proxy_url="http://x"), UnreachableError),
        ((429, "TooManyRequestsException"), ThrottledError),
    ],
)
def test_after_three_attempts_it_is_told(functions, pauses, trouble, kind) -> None:
    wire = Wire(functions, trouble, trouble, trouble)

    with pytest.raises(kind):
        functions.invoke("buildAmi", EVENT)

    assert (3, [1, 2]) == (len(wire.requests), pauses)


def test_the_users_own_settings_cannot_make_it_run_twice(monkeypatch, pauses) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    functions = connect(REGION, None)
    wire = Wire(functions, ReadTimeoutError(endpoint_url="https://x"))

    with pytest.raises(NoAnswerError, match="cannot invoke the function buildAmi: Read timeout"):
        functions.invoke("buildAmi", EVENT)

    assert (1, []) == (len(wire.requests), pauses)


def test_success_is_not_sent_again() -> None:
    assert retry_what_never_ran(response=(Mock(), {"StatusCode": 200}), attempts=1) is None


def test_requests_carry_our_name_and_version(functions) -> None:
    wire = Wire(functions, (200, ""))
    functions.invoke("buildAmi", EVENT)

    assert f"amifactory/{__version__}" in wire.requests[0].headers["User-Agent"].decode()


def test_the_answer_is_waited_for_longer_than_the_function_may_run() -> None:
    assert 60 * MINUTES[ids.BUILD_AMI] < READ_TIMEOUT


def test_without_a_region_nothing_is_sent() -> None:
    with pytest.raises(NoRegionError, match="cannot use lambda: You must specify a region"):
        connect(None, None)


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(NoCredentialsError, match=r"config profile \(nope\) could not be found"):
        connect(REGION, "nope")


def test_without_credentials_nothing_is_sent(monkeypatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(NoCredentialsError, match="Unable to locate credentials"):
        connect(REGION, None).invoke("buildAmi", EVENT)


@pytest.fixture
def echo():
    """An account with a function `echo`, which moto lets answer what it is sent."""
    with mock_aws(config={"lambda": {"use_docker": False}}):
        role = boto3.client("iam", REGION).create_role(
            RoleName="echo", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("index.py", "")
        boto3.client("lambda", REGION).create_function(
            FunctionName="echo",
            Runtime="python3.13",
            Role=role["Role"]["Arn"],
            Handler="index.handler",
            Code={"ZipFile": code.getvalue()},
        )
        yield connect(REGION, None)


@pytest.fixture(params=["moto", "fake"])
def port(request) -> Functions:
    """The port, real and in memory: both keep the same promises."""
    if request.param == "moto":
        return request.getfixturevalue("echo")
    return FakeFunctions(echo=Answer(EVENT))


def test_an_event_gets_there_and_back(port) -> None:
    assert Answer(EVENT) == port.invoke("echo", EVENT)


def test_the_cause_is_kept_for_bug_reports(functions, stub) -> None:
    stub.add_client_error("invoke", "ResourceNotFoundException", "not found")
    with pytest.raises(NotFoundError) as caught:
        functions.invoke("buildAmi", EVENT)

    assert isinstance(caught.value.__cause__, ClientError)
