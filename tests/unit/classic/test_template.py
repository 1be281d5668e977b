"""AmiFactory.yml: what is deployed is what is tested, and both linters like it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.classic.assemble import classic_template
from generator.classic.scheduled_image import ScheduledImage
from generator.classic.sources import HERE as CLASSIC
from generator.lint import engine_cfn_lint, engine_cfn_validate
from generator.templates.text import to_yaml

GOLDEN = Path(__file__).parent.parent.parent / "golden" / "good" / "AmiFactory.yml"

WEEKLY = ScheduledImage(
    logical_id="FactoryWebSchedule",
    image_name="web",
    expression="cron(0 4 ? * SUN *)",
    timezone="Europe/Berlin",
    enabled=True,
    event='{"amis":[{"imageName":"web","sourceImage":"ami-0de53d8956e8dcf80"}]}',
)


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    return classic_template((WEEKLY,))


def statements(template: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of every role's own policies."""
    for name, resource in template["Resources"].items():
        policies = resource.get("Properties", {}).get("Policies", [])
        for policy in policies["Fn::If"][1] if isinstance(policies, dict) else policies:
            for statement in policy["PolicyDocument"]["Statement"]:
                chosen = statement["Fn::If"][1] if "Fn::If" in statement else statement
                yield name, chosen


def test_the_template_without_schedules_is_kept(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN, to_yaml(classic_template()))


@pytest.mark.parametrize("scheduled", [(), (WEEKLY,)], ids=["no schedule", "a schedule"])
@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
def test_both_linters_find_nothing(engine: Any, scheduled: tuple[ScheduledImage, ...]) -> None:
    text = to_yaml(classic_template(scheduled))

    assert [("AmiFactory.yml", ())] == list(engine.diagnose([("AmiFactory.yml", text)]))


@pytest.mark.parametrize(
    ("function", "file"), [("BuildAmi", "build_ami.py"), ("RotateAmi", "rotate_ami.py")]
)
def test_the_deployed_code_is_the_tested_file(function: str, file: str) -> None:
    """Byte for byte, also after YAML."""
    text = to_yaml(classic_template())
    source = (CLASSIC / "functions" / file).read_text(encoding="utf-8")
    read = yaml.load(text, Loader=loader())  # noqa: S506  # a safe loader
    inline = read["Resources"][function]["Properties"]["Code"][2]["ZipFile"]

    assert source == inline


def loader() -> type[yaml.SafeLoader]:
    class Short(yaml.SafeLoader):
        """Reads short forms as what stands in them."""

    def plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        return loader.construct_scalar(node)

    Short.add_multi_constructor("!", plain)
    return Short


@pytest.mark.parametrize("name", ["linux", "windows"])
def test_the_deployed_documents_are_the_tested_ones(template: dict[str, Any], name: str) -> None:
    """But for the defaults that the deployer chooses."""
    tested = yaml.safe_load((CLASSIC / "documents" / f"{name}.yaml").read_text(encoding="utf-8"))
    title = f"Default{name.capitalize()}AmiDocument"
    deployed = template["Resources"][title]["Properties"]["Content"]

    assert tested["mainSteps"] == deployed["mainSteps"]
    assert set(tested["parameters"]) == set(deployed["parameters"])


def test_a_schedule_carries_its_image_as_constant_input(template: dict[str, Any]) -> None:
    schedule = template["Resources"]["FactoryWebSchedule"]["Properties"]

    assert "cron(0 4 ? * SUN *)" == schedule["ScheduleExpression"]
    assert "Europe/Berlin" == schedule["ScheduleExpressionTimezone"]
    assert ["web"] == [ami["imageName"] for ami in json.loads(schedule["Target"]["Input"])["amis"]]


def test_roles_are_passed_to_one_service_each(template: dict[str, Any]) -> None:
    passed = [
        (name, statement["Resource"], statement["Condition"]["StringEquals"])
        for name, statement in statements(template)
        if "iam:PassRole" in statement["Action"]
    ]

    assert [
        (
            "AutomationRole",
            {"Fn::GetAtt": ["BuildInstanceRole", "Arn"]},
            {"iam:PassedToService": {"Fn::Sub": "ec2.${AWS::URLSuffix}"}},
        ),
        (
            "BuildAmiRole",
            {"Fn::GetAtt": ["AutomationRole", "Arn"]},
            {"iam:PassedToService": "ssm.amazonaws.com"},
        ),
    ] == passed


def test_what_changes_anything_in_ec2_is_bound_to_the_factory(template: dict[str, Any]) -> None:
    """Every action but reading and RunInstances' inputs has a condition on the factory's tag."""
    free = [
        (statement["Sid"], action)
        for _, statement in statements(template)
        for action in (
            [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        )
        if action.startswith("ec2:")
        and not action.startswith("ec2:Describe")
        and "amifactory:factory" not in json.dumps(statement.get("Condition", {}))
    ]

    assert [
        ("LaunchFrom", "ec2:RunInstances"),
        ("WorkInSubnet", "ec2:CreateNetworkInterface"),
        ("WorkInSubnet", "ec2:DeleteNetworkInterface"),
        ("WorkInSubnet", "ec2:CreateNetworkInterface"),
        ("WorkInSubnet", "ec2:DeleteNetworkInterface"),
    ] == free


def test_nothing_is_open_inwards(template: dict[str, Any]) -> None:
    group = template["Resources"]["BuildSecurityGroup"]["Properties"]

    assert "SecurityGroupIngress" not in group


def test_every_parameter_is_labelled_grouped_and_described(template: dict[str, Any]) -> None:
    interface = template["Metadata"]["AWS::CloudFormation::Interface"]
    grouped = [name for group in interface["ParameterGroups"] for name in group["Parameters"]]
    parameters = template["Parameters"]

    assert sorted(parameters) == sorted(grouped)
    assert sorted(parameters) == sorted(interface["ParameterLabels"])
    assert [] == [name for name, about in parameters.items() if "Default" not in about]
    assert [] == [name for name, about in parameters.items() if len(about["Description"]) < 20]


def test_the_launch_lock_names_the_deploying_account(template: dict[str, Any]) -> None:
    text = json.dumps(template["Resources"]["ApprovedAmisOnly"])

    assert "000000000000" not in text
    assert '{"Ref": "AWS::AccountId"}' in text


def granted(template: dict[str, Any], role: str) -> set[str]:
    return {
        action
        for name, statement in statements(template)
        if name == role
        for action in (
            [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        )
    }


def steps(name: str) -> list[dict[str, Any]]:
    text = (CLASSIC / "documents" / f"{name}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["mainSteps"]
    return found


@pytest.mark.parametrize("name", ["linux", "windows"])
def test_the_documents_may_do_what_their_steps_call(template: dict[str, Any], name: str) -> None:
    called = {
        f"{step['inputs']['Service']}:{step['inputs']['Api']}"
        for step in steps(name)
        if "Api" in step.get("inputs", {})
    }

    assert set() == called - granted(template, "AutomationRole")


@pytest.mark.parametrize("name", ["linux", "windows"])
def test_the_documents_may_run_the_commands_they_name(template: dict[str, Any], name: str) -> None:
    named = {step["inputs"].get("DocumentName") for step in steps(name)} - {None}
    allowed = json.dumps(template["Resources"]["AutomationRole"])

    assert [] == [document for document in named if f"document/{document}" not in allowed]


@pytest.mark.parametrize("function", ["build_ami", "rotate_ami"])
def test_a_function_may_do_what_its_code_calls(template: dict[str, Any], function: str) -> None:
    """Calls of boto3 clients and of paginators, read from the source."""
    source = (CLASSIC / "functions" / f"{function}.py").read_text(encoding="utf-8")
    calls = set(re.findall(r'(?:client\("ec2"\)|ssm\(\))\.([a-z_]+)\(', source))
    calls |= {name for _, name in re.findall(r'listed\(\s*"([a-z0-9]+)", "([a-z_]+)"', source)}
    role = "BuildAmiRole" if function == "build_ami" else "RotateAmiRole"
    allowed = {action.partition(":")[2] for action in granted(template, role)}

    assert len(calls) >= 3
    assert set() == {"".join(map(str.capitalize, name.split("_"))) for name in calls} - allowed
