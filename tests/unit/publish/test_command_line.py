"""The same launch with the AWS CLI."""

from __future__ import annotations

import json
import shlex

from generator.publish.command_line import create_stack
from generator.publish.limits import errors, stack_name_is_good, warnings
from generator.publish.links import Launch
from generator.publish.template import Template

URL = "https://b-1.s3.eu-west-1.amazonaws.com/k"
WEB = Template("web", "", ("CAPABILITY_IAM",), ("SubnetId",), tags={"amifactory:factory": "web"})


def test_a_plain_launch() -> None:
    line = create_stack(WEB, Launch("eu-west-1", URL, "web", {"SubnetId": "subnet-1"}))

    assert (
        "aws cloudformation create-stack --region eu-west-1 --stack-name web "
        f"--template-url {URL} --capabilities CAPABILITY_IAM "
        "--parameters ParameterKey=SubnetId,ParameterValue=subnet-1 "
        "--tags Key=amifactory:factory,Value=web"
    ) == line


def test_values_that_a_shell_or_the_shorthand_would_read_come_as_json() -> None:
    nasty = "a,b='c' $(rm) \"d\" é"
    words = shlex.split(create_stack(WEB, Launch("eu-west-1", URL, "web", {"SubnetId": nasty})))
    given = words[words.index("--parameters") + 1]

    assert [{"ParameterKey": "SubnetId", "ParameterValue": nasty}] == json.loads(given)


def test_limits_are_told() -> None:
    assert [] == list(errors(URL, b"x"))
    assert ["the template's URL has 1,025 characters, the console takes 1,024"] == list(
        errors("x" * 1025, b"x")
    )
    assert ["the template has 1,000,001 bytes, CloudFormation takes 1,000,000"] == list(
        errors(URL, b"x" * 1_000_001)
    )
    assert [] == list(warnings("x" * 2000))
    assert ["the link has 2,001 characters; some mail programs cut it after 2000"] == list(
        warnings("x" * 2001)
    )


def test_stack_names() -> None:
    assert [True, False, False, False] == [
        stack_name_is_good(name) for name in ("web-1", "1web", "web_1", "w" * 129)
    ]
