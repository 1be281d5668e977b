"""What a template looks like as text, and what cannot be written."""

from __future__ import annotations

import json
from collections import OrderedDict
from enum import Enum, IntEnum, StrEnum
from textwrap import dedent

import pytest
from cfnlint.decode import decode_str

from generator.templates.text import to_json, to_yaml


class Colour(str, Enum):  # noqa: UP042  # the point is that it formats as Colour.RED
    """Text whose str() is not its content."""

    RED = "red"


class Size(StrEnum):
    """Text of a type of its own."""

    LARGE = "large one"


class Count(IntEnum):
    """A number of a type of its own."""

    TWO = 2


TEMPLATE = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Description": "web servers: one image",
    "Parameters": {
        "Subnet": {"Type": "AWS::EC2::Subnet::Id"},
        "Stage": {"Type": "String", "Default": "", "AllowedValues": ["", "prod"]},
    },
    "Conditions": {
        "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
        "InProd": {"Condition": "IsProd"},
        "Quiet": {"Fn::And": [{"Condition": "IsProd"}, {"Fn::Not": [{"Condition": "InProd"}]}]},
    },
    "Resources": {
        "WebComponent": {
            "Type": "AWS::ImageBuilder::Component",
            "Condition": "IsProd",
            "Properties": {
                "Name": {"Fn::Sub": "${AWS::StackName}-web"},
                "Version": "1.0.0",
                "Data": "name: web\nschemaVersion: 1.0\n\nphases:\n  - name: build\n",
                "Tags": {},
            },
        },
        "WebRole": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": ["sts:AssumeRole", "sts:*"],
                            "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
                        }
                    ],
                },
                "MaxSessionDuration": 3600,
                "UserData": {"Fn::Base64": {"Fn::Sub": "#!/bin/bash\necho ${AWS::Region}"}},
                "Arns": [
                    {"Fn::GetAtt": ["WebComponent", "Arn"]},
                    {"Fn::If": ["IsProd", {"Ref": "Subnet"}, {"Ref": "AWS::NoValue"}]},
                    {"Fn::Join": [",", ["a", {"Fn::GetAZs": ""}]]},
                    [True, None, 0.5],
                ],
            },
        },
    },
    "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Nested", "Outputs.Arn"]}}},
}

YAML = """\
AWSTemplateFormatVersion: '2010-09-09'

Description: 'web servers: one image'

Parameters:
  Subnet:
    Type: AWS::EC2::Subnet::Id

  Stage:
    Type: String
    Default: ''
    AllowedValues:
      - ''
      - prod

Conditions:
  IsProd: !Equals
    - !Ref Stage
    - prod
  InProd: !Condition IsProd
  Quiet: !And
    - !Condition IsProd
    - !Not
      - !Condition InProd

Resources:
  WebComponent:
    Type: AWS::ImageBuilder::Component
    Condition: IsProd
    Properties:
      Name: !Sub ${AWS::StackName}-web
      Version: '1.0.0'
      Data: |
        name: web
        schemaVersion: 1.0

        phases:
          - name: build
      Tags: {}

  WebRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action:
              - sts:AssumeRole
              - sts:*
            Condition:
              StringEquals:
                aws:SourceAccount: '111122223333'
      MaxSessionDuration: 3600
      UserData:
        Fn::Base64: !Sub |-
          #!/bin/bash
          echo ${AWS::Region}
      Arns:
        - !GetAtt WebComponent.Arn
        - !If
          - IsProd
          - !Ref Subnet
          - !Ref AWS::NoValue
        - !Join
          - ','
          - - a
            - !GetAZs ''
        - - true
          - null
          - 0.5

Outputs:
  Arn:
    Value: !GetAtt Nested.Outputs.Arn
"""


def value(given: object) -> str:
    """The text behind the head of one entry, as if the entry stood at the margin."""
    text = to_yaml({"Metadata": {"K": given}}).removeprefix("Metadata:\n  K:")
    return text.removesuffix("\n").removeprefix(" ").replace("\n  ", "\n")


def test_a_template_reads_as_a_person_would_write_it():
    assert to_yaml(TEMPLATE) == YAML


def test_cfn_lint_reads_what_was_given():
    template, findings = decode_str(to_yaml(TEMPLATE))
    assert findings == []
    assert json.dumps(template) == json.dumps(TEMPLATE)


def test_json_is_indented_and_keeps_letters_as_they_are():
    assert to_json({"Ä": ["é", {}]}) == '{\n  "Ä": [\n    "é",\n    {}\n  ]\n}\n'


@pytest.mark.parametrize(
    "text",
    [
        *("a", "t3.micro", "AWS::EC2::Image", "arn:aws:s3:::b/*", "${AWS::Region}-x", "/dev/xvda"),
        *("cron(0 3 * * ? *)", "it's", 'say "hi"', "a#b", "a, b", "e0x", "é", "漢字", "😀"),
        *("no one", "yesterday", "nullable", "https://example.com/?a=b&c#d", "a - b", "_x"),
    ],
)
def test_plain_text_stays_plain(text):
    assert value(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", " a", "a ", "a  b", "a: b", "a:", "a #b", "# a", "- a", "-", "? a", ": a", ":a"),
        *("!Ref a", "&a", "*a", "|", ">", "%a", "@a", "`a", "{a}", "[a]", ",a", '"a', "\\a"),
        *("y", "N", "yes", "No", "ON", "off", "True", "false", "null", "NULL", "~", "<<", "="),
        *("0", "-1", "+1", "1.10", "1e3", "0x1F", "0o17", "017", "0b1", "1_000", "1,000", ".5"),
        *("12:30", "190:20:30", ".inf", "-.INF", ".NaN", "e0", "E+3", "111122223333", "1.0.x"),
        *("2012-10-17", "2001-12-14t21:59:43.10-05:00", "10.0.0.0/16", "---", "..."),
    ],
)
def test_text_that_a_reader_could_mistake_is_quoted(text):
    assert value(text) == f"'{text}'"
    assert to_yaml({text: 1}) == f"'{text}': 1\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("'a'", "'''a'''"),
        ("a\tb", r'"a\tb"'),
        ("a\r\nb", r'"a\r\nb"'),
        ("\n", r'"\n"'),
        (" \n ", r'" \n "'),
        ("a \nb", r'"a \nb"'),
        ("a\t\nb", r'"a\t\nb"'),
        ('"\\\x00\x85\ufeff', r'"\"\\\x00\x85\ufeff"'),
        ("a\u2028b\u202e", r'"a\u2028b\u202e"'),
        ("\U000e0041", r'"\U000e0041"'),
    ],
)
def test_text_with_what_no_line_can_show_is_escaped(text, written):
    assert value(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\nb", "|-\n  a\n  b"),
        ("a\n\n  b\n", "|\n  a\n\n    b"),
        ("a\n\n\n", "|+\n  a\n\n"),
        (" a\nb", "|2-\n   a\n  b"),
        ("\ta\nb\n", "|2\n  \ta\n  b"),
        ("\n\na", "|2-\n\n\n  a"),
        ("\n a\n\n", "|2+\n\n   a\n"),
        ("a: b # c\n\t- 'd'\n", "|\n  a: b # c\n  \t- 'd'"),
    ],
)
def test_lines_go_into_a_literal_block(text, written):
    assert value(text) == written


def test_blank_lines_stand_once_between_sections_and_resources():
    """A block that keeps its blank lines would otherwise gain the one that separates."""
    template = {"Resources": {"A": {"Data": "a\n\n"}, "B": {"Data": "b\n"}}, "Metadata": {}}
    assert to_yaml(template) == dedent(
        """\
        Resources:
          A:
            Data: |+
              a

          B:
            Data: |
              b

        Metadata: {}
        """
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (-7, "-7"), (0.5, "0.5"), (1e16, "1.0e+16"), (1.5e-7, "1.5e-07"), (-0.0, "-0.0")],
)
def test_numbers_are_numbers_for_yaml_1_1_too(number, written):
    assert value(number) == written


def test_subclasses_are_written_as_what_they_hold():
    template = {Colour.RED: [Colour.RED, Size.LARGE, Count.TWO, OrderedDict(a=("b",))]}
    assert to_yaml(template) == "red:\n  - red\n  - large one\n  - 2\n  - a:\n      - b\n"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"Fn::Base64": {"Ref": "A"}}, "\n  Fn::Base64: !Ref A"),
        ({"Fn::GetAZs": {"Ref": "AWS::Region"}}, "\n  Fn::GetAZs: !Ref AWS::Region"),
        (
            {"Fn::ImportValue": {"Fn::Sub": ["${A}", {"A": "a"}]}},
            "\n  Fn::ImportValue: !Sub\n    - ${A}\n    - A: a",
        ),
        ([{"Fn::Base64": {"Ref": "A"}}], "\n  - Fn::Base64: !Ref A"),
        ({"Fn::Transform": {"Name": "Include"}}, "!Transform\n  Name: Include"),
        ({"Fn::Transform": {"Ref": "A"}}, "\n  Fn::Transform: !Ref A"),
    ],
)
def test_a_tag_never_stands_on_a_tag(given, written):
    assert value(given) == written


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"Ref": 1}, "\n  Ref: 1"),
        ({"Ref": {"a": 1}}, "\n  Ref:\n    a: 1"),
        ({"Ref": "A", "Other": "B"}, "\n  Ref: A\n  Other: B"),
        ({"ref": "A"}, "\n  ref: A"),
        ({"Fn::Sub": None}, "\n  Fn::Sub: null"),
        ({"Fn::Join": "a"}, "\n  Fn::Join: a"),
        ({"Fn::GetAtt": "A.B"}, "\n  Fn::GetAtt: A.B"),
        ({"Fn::GetAtt": ["A.B", "C"]}, "\n  Fn::GetAtt:\n    - A.B\n    - C"),
        ({"Fn::GetAtt": ["A", {"Ref": "B"}]}, "\n  Fn::GetAtt:\n    - A\n    - !Ref B"),
        ({"Condition": "A"}, "\n  Condition: A"),
        ({"Condition": {"Bool": {"a": True}}}, "\n  Condition:\n    Bool:\n      a: true"),
        ([{"Condition": "A"}], "\n  - Condition: A"),
        (
            {"Fn::If": ["A", {"Condition": "B"}, "C"]},
            "!If\n  - A\n  - Condition: B\n  - C",
        ),
    ],
)
def test_what_only_resembles_a_function_keeps_its_keys(given, written):
    assert value(given) == written


@pytest.mark.parametrize("write", [to_yaml, to_json])
@pytest.mark.parametrize(
    ("template", "error", "message"),
    [
        ({"A": [{"B": {1}}]}, TypeError, "A[0].B: a set, expected what JSON can hold"),
        ({"A": b"x"}, TypeError, "A: a bytes, expected what JSON can hold"),
        ({"A": {1: "x"}}, TypeError, "A: the key 1, expected text"),
        ({None: "x"}, TypeError, "template: the key None, expected text"),
        ({"A": [float("nan")]}, ValueError, "A[0]: the number nan, expected a finite one"),
        ({"A": "\ud800"}, ValueError, "A: the lone surrogate U+D800, expected a character"),
        ({"A": "a\n\udfff\n"}, ValueError, "A: the lone surrogate U+DFFF, expected a character"),
        (
            {"A": {"k" * 1025: 1}},
            ValueError,
            "A: a key of 1025 characters, expected at most 1024",
        ),
    ],
)
def test_what_cannot_be_written_is_named_with_its_path(write, template, error, message):
    with pytest.raises(error) as caught:
        write(template)
    assert str(caught.value) == message


def test_the_longest_key_still_reads_back():
    template, findings = decode_str(to_yaml({"Metadata": {"k" * 1024: 1}}))
    assert findings == []
    assert template == {"Metadata": {"k" * 1024: 1}}


def test_the_keys_of_a_section_are_names_even_if_there_is_only_one():
    """CloudFormation includes a snippet into a section by the long form."""
    assert to_yaml({"Resources": {"Ref": "A"}}) == "Resources:\n  Ref: A\n"


def test_an_empty_template_is_an_empty_mapping():
    assert to_yaml({}) == "{}\n"
