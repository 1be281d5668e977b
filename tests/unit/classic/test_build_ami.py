"""The function buildAmi, run as Lambda runs it: who starts, who does not, and who hears of it."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
import pytest

from generator.classic.sources import runbook

SOURCE = "ami-0de53d8956e8dcf80"
WEB = {"imageName": "Web", "sourceImage": SOURCE}
UNIT = "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-cdefgh34"
ORGANIZATION = "arn:aws:organizations::111122223333:organization/o-abcdefghij"
FULL = {
    "imageName": "Web Server_1",
    "sourceImage": SOURCE,
    "bootstrapUrl": "https://example.com/bootstrap/web.sh?x=1&y=(2)",
    "bootstrapSha256": "0123456789abcdef" * 4,
    "accounts": ["111122223333", "012345678901"],
    "organizations": [ORGANIZATION],
    "organizationalUnits": [UNIT],
    "automationDocument": "DefaultLinuxAmiDocument",
    "architecture": "arm64",
    "description": "Web servers",
    "updateOs": "both",
    "amiTags": {"team": "web", "größe": 'a "b"'},
}


def failures(error: pytest.ExceptionInfo[Exception]) -> tuple[str, dict[str, Any]]:
    """The sentence and the answer that the function's exception carries."""
    sentence, _, answer = str(error.value).partition("\n")
    return sentence, json.loads(answer)


def faults(build_ami, **keys) -> list[str]:
    """What is wrong with an image that is Web but for these keys."""
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB | keys]})
    return failures(error)[1]["failed"][0]["faults"]


def parameters(aws, number: int = 0) -> dict[str, list[str]]:
    return aws.made("StartAutomationExecution")[number]["Parameters"]


# What is started


def test_an_image_starts_with_everything_it_asks_for(aws, build_ami) -> None:
    answer = build_ami({"amis": [FULL]})

    request = aws.made("StartAutomationExecution")[0]
    name = request["Parameters"].pop("AmiName")[0]
    tags = [json.loads(tag) for tag in request["Parameters"].pop("AmiTags")]
    assert "Factory-Linux" == request["DocumentName"]
    assert {
        "AutomationAssumeRole": ["arn:aws:iam::123456789012:role/automation"],
        "SourceAmiId": [SOURCE],
        "FactoryName": ["Factory"],
        "ImageName": ["Web Server_1"],
        "Description": ["Web servers"],
        "InstanceType": ["m6g.large"],
        "LaunchTemplateId": ["lt-0123456789abcdef0"],
        "KmsKeyId": ["arn:aws:kms:eu-west-1:123456789012:key/0123"],
        "BootstrapUrl": [FULL["bootstrapUrl"]],
        "BootstrapSha256": [FULL["bootstrapSha256"]],
        "UpdateOs": ["both"],
        "Accounts": ["111122223333", "012345678901"],
        "OrganizationArns": [ORGANIZATION],
        "OrganizationalUnitArns": [UNIT],
        "RotateFunctionName": ["Factory-rotate"],
    } == request["Parameters"]
    assert [{"Key": "team", "Value": "web"}, {"Key": "größe", "Value": 'a "b"'}] == tags
    stamp = r"Web Server_1 \d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-"
    assert re.fullmatch(stamp + request["ClientToken"][:4], name)
    started = {
        "image": "Web Server_1",
        "status": "started",
        "notes": [],
        "document": "Factory-Linux",
        "sourceAmi": SOURCE,
        "executionId": aws.executions[request["ClientToken"]]["id"],
        "amiName": name,
    }
    assert {"started": [started], "failed": []} == answer
    assert [started] == build_ami.log()


def test_an_image_that_asks_for_little_gets_safe_values(aws, build_ami) -> None:
    """What is empty is left out, since SSM takes no empty value."""
    build_ami({"amis": [WEB]})

    given = parameters(aws)
    assert {"BootstrapUrl", "BootstrapSha256", "Accounts", "AmiTags"}.isdisjoint(given)
    assert ["before"] == given["UpdateOs"]
    assert ["m6i.large"] == given["InstanceType"]
    assert [f"Web from {SOURCE}"] == given["Description"]


@pytest.mark.parametrize("name", ["linux", "windows"])
def test_the_default_documents_accept_what_they_are_given(aws, build_ami, name) -> None:
    """Every parameter is declared, and every value fits the pattern of its declaration."""
    document = f"Default{name.title()}AmiDocument"
    wild = FULL | {"automationDocument": document, "description": "ünï {{ x }} \x7f" * 40}
    build_ami({"amis": [wild, WEB | {"automationDocument": document}]})

    declared = runbook(name)["parameters"]
    for number in (0, 1):
        for key, values in parameters(aws, number).items():
            for value in values:
                assert re.search(declared[key].get("allowedPattern", ""), value), (key, value)
                assert value in declared[key].get("allowedValues", [value])
    required = {key for key in declared if "default" not in declared[key]}
    assert required <= parameters(aws, 1).keys()


def test_a_hundred_images_start(aws, build_ami) -> None:
    images = [WEB | {"imageName": f"Web {number}"} for number in range(100)]

    answer = build_ami({"amis": images})

    assert [image["imageName"] for image in images] == [one["image"] for one in answer["started"]]
    assert 100 == len({one["executionId"] for one in answer["started"]})
    assert 1 == len(aws.made("DescribeDocument"))


def test_defaults_apply_unless_an_image_says_otherwise(aws, build_ami) -> None:
    """Maps merge, lists replace, null is the same as nothing."""
    defaults = {
        "sourceImage": SOURCE,
        "accounts": ["111122223333"],
        "amiTags": {"team": "web", "stage": "test"},
        "updateOs": "never",
    }
    image = {
        "imageName": "Web",
        "accounts": ["444455556666"],
        "amiTags": {"stage": "live"},
        "updateOs": None,
    }

    build_ami({"defaults": defaults, "amis": [image, {"imageName": "Api"}]})

    web, api = parameters(aws), parameters(aws, 1)
    assert ["444455556666"] == web["Accounts"]
    assert ["111122223333"] == api["Accounts"]
    assert {"team": "web", "stage": "live"} == {
        tag["Key"]: tag["Value"] for tag in map(json.loads, web["AmiTags"])
    }
    assert (["before"], ["never"]) == (web["UpdateOs"], api["UpdateOs"])


def test_account_numbers_of_twelve_digits_may_be_numbers(aws, build_ami) -> None:
    build_ami({"amis": [WEB | {"accounts": [111122223333]}]})

    assert ["111122223333"] == parameters(aws)["Accounts"]


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda payload: payload, id="object"),
        pytest.param(json.dumps, id="text"),
        pytest.param(lambda payload: {"body": json.dumps(payload)}, id="body of text"),
        pytest.param(lambda payload: {"body": payload}, id="body"),
    ],
)
def test_the_payload_comes_in_any_envelope(aws, build_ami, wrap) -> None:
    build_ami(wrap({"$schema": "x", "factory": {"name": "web"}, "amis": [WEB]}))

    assert ["Web"] == parameters(aws)["ImageName"]


def test_keys_for_the_other_engine_are_noted_and_ignored(build_ami) -> None:
    answer = build_ami({"amis": [WEB | {"schedule": "rate(1 day)", "acounts": ["1"]}]})

    assert ["not used by the classic engine: acounts, schedule"] == answer["started"][0]["notes"]


def test_a_description_is_cut_to_what_ec2_takes(aws, build_ami) -> None:
    answer = build_ami({"amis": [WEB | {"description": "ü{}" * 300}]})

    assert ["?" * 255] == parameters(aws)["Description"]
    assert ["description cut to 255 plain characters"] == answer["started"][0]["notes"]


# The source image


def test_a_parameter_is_resolved_once_for_all_images(aws, build_ami) -> None:
    boto3.client("ssm").put_parameter(Name="/golden/base", Value=SOURCE, Type="String")
    images = [{"imageName": name, "sourceImage": "ssm:/golden/base"} for name in ("Web", "Api")]

    answer = build_ami({"amis": images})

    assert [SOURCE, SOURCE] == [one["sourceAmi"] for one in answer["started"]]
    assert 1 == len(aws.made("GetParameter"))


def test_a_parameter_that_is_missing_fails_its_image_only(build_ami) -> None:
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB | {"sourceImage": "ssm:/nothing"}, WEB | {"imageName": "Api"}]})

    sentence, answer = failures(error)
    assert "images that did not start: Web" == sentence
    assert ["Api"] == [one["image"] for one in answer["started"]]
    assert answer["failed"][0]["faults"][0].startswith(
        "sourceImage: ssm:/nothing cannot be read: An error occurred (ParameterNotFound)"
    )


def test_what_a_parameter_holds_is_never_told(build_ami) -> None:
    """It may be a secret that somebody pointed at by mistake."""
    boto3.client("ssm").put_parameter(Name="/password", Value="hunter2", Type="SecureString")

    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB | {"sourceImage": "ssm:/password"}]})

    assert "hunter2" not in str(error.value)
    assert "sourceImage: ssm:/password does not hold an AMI id" in str(error.value)
    assert "hunter2" not in json.dumps(build_ami.log())


# The document


def put_document(name: str, **parameters: str) -> None:
    content = {
        "schemaVersion": "0.3",
        "parameters": {key: {"type": kind} for key, kind in parameters.items()},
        "mainSteps": [{"name": "rest", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}],
    }
    boto3.client("ssm").create_document(
        Name=name, DocumentType="Automation", Content=json.dumps(content)
    )


def test_a_document_of_ones_own_gets_only_what_it_declares(aws, build_ami) -> None:
    put_document("My-Document", SourceAmiId="String", Accounts="StringList", Color="String")

    answer = build_ami(
        {"amis": [WEB | {"automationDocument": "My-Document", "accounts": ["111122223333"]}]}
    )

    assert {"SourceAmiId": [SOURCE], "Accounts": ["111122223333"]} == parameters(aws)
    assert "My-Document" == answer["started"][0]["document"]
    note = answer["started"][0]["notes"][0]
    assert note.startswith("My-Document does not declare AmiName, AutomationAssumeRole,")


def test_a_document_that_is_missing_fails_its_image_only(build_ami) -> None:
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB, WEB | {"imageName": "Api", "automationDocument": "Nothing"}]})

    answer = failures(error)[1]
    assert ["Web"] == [one["image"] for one in answer["started"]]
    assert answer["failed"][0]["faults"][0].startswith(
        "automationDocument: Nothing cannot be read: An error occurred (InvalidDocument)"
    )


# What is refused


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            {"imageName": "Web*"},
            'imageName: "Web*" is not what was expected, 1 to 64 of A-Za-z0-9 _-',
        ),
        ({"imageName": "a" * 65}, "imageName: "),
        ({"imageName": None}, "imageName: is missing, expected 1 to 64 of A-Za-z0-9 _-"),
        ({"imageName": ["Web"]}, 'imageName: ["Web"] is not what was expected'),
        ({"sourceImage": None}, "sourceImage: is missing, expected ami-... or ssm:<parameter>"),
        ({"sourceImage": "prod-abcdefgh"}, 'sourceImage: "prod-abcdefgh" is not what was'),
        ({"sourceImage": "ami-123"}, 'sourceImage: "ami-123" is not'),
        ({"bootstrapUrl": "http://example.com/x"}, "bootstrapUrl: the value is not what was"),
        ({"bootstrapUrl": "https://u:p@example.com/x"}, "bootstrapUrl: the value is not"),
        ({"bootstrapUrl": "https://example.com/x'y"}, "bootstrapUrl: the value is not"),
        ({"bootstrapUrl": "https://example.com/$(x)"}, "bootstrapUrl: the value is not"),
        ({"bootstrapUrl": "https://example.com/" + "x" * 493}, "bootstrapUrl: the value is not"),
        ({"bootstrapSha256": "a" * 64}, "bootstrapSha256: has nothing to verify without"),
        (
            {"bootstrapSha256": "A" * 64, "bootstrapUrl": "s3://my-bucket/x"},
            'bootstrapSha256: "AAA',
        ),
        ({"automationDocument": "arn:x"}, 'automationDocument: "arn:x" is not'),
        (
            {"architecture": "i386"},
            'architecture: "i386" is not what was expected, x86_64 or arm64',
        ),
        ({"description": "a\nb"}, 'description: "a\\nb" is not'),
        ({"description": ""}, 'description: "" is not what was expected, 1 to 1024 characters'),
        ({"updateOs": True}, "updateOs: true is not what was expected, before, after, both or"),
        ({"accounts": "111122223333"}, "accounts: is not a list of at most 50 entries"),
        ({"accounts": ["111122223333"] * 51}, "accounts: is not a list of at most 50 entries"),
        ({"accounts": ["CHANGEME"]}, 'accounts[0]: "CHANGEME" is not what was expected, 12 digits'),
        ({"accounts": ["111122223333", 1122223333]}, 'accounts[1]: "1122223333" is not'),
        ({"accounts": [True]}, "accounts[0]: true is not"),
        ({"accounts": ["١١١١٢٢٢٢٣٣٣٣"]}, "accounts[0]: "),
        ({"organizations": ["o-abcdefghij"]}, 'organizations[0]: "o-abcdefghij" is not'),
        ({"organizationalUnits": [ORGANIZATION]}, "organizationalUnits[0]: "),
        ({"amiTags": ["team"]}, "amiTags: is not a map of at most 45 tags"),
        ({"amiTags": {str(key): "x" for key in range(46)}}, "amiTags: is not a map of at most 45"),
        ({"amiTags": {"AWS:x": "y"}}, 'amiTags: "AWS:x" is not what was expected, a key that'),
        ({"amiTags": {"amifactory:image": "Api"}}, 'amiTags: "amifactory:image" is not'),
        ({"amiTags": {"CreatedBy": "me"}}, 'amiTags: "CreatedBy" is not'),
        ({"amiTags": {"team": 1}}, "amiTags.team: the value is not"),
        ({"amiTags": {"team": "{{ x }}"}}, "amiTags.team: the value is not"),
        ({"amiTags": {"team": "x" * 257}}, "amiTags.team: the value is not"),
    ],
)
def test_a_wrong_key_is_told(aws, build_ami, keys, fault) -> None:
    """Each message begins with the key, and nothing is asked of AWS."""
    told = faults(build_ami, **keys)

    assert [fault] == [one[: len(fault)] for one in told]
    assert [] == aws.calls


def test_all_faults_of_all_images_come_at_once_and_stop_nobody_else(aws, build_ami) -> None:
    wrong = {"imageName": "Api", "accounts": ["1", "2"], "updateOs": "x"}

    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [wrong, WEB, {}]})

    sentence, answer = failures(error)
    assert "images that did not start: Api, amis[2]" == sentence
    assert ["Web"] == [one["image"] for one in answer["started"]]
    assert [
        ["sourceImage", "accounts[0]", "accounts[1]", "updateOs"],
        ["imageName", "sourceImage"],
    ] == [[fault.partition(":")[0] for fault in one["faults"]] for one in answer["failed"]]
    assert ["failed", "started", "failed"] == [line["status"] for line in build_ami.log()]
    assert 1 == len(aws.executions)


def test_a_name_stands_once_in_an_event(build_ami) -> None:
    """Two images of one name would retire each other's AMIs."""
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB, WEB | {"imageName": "Api"}, WEB]})

    answer = failures(error)[1]
    assert ["imageName: stands 2 times, expected once"] == answer["failed"][0]["faults"]
    assert ["Web", "Web"] == [one["image"] for one in answer["failed"]]
    assert ["Api"] == [one["image"] for one in answer["started"]]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({}, 'expected {"amis": [...]} with 1 to 100 images'),
        ({"amis": []}, 'expected {"amis": [...]} with 1 to 100 images'),
        ({"amis": {"imageName": "Web"}}, 'expected {"amis": [...]} with 1 to 100 images'),
        ({"amis": [WEB] * 101}, 'expected {"amis": [...]} with 1 to 100 images'),
        ([WEB], 'expected {"amis": [...]} with 1 to 100 images'),
        (None, 'expected {"amis": [...]} with 1 to 100 images'),
        ({"body": None}, 'expected {"amis": [...]} with 1 to 100 images'),
        ({"amis": ["Web"]}, "defaults and every entry of amis are objects"),
        ({"amis": [WEB], "defaults": []}, "defaults and every entry of amis are objects"),
        ("{amis", "the event is not JSON: "),
        ("[" * 100_000, "the event is not JSON: "),
        ({"amis": [WEB | {"description": "x" * 1_000_000}]}, "the event has more than 1000000"),
    ],
)
def test_an_event_that_is_no_payload_starts_nothing(aws, build_ami, event, why) -> None:
    with pytest.raises(build_ami.module.RefusedError) as error:
        build_ami(event)

    assert why == str(error.value)[: len(why)]
    assert [] == aws.calls


@pytest.mark.parametrize(
    "query",
    ["X-Amz-Signature=hunter2", "a=b&token=hunter2", "sig=hunter2", "AWSAccessKeyId=hunter2"],
)
def test_a_secret_in_a_url_is_refused_and_never_told(build_ami, query) -> None:
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB | {"bootstrapUrl": f"https://example.com/x?{query}"}]})

    assert "hunter2" not in str(error.value) + json.dumps(build_ami.log())


def test_a_hostile_name_stays_out_of_the_sentence(build_ami) -> None:
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB | {"imageName": 'x\n{"started": []}'}]})

    assert "images that did not start: amis[0]" == failures(error)[0]
    assert 1 == len(build_ami.log())


# Sharing needs a key of one's own


@pytest.mark.parametrize("key", ["", "alias/aws/ebs", "arn:aws:kms:x:1:alias/aws/ebs"])
@pytest.mark.parametrize(
    "shared",
    [
        {"accounts": ["111122223333"]},
        {"organizations": [ORGANIZATION]},
        {"organizationalUnits": [UNIT]},
    ],
)
def test_what_could_not_be_shared_is_not_built(aws, build_ami, monkeypatch, key, shared) -> None:
    monkeypatch.setenv("KMS_KEY_ARN", key)

    told = faults(build_ami, **shared)

    why = "cannot share what alias/aws/ebs encrypts, give the stack its own key"
    assert [f"{next(iter(shared))}: {why}"] == told
    assert [] == aws.calls


def test_the_default_key_will_do_where_nothing_leaves_the_account(
    aws, build_ami, monkeypatch
) -> None:
    """Sharing with the own account is no sharing, and own documents choose their key."""
    monkeypatch.setenv("KMS_KEY_ARN", "")
    put_document("My-Document", SourceAmiId="String")
    home = WEB | {"accounts": ["123456789012"]}
    own = {"imageName": "Own", "automationDocument": "My-Document", "accounts": ["111122223333"]}

    build_ami({"amis": [home, WEB | own]})

    assert ["alias/aws/ebs"] == parameters(aws)["KmsKeyId"]


# Double delivery


def test_an_event_that_comes_twice_starts_once(aws, build_ami) -> None:
    """Lambda repeats an asynchronous event under its request id, maybe in another process."""
    event = {"amis": [WEB, WEB | {"imageName": "Api"}]}
    first = build_ami(event, "one")
    build_ami.cold_start()
    second = build_ami(event, "one")

    assert 2 == len(aws.executions)
    assert ["started"] * 2 == [one["status"] for one in second["started"]]
    assert {one["executionId"] for one in second["started"]} <= {
        *(one["executionId"] for one in first["started"]),
        None,
    }


def test_a_repeated_event_starts_nothing_even_if_the_world_has_moved(aws, build_ami) -> None:
    """A source AMI that is new since the first delivery does not make a second build."""
    ssm = boto3.client("ssm")
    ssm.put_parameter(Name="/golden/base", Value=SOURCE, Type="String")
    event = {"amis": [WEB | {"sourceImage": "ssm:/golden/base"}]}
    build_ami(event)
    ssm.put_parameter(
        Name="/golden/base", Value="ami-0aaaaaaaaaaaaaaaa", Type="String", Overwrite=True
    )

    again = build_ami(event)["started"][0]

    assert 1 == len(aws.executions)
    assert None is again["executionId"]
    assert ["started by an earlier attempt of this invocation"] == again["notes"]


def test_the_same_event_another_day_builds_again(aws, build_ami) -> None:
    for request_id in ("monday", "tuesday"):
        build_ami({"amis": [WEB]}, request_id)

    assert 2 == len(aws.executions)


def test_a_caller_that_repeats_itself_names_the_delivery(aws, build_ami) -> None:
    for request_id in ("one", "two"):
        build_ami({"delivery": "2026-01-05T04:00:00Z", "amis": [WEB]}, request_id)

    assert 1 == len(aws.executions)


def test_the_token_tells_factories_images_and_wishes_apart(aws, build_ami, monkeypatch) -> None:
    build_ami({"amis": [WEB, WEB | {"imageName": "Api"}]})
    build_ami({"amis": [WEB | {"updateOs": "never"}]})
    monkeypatch.setenv("FACTORY_NAME", "Other")
    build_ami({"amis": [WEB]})

    tokens = [request["ClientToken"] for request in aws.made("StartAutomationExecution")]
    assert 4 == len(set(tokens))


def test_a_retry_starts_what_had_failed_and_nothing_else(aws, build_ami) -> None:
    event = {"amis": [WEB, WEB | {"imageName": "Api"}]}
    aws.refused[("StartAutomationExecution", '"Api"')] = "AutomationExecutionLimitExceeded"
    with pytest.raises(build_ami.module.ImagesFailedError):
        build_ami(event)
    aws.refused.clear()

    answer = build_ami(event)

    assert ["Web", "Api"] == [one["image"] for one in answer["started"]]
    assert 2 == len(aws.executions)


# When AWS or time is against it


def test_an_image_that_aws_refuses_stops_no_other(aws, build_ami) -> None:
    aws.refused[("StartAutomationExecution", '"Api"')] = "AutomationExecutionLimitExceeded"
    images = [WEB | {"imageName": name} for name in ("Web", "Api", "Db")]

    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": images})

    sentence, answer = failures(error)
    assert "images that did not start: Api" == sentence
    assert ["Web", "Db"] == [one["image"] for one in answer["started"]]
    assert "AutomationExecutionLimitExceeded" in answer["failed"][0]["faults"][0]


def test_an_unexpected_error_stops_no_other_image(aws, build_ami, monkeypatch) -> None:
    """The original factory died of a KeyError after its first image."""
    told = aws.start

    def start(request):
        return told(request) if "Api" not in request["Parameters"]["ImageName"] else {}["oops"]

    monkeypatch.setattr(aws, "start", start)
    images = [WEB | {"imageName": name} for name in ("Api", "Web")]

    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": images})

    answer = failures(error)[1]
    assert ["Web"] == [one["image"] for one in answer["started"]]
    assert ["KeyError: 'oops'"] == answer["failed"][0]["faults"]


def test_without_time_left_nothing_starts_and_everybody_hears_of_it(aws, build_ami) -> None:
    with pytest.raises(build_ami.module.ImagesFailedError) as error:
        build_ami({"amis": [WEB]}, milliseconds=9_000)

    why = "the function ran out of time: invoke it with fewer images"
    assert [why] == failures(error)[1]["failed"][0]["faults"]
    assert [] == aws.calls


def test_the_client_is_made_once_in_a_process(build_ami) -> None:
    build_ami({"amis": [WEB]})
    client = build_ami.module.ssm()
    build_ami({"amis": [WEB]}, "second")

    assert client is build_ami.module.ssm()
    assert {"mode": "standard", "total_max_attempts": 7} == client.meta.config.retries
