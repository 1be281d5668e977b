"""The server: on this machine only, marked as emulated, and steerable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from generator.errors import LocalAwsError
from generator.localaws.clock import clock
from generator.localaws.door import LocalAws, local_aws
from generator.localaws.server import Server, loopback


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with local_aws() as aws:
        aws.endpoint()
        yield aws


def outside(aws: LocalAws, service: str) -> Any:
    """A client that reaches the server through its socket."""
    return boto3.client(service, "eu-west-1", endpoint_url=aws.endpoint())


def ask(
    aws: LocalAws, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """One bare request to the server's own addresses."""
    connection = HTTPConnection(aws.endpoint().removeprefix("http://"))
    method = "GET" if body is None else "POST"
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection.request(method, path, None if body is None else data, headers or {})
    answer = connection.getresponse()
    assert "true" == answer.headers["x-amifactory-emulated"]
    said = json.loads(answer.read())
    connection.close()
    return answer.status, said


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "x.LOCALHOST."]
)
def test_loopback_is_this_machine(host: str) -> None:
    assert loopback(host)


@pytest.mark.parametrize("host", ["0.0.0." + "0", "", "10.0.0.1", "localhost.example.com", "::"])
def test_it_listens_nowhere_else(host: str) -> None:
    assert not loopback(host)
    with pytest.raises(LocalAwsError, match="this machine only"):
        Server(host=host)


def test_a_port_that_is_taken_is_an_error_of_ours(aws: LocalAws) -> None:
    port = int(aws.endpoint().rsplit(":", 1)[1])

    with pytest.raises(LocalAwsError, match=f"cannot listen on 127.0.0.1:{port}"):
        Server(port).start()


def test_a_port_that_is_taken_is_said_in_our_words_alone(
    aws: LocalAws, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LocalAwsError):
        Server(int(aws.endpoint().rsplit(":", 1)[1])).start()

    assert ("", "") == capfd.readouterr()


@pytest.mark.parametrize("region", ["eu-west-99", "EU-WEST-1"])
@pytest.mark.parametrize("service", ["ec2", "imagebuilder", "s3"])
def test_a_region_that_there_is_not_is_refused_by_name(
    aws: LocalAws, capfd: pytest.CaptureFixture[str], region: str, service: str
) -> None:
    lists = {"ec2": "describe_images", "imagebuilder": "list_images", "s3": "list_buckets"}
    made = boto3.client(service, region, endpoint_url=aws.endpoint())
    with pytest.raises(ClientError, match=f"the region '{region}'.*eu-west-1") as refused:
        getattr(made, lists[service])()

    assert ("NotEmulated", ("", "")) == (
        refused.value.response["Error"]["Code"],
        tuple(capfd.readouterr()),
    )


def test_both_ways_in_lead_to_the_same_aws(aws: LocalAws) -> None:
    s3 = outside(aws, "s3")
    s3.create_bucket(
        Bucket="templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    made = s3.put_object(Bucket="templates", Key="web.json", Body=b"{}")
    read = aws.client("s3").get_object(Bucket="templates", Key="web.json")

    assert (b"{}", "true") == (
        read["Body"].read(),
        made["ResponseMetadata"]["HTTPHeaders"]["x-amifactory-emulated"],
    )


def test_our_services_answer_over_the_socket(aws: LocalAws) -> None:
    assert [] == outside(aws, "imagebuilder").list_image_pipelines()["imagePipelineList"]
    assert [] == outside(aws, "cloudformation").describe_stacks()["Stacks"]


@pytest.mark.parametrize(
    ("service", "operation", "what"),
    [
        ("ssm", "list_nodes", "ssm:ListNodes"),
        ("kafkaconnect", "list_connectors", "the service of kafkaconnect"),
        ("cloudsearch", "describe_domains", "the service of cloudsearch"),
    ],
)
def test_what_is_not_emulated_is_refused_by_name(
    aws: LocalAws, service: str, operation: str, what: str
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(outside(aws, service), operation)()

    error = refused.value.response["Error"]
    assert ("NotEmulated", 0) == (
        error["Code"],
        refused.value.response["ResponseMetadata"]["RetryAttempts"],
    )
    assert f"does not emulate {what}" in error["Message"]


def test_a_failure_of_its_own_is_said_once(
    aws: LocalAws, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not a page of HTML, and no status that clients try again."""
    aws.clock.later(0, lambda: {}["lost"])
    with pytest.raises(ClientError, match=r"LocalAwsFailed.*KeyError: 'lost'"):
        outside(aws, "sns").list_topics()

    assert "KeyError: 'lost'" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost:4000"}, 200),
        ({"Host": "templates.s3.eu-west-1.amazonaws.com"}, 200),
        ({"Host": "rebound.example.com"}, 403),
        ({"Host": "amazonaws.com.example.com"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_strangers_stay_outside(aws: LocalAws, headers: dict[str, str], status: int) -> None:
    assert status == ask(aws, "/amifactory-local/clock", headers=headers)[0]


def test_pages_of_moto_are_not_offered(aws: LocalAws) -> None:
    assert 404 == ask(aws, "/moto-api/reset", body={})[0]


def test_time_moves_when_told(aws: LocalAws) -> None:
    before = clock.now()
    status, said = ask(aws, "/amifactory-local/clock", body={"advance": 90})

    assert (200, 90.0) == (status, (clock.now() - before).total_seconds())
    assert {"emulated": True, "now": clock.now().isoformat(), "speed": 0.0} == said


def test_failures_can_be_asked_for(aws: LocalAws) -> None:
    aws.faults.reset()
    ask(aws, "/amifactory-local/faults", body={"kind": "build", "image": "web", "log": ["no"]})
    status, said = ask(aws, "/amifactory-local/status")

    assert (200, ["BuildFault"]) == (status, [one["kind"] for one in said["faults"]])
    fault = aws.faults.take_build("web", "BUILDING")
    assert fault is not None
    assert ("web", ("no",)) == (fault.image, fault.log)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {"advance": -1}),
        ("clock", {"advance": "7d"}),
        ("clock", {"advance": True}),
        ("clock", {"advance": float("nan")}),
        ("clock", {}),
        ("clock", [1]),
        ("clock", b"{"),
        ("faults", {"kind": "reset"}),
        ("faults", {"kind": "build", "stage": "x"}),
        ("schedules/fire", {"name": "nobody"}),
        ("schedules/fire", {}),
    ],
)
def test_what_does_not_fit_is_refused(aws: LocalAws, path: str, body: Any) -> None:
    before = clock.now()
    status, said = ask(aws, f"/amifactory-local/{path}", body=body)

    assert (400, ["error"], before) == (status, list(said), clock.now())


def test_an_unknown_address_is_not_found(aws: LocalAws) -> None:
    assert 404 == ask(aws, "/amifactory-local/reset", body={})[0]
    assert 404 == ask(aws, "/amifactory-local/faults")[0]


def test_a_body_without_end_is_refused(aws: LocalAws) -> None:
    assert 413 == ask(aws, "/amifactory-local/faults", body=b"0" * 100_001)[0]


def test_what_is_to_fail_can_be_taken_back(aws: LocalAws) -> None:
    aws.faults.reset()
    ask(aws, "/amifactory-local/faults", body={"kind": "command"})
    status, said = ask(aws, "/amifactory-local/faults/clear", body={})

    assert (200, 1, ()) == (status, said["forgotten"], aws.faults.waiting())
