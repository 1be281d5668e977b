"""AF216: a template handed over as a payload is told in one sentence."""

from __future__ import annotations

import pytest

from generator.cli import wiring
from generator.payload.document import parse
from generator.payload.template_file import is_template

TEMPLATE = """\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: !Sub '${AWS::StackName}'}
"""


@pytest.mark.parametrize(
    ("file", "text"),
    [("web.yaml", TEMPLATE), ("web.json", '{"Resources": {}}'), ("web.yml", "Resources: {}\n")],
)
def test_a_template_is_told_once(file: str, text: str) -> None:
    stack = wiring.stack_of(parse(file, text.encode()))

    assert ["AF216"] == [finding.code for finding in stack.report.findings]
    assert "" == stack.text


def test_a_payload_that_speaks_of_resources_is_none() -> None:
    text = "amis:\n  - {imageName: Resources, sourceImage: ami-0de53d8956e8dcf80}\n"

    assert not is_template(parse("web.yaml", text.encode()))
