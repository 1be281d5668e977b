"""Lambda of the local AWS: code that really runs, in processes of its own."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.localaws.door import LocalAws, local_aws
from generator.localaws.functions.process import Order, run, spawned

ROLE = "arn:aws:iam::123456789012:role/service"
CODE = """
import datetime, json, os, sys, time

def handler(event, context):
    print("called with", json.dumps(event))
    return getattr(sys.modules[__name__], event["do"])(event, context)

def look(event, context):
    return {
        "id": context.aws_request_id,
        "name": context.function_name,
        "left": context.get_remaining_time_in_millis(),
        "environment": dict(os.environ),
        "now": datetime.datetime.now(datetime.UTC).isoformat(),
        "time": time.time(),
    }

def fail(event, context):
    raise ValueError("no such image")

def hang(event, context):
    while True:
        time.sleep(0.01)

def leave(event, context):
    os._exit(3)
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with local_aws() as opened:
        for account in ("123456789012", "111122223333"):
            iam = opened.client("iam", account=account)
            iam.create_role(RoleName="service", AssumeRolePolicyDocument="{}")
        yield opened


def _archive(code: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.py", code)
    return file.getvalue()


Create = Callable[..., Any]
Invoke = Callable[..., Any]


@pytest.fixture(scope="module")
def create(aws: LocalAws) -> Create:
    """Makes a function."""

    def create(name: str, **more: Any) -> Any:
        request = {
            "Runtime": "python3.13",
            "Role": ROLE,
            "Handler": "index.handler",
            "Code": {"ZipFile": _archive(CODE)},
            "Timeout": 20,
            **more,
        }
        return aws.client("lambda").create_function(FunctionName=name, **request)

    return create


@pytest.fixture(scope="module")
def invoke(aws: LocalAws, create: Create) -> Invoke:
    """Invokes a function that does what the event says."""
    create("does", Environment={"Variables": {"COLOUR": "blue"}})

    def invoke(do: str, name: str = "does", **more: Any) -> Any:
        payload = json.dumps({"do": do})
        answer = aws.client("lambda").invoke(FunctionName=name, Payload=payload, **more)
        text = answer["Payload"].read().decode()
        return answer | {"Payload": json.loads(text) if text else None}

    return invoke


def test_a_function_has_its_environment_and_nothing_of_the_user(invoke: Invoke, monkeypatch):
    monkeypatch.setenv("AWS_SDK_UA_APP_ID", "mine")
    monkeypatch.setenv("MY_SECRET", "hidden")
    seen = invoke("look")["Payload"]

    environment = seen["environment"]
    assert not {"AWS_SDK_UA_APP_ID", "MY_SECRET"} & environment.keys()
    assert "blue" == environment["COLOUR"]
    assert ("does", "eu-west-1") == (
        environment["AWS_LAMBDA_FUNCTION_NAME"],
        environment["AWS_REGION"],
    )
    assert environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
    assert "does" == seen["name"]
    assert 0 < seen["left"] <= 20_000


def test_a_function_sees_simulated_time(aws: LocalAws, invoke: Invoke):
    aws.clock.advance(86_400)
    seen = invoke("look")["Payload"]

    assert f"{aws.clock.now():%Y-%m-%dT}" == seen["now"][:11]
    assert 0 <= seen["time"] - aws.clock.now().timestamp() < 60


def test_a_function_that_raises_tells_type_message_and_trace(invoke: Invoke):
    answer = invoke("fail")

    assert (200, "Unhandled") == (answer["StatusCode"], answer["FunctionError"])
    told = answer["Payload"]
    assert ("ValueError", "no such image") == (told["errorType"], told["errorMessage"])
    assert '  File "/var/task/index.py", line' in told["stackTrace"][0]


def test_a_function_that_takes_too_long_is_ended(create: Create, invoke: Invoke):
    create("slow", Timeout=1)
    answer = invoke("hang", "slow")

    assert "Unhandled" == answer["FunctionError"]
    assert "Sandbox.Timedout" == answer["Payload"]["errorType"]
    assert "timed out after 1.00 seconds" in answer["Payload"]["errorMessage"]


def test_a_function_that_ends_its_process_has_failed(invoke: Invoke):
    assert "Runtime.ExitError" == invoke("leave")["Payload"]["errorType"]


def test_a_function_logs_to_its_group(aws: LocalAws, create: Create, invoke: Invoke):
    create("logs")
    tail = base64.b64decode(invoke("fail", "logs", LogType="Tail")["LogResult"]).decode()

    logs = aws.client("logs")
    (stream,) = logs.describe_log_streams(logGroupName="/aws/lambda/logs")["logStreams"]
    events = logs.get_log_events(
        logGroupName="/aws/lambda/logs", logStreamName=stream["logStreamName"]
    )["events"]
    lines = [event["message"] for event in events]
    assert 'called with {"do": "fail"}' in lines
    assert lines[0].startswith("START RequestId: ")
    assert any("ValueError" in line for line in lines)
    assert tail.splitlines() == lines


def test_a_function_logs_where_it_was_told_to(aws: LocalAws, create: Create, invoke: Invoke):
    aws.client("logs").create_log_group(logGroupName="own")
    create("elsewhere", LoggingConfig={"LogGroup": "own"})
    invoke("look", "elsewhere")

    assert aws.client("logs").describe_log_streams(logGroupName="own")["logStreams"]


def test_a_function_shows_where_it_logs_and_where_failed_events_go(aws: LocalAws, create: Create):
    """Also after an update, which leaves what it does not name."""
    letters = {"TargetArn": "arn:aws:sqs:eu-west-1:123456789012:letters"}
    create("told", LoggingConfig={"LogFormat": "JSON", "LogGroup": "own"})
    functions = aws.client("lambda")
    functions.update_function_configuration(FunctionName="told", DeadLetterConfig=letters)

    shown = functions.get_function_configuration(FunctionName="told")

    assert {"LogFormat": "JSON", "LogGroup": "own"} == shown["LoggingConfig"]
    assert letters == shown["DeadLetterConfig"]


def test_a_function_calls_the_local_aws_as_its_account(aws: LocalAws):
    code = (
        "import boto3\n"
        "def handler(event, context):\n"
        "    return boto3.client('sts').get_caller_identity()['Arn']\n"
    )
    theirs = aws.client("lambda", account="111122223333")
    theirs.create_function(
        FunctionName="who",
        Runtime="python3.13",
        Role="arn:aws:iam::111122223333:role/service",
        Handler="index.handler",
        Code={"ZipFile": _archive(code)},
        Timeout=20,
    )
    answer = json.loads(theirs.invoke(FunctionName="who")["Payload"].read())

    assert "arn:aws:sts::111122223333:assumed-role/service/emulated" == answer


@pytest.mark.parametrize("runtime", ["nodejs22.x", "provided.al2023"])
def test_other_runtimes_are_refused(create: Create, invoke: Invoke, runtime: str):
    create(runtime.replace(".", "-"), Runtime=runtime)

    with pytest.raises(ClientError) as error:
        invoke("look", runtime.replace(".", "-"))
    assert "NotEmulated" == error.value.response["Error"]["Code"]


@pytest.mark.usefixtures("invoke")
def test_a_payload_that_is_no_json_is_refused(aws: LocalAws):
    with pytest.raises(ClientError) as error:
        aws.client("lambda").invoke(FunctionName="does", Payload=b"{")
    assert "InvalidRequestContentException" == error.value.response["Error"]["Code"]


def test_a_dry_run_runs_nothing(invoke: Invoke):
    answer = invoke("leave", InvocationType="DryRun")

    assert (204, None) == (answer["StatusCode"], answer["Payload"])


def test_a_function_runs_as_well_where_nothing_can_be_forked():
    names = "aws_request_id function_name function_version invoked_function_arn"
    more = "memory_limit_in_mb log_group_name log_stream_name"
    order = Order(
        handler="index.handler",
        event={"do": "look"},
        timeout=20,
        context=dict.fromkeys(f"{names} {more}".split(), "some"),
        environment={"COLOUR": "blue"},
        unpack=lambda root: (root / "index.py").write_text(CODE),
    )
    answer = run(order, spawned)

    assert not answer.failed
    assert 'called with {"do": "look"}\n' == answer.output
    seen = json.loads(answer.payload)
    assert ("some", "blue") == (seen["name"], seen["environment"]["COLOUR"])


# Asynchronous


def _received(aws: LocalAws, queue: str) -> list[Any]:
    messages = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(one["Body"]) for one in messages.get("Messages", [])]


def _queue(aws: LocalAws, name: str) -> tuple[str, str]:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:eu-west-1:123456789012:{name}"


def test_an_event_that_fails_is_tried_three_times_and_handed_on(
    aws: LocalAws, create: Create, invoke: Invoke
):
    url, arn = _queue(aws, "failed")
    create("fails")
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName="fails", DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    answer = invoke("fail", "fails", InvocationType="Event")

    assert 202 == answer["StatusCode"]
    aws.clock.advance(179)
    assert [] == _received(aws, url)
    aws.clock.advance(1)
    (record,) = _received(aws, url)
    assert {"do": "fail"} == record["requestPayload"]
    assert ("RetriesExhausted", 3) == (
        record["requestContext"]["condition"],
        record["requestContext"]["approximateInvokeCount"],
    )
    assert "ValueError" == record["responsePayload"]["errorType"]


def test_an_event_goes_to_the_dead_letter_queue_after_the_retries_it_has(
    aws: LocalAws, create: Create, invoke: Invoke
):
    url, arn = _queue(aws, "dead")
    create("once", DeadLetterConfig={"TargetArn": arn})
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName="once", MaximumRetryAttempts=0
    )
    invoke("fail", "once", InvocationType="Event")
    aws.clock.advance(0)

    assert [{"do": "fail"}] == _received(aws, url)


def test_an_event_that_succeeds_is_done(aws: LocalAws, create: Create, invoke: Invoke):
    url, arn = _queue(aws, "unused")
    create("fine", DeadLetterConfig={"TargetArn": arn})
    invoke("look", "fine", InvocationType="Event")
    aws.clock.advance(600)

    assert [] == _received(aws, url)
    streams = aws.client("logs").describe_log_streams(logGroupName="/aws/lambda/fine")
    assert 1 == len(streams["logStreams"])


# In automations


def _automation(aws: LocalAws, name: str, action: str, inputs: dict[str, Any]) -> Any:
    """The one step of an automation, when it is over."""
    ssm = aws.client("ssm")
    step = {"name": "only", "action": action, "inputs": inputs}
    content = json.dumps({"schemaVersion": "0.3", "mainSteps": [step]})
    ssm.create_document(Name=name, DocumentType="Automation", Content=content)
    started = ssm.start_automation_execution(DocumentName=name)["AutomationExecutionId"]
    aws.clock.advance(0)
    shown = ssm.get_automation_execution(AutomationExecutionId=started)
    return shown["AutomationExecution"]["StepExecutions"][0]


@pytest.mark.usefixtures("invoke")
def test_an_automation_invokes_a_function_in_no_simulated_time(aws: LocalAws):
    inputs = {"FunctionName": "does", "InputPayload": {"do": "fail"}}
    step = _automation(aws, "Invokes", "aws:invokeLambdaFunction", inputs)

    assert "Success" == step["StepStatus"]
    assert ["Unhandled"] == step["Outputs"]["FunctionError"]
    assert "no such image" in step["Outputs"]["Payload"][0]
    assert step["ExecutionStartTime"] == step["ExecutionEndTime"]


@pytest.mark.parametrize(
    ("script", "status", "said"),
    [
        ("def go(events, context):\n    return {'twice': events['n'] * 2}", "Success", "4"),
        ("def go(events, context):\n    raise KeyError('n')", "Failed", "KeyError: 'n'"),
    ],
)
def test_an_automation_runs_a_script(aws: LocalAws, script: str, status: str, said: str):
    inputs = {
        "Runtime": "python3.11",
        "Handler": "go",
        "InputPayload": {"n": 2},
        "Script": script,
    }
    step = _automation(aws, f"Runs-{status}", "aws:executeScript", inputs)

    assert status == step["StepStatus"]
    assert said in step.get("FailureMessage", "") + str(step.get("Outputs"))
