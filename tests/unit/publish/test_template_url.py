"""URLs of templates: only those that CloudFormation reads from S3."""

from __future__ import annotations

import pytest

from generator.publish.template_url import TemplateUrl, read_template_url

SUFFIXES = ("amazonaws.com", "amazonaws.com.cn", "amazonaws.eu")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://b-1.s3.amazonaws.com/k", TemplateUrl("b-1", "k")),
        ("https://b-1.s3.eu-west-1.amazonaws.com/a/k", TemplateUrl("b-1", "a/k", "eu-west-1")),
        ("https://b-1.s3-eu-west-1.amazonaws.com/k", TemplateUrl("b-1", "k", "eu-west-1")),
        ("https://b-1.s3.cn-north-1.amazonaws.com.cn/k", TemplateUrl("b-1", "k", "cn-north-1")),
        ("https://b-1.s3.us-gov-west-1.amazonaws.com/k", TemplateUrl("b-1", "k", "us-gov-west-1")),
        ("https://b-1.s3.eusc-de-east-1.amazonaws.eu/k", TemplateUrl("b-1", "k", "eusc-de-east-1")),
        (
            "https://b-1.s3.dualstack.eu-west-1.amazonaws.com/k",
            TemplateUrl("b-1", "k", "eu-west-1"),
        ),
        ("https://s3.eu-west-1.amazonaws.com/b.dots/k", TemplateUrl("b.dots", "k", "eu-west-1")),
        ("https://s3.amazonaws.com/b-1/a%20k", TemplateUrl("b-1", "a k")),
        ("https://b-1.s3.amazonaws.com/k?versionId=v1", TemplateUrl("b-1", "k", "", "v1")),
    ],
)
def test_rest_urls_are_taken_apart(url: str, expected: TemplateUrl) -> None:
    assert expected == read_template_url(url, SUFFIXES)


@pytest.mark.parametrize(
    "url",
    [
        "http://b-1.s3.amazonaws.com/k",
        "https://b-1.s3-website-eu-west-1.amazonaws.com/k",
        "https://b-1.s3-website.eu-west-1.amazonaws.com/k",
        "https://d111111abcdef8.cloudfront.net/k",
        "https://b-1.s3.amazonaws.com.evil.example/k",
        "https://evil.example/b-1.s3.amazonaws.com/k",
        "https://evil.example/?x=.s3.amazonaws.com/k",
        "https://b-1.s3.amazonaws.com\\@evil.example/k",
        "https://me@b-1.s3.amazonaws.com/k",
        "https://b-1.s3.amazonaws.com:8443/k",
        "https://b-1.s3.amazonaws.com/",
        "https://s3.amazonaws.com/b-1",
        "https://b-1.s3.amazonaws.com/k#x",
        "https://b-1.s3.amazonaws.com/k?X-Amz-Signature=abc",
        "https://b-1.s3.ama\nzonaws.com/k",
        "s3://b-1/k",
        "",
    ],
)
def test_everything_else_is_refused(url: str) -> None:
    assert read_template_url(url, SUFFIXES) is None
