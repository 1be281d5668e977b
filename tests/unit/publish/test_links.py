"""Quick-create links: what is written can be read back, and nothing else is taken for one."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from generator.publish.links import CONSOLES, Launch, encoded, link, read_link

TEMPLATE = "https://b-1.s3.eu-west-1.amazonaws.com/templates/web/0123456789abcdef/template.yaml"
HOSTILE = [
    "a+b c&d=e#f?g",
    "100% <b>\"'`",
    ")](javascript:alert(1))",
    "*_[x]!|~\\",
    "ünï ☃ \U0001f600",
    "line\nbreak\ttab",
    "",
]


def test_a_link_is_the_documented_form() -> None:
    launch = Launch("eu-west-1", TEMPLATE, "web", {"SubnetId": "subnet-1"})

    assert (
        "https://console.aws.amazon.com/cloudformation/home?region=eu-west-1"
        "#/stacks/quickcreate?templateURL=https%3A%2F%2Fb-1.s3.eu-west-1.amazonaws.com%2Ftemplates"
        "%2Fweb%2F0123456789abcdef%2Ftemplate.yaml&stackName=web&param_SubnetId=subnet-1"
    ) == link(launch, "aws")


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws-cn", "cn-north-1", "console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "console.amazonaws-us-gov.com"),
        ("aws-eusc", "eusc-de-east-1", "eusc-de-east-1.console.amazonaws-eusc.eu"),
    ],
)
def test_each_partition_has_its_console(partition: str, region: str, host: str) -> None:
    made = link(Launch(region, TEMPLATE, "web"), partition)

    assert host == urlsplit(made or "").netloc
    assert Launch(region, TEMPLATE, "web") == read_link(made or "")


@pytest.mark.parametrize("partition", ["aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "new"])
def test_no_link_is_better_than_a_wrong_one(partition: str) -> None:
    assert link(Launch("us-iso-east-1", TEMPLATE, "web"), partition) is None


@pytest.mark.parametrize("value", HOSTILE)
def test_values_survive_the_way_through_a_link(value: str) -> None:
    launch = Launch("eu-west-1", TEMPLATE, "web", {"Value": value})

    assert launch == read_link(link(launch, "aws") or "")


@pytest.mark.parametrize("value", HOSTILE)
def test_encoded_text_ends_no_attribute_and_no_markdown_target(value: str) -> None:
    assert not set("()<>!*'\"` +&=\\\n") & set(encoded(value))


@pytest.mark.parametrize(
    "url",
    [
        (
            "https://eu-west-1.console.aws.amazon.com/home#/stacks/create/review?templateUrl="
            f"{TEMPLATE}&stackName=web"
        ),
        (
            "https://console.aws.amazon.com/home?region=eu-west-1#/stacks/new?stackName=web"
            f"&templateURL={TEMPLATE}"
        ),
    ],
)
def test_other_forms_that_are_about_are_read(url: str) -> None:
    assert Launch("eu-west-1", TEMPLATE, "web") == read_link(url)


def test_keys_that_the_console_ignores_are_told() -> None:
    url = f"https://console.aws.amazon.com/x#/stacks/quickcreate?templateURL={TEMPLATE}&roleArn=r"

    assert Launch("", TEMPLATE, "", {}, ("roleArn",)) == read_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://console.aws.amazon.com.evil.example/x#/stacks/quickcreate?templateURL=x",
        "https://evil.example/console.aws.amazon.com#/stacks/quickcreate?templateURL=x",
        "https://console.aws.amazon.com\\@evil.example/#/stacks/quickcreate?templateURL=x",
        "https://console.aws.amazon.com@evil.example/#/stacks/quickcreate?templateURL=x",
        "https://console.aws.amazon.com%2eevil.example/#/stacks/quickcreate?templateURL=x",
        "http://console.aws.amazon.com/x#/stacks/quickcreate?templateURL=x",
        "https://console.aws\n.amazon.com/x#/stacks/quickcreate?templateURL=x",
        "https://console.aws.amazon.com/x#/stacks/delete?templateURL=x",
        f"https://console.aws.amazon.com/home#/stacks/new?templateURL={TEMPLATE}&templateURL=x",
        f"https://console.aws.amazon.com/home#/stacks/new?templateURL={TEMPLATE}&templateUrl=x",
        f"https://console.aws.amazon.com/home#/stacks/new?templateURL={TEMPLATE}&template%55RL=x",
        "https://console.aws.amazon.com/home#/stacks/new?stackName=a&stackName=b&templateURL=x",
        "https://console.aws.amazon.com/home?region=a&region=b#/stacks/new?templateURL=x",
        "https://console.aws.amazon.com/x",
        TEMPLATE,
        "",
        "web",
    ],
)
def test_what_is_no_launch_link_is_not_taken_for_one(url: str) -> None:
    assert read_link(url) is None


def test_hosts_are_known_for_public_partitions_only() -> None:
    assert {"aws", "aws-cn", "aws-us-gov", "aws-eusc"} == set(CONSOLES)
