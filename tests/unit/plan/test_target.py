"""What a template wants of a deployment."""

from __future__ import annotations

import pytest

from generator.cli import targets
from generator.payload.tags import FACTORY_TAG, IMAGE_TAG
from generator.plan import origins
from generator.plan.conditions import wanted
from generator.plan.operations import last_operation
from generator.plan.references import closure, references
from generator.plan.target import capabilities, target
from generator.ports.stacks import Event
from tests.fakes.stacks import START

ROLE = {"Type": "AWS::IAM::Role", "Properties": {}}
NAMED = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "deployer"}}


def of(*resources: object, **more: object) -> dict[str, object]:
    return {"Resources": {f"R{n}": each for n, each in enumerate(resources)}, **more}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (of({"Type": "AWS::S3::Bucket"}), ()),
        (of(ROLE), ("CAPABILITY_IAM",)),
        (of(ROLE, NAMED), ("CAPABILITY_NAMED_IAM",)),
        (of({"Type": "AWS::IAM::RolePolicy", "Properties": {"PolicyName": "x"}}),
         ("CAPABILITY_IAM",)),
        (of(Transform="AWS::LanguageExtensions"), ("CAPABILITY_AUTO_EXPAND",)),
    ],
)  # fmt: skip
def test_the_least_capability_that_covers_it(template, expected) -> None:
    assert expected == capabilities(template)


def test_what_a_payload_wants(target_of) -> None:
    made = target_of(parameters={"SubnetId": "subnet-12345678"})

    assert ("web", "web", "web.yaml", "") == (made.name, made.factory, made.file, made.region)
    assert {"SubnetId": "subnet-12345678"} == made.parameters
    assert {"amifactory:factory": "web"} == made.tags
    assert ("Webserver", "api") == made.image_names
    assert "Webserver" == made.images["WebserverBootstrap"]
    assert "LogBucket" not in made.images
    assert "web.yaml:6" == made.origins["WebserverBootstrap"]
    assert "web.yaml:11" == made.origins["LinuxDockerComponent"]
    assert "web.yaml:5" == made.places["Webserver.sourceImage"]
    assert len(made.text.encode()) == made.size


def test_a_bare_template_tells_of_itself(target_of) -> None:
    """As a template that was generated before does."""
    whole = target_of()
    bare = target("web", whole.text, whole.template)

    assert whole.images == bare.images
    assert "web.yaml:6" == bare.origins["WebserverBootstrap"]
    assert {} == bare.tags


def test_what_accounts_with_copies_need() -> None:
    made = targets.destination("123456789012")

    assert ("CAPABILITY_NAMED_IAM",) == made.capabilities
    assert {"SourceAccountId": "123456789012"} == made.parameters


def test_the_tags_are_those_of_payloads() -> None:
    """The room imports no other, so it says them again."""
    assert (FACTORY_TAG, IMAGE_TAG) == (origins.FACTORY_TAG, origins.IMAGE_TAG)


def test_references_of_every_form() -> None:
    template = {
        "Resources": {
            "A": {"Properties": {"X": {"Ref": "B"}}, "DependsOn": ["C"]},
            "B": {"Properties": {"X": {"Fn::GetAtt": ["D", "Arn"]}}},
            "C": {"Properties": {"X": {"Fn::Sub": "${E.Arn}/${AWS::Region}/${!F}"}}},
            "D": {},
            "E": {"Properties": {"X": {"Fn::Sub": ["${Y}", {"Y": {"Ref": "D"}}]}}},
            "F": {},
        }
    }

    assert {"A", "B", "C", "D", "E"} == closure(["A"], references(template))


def test_conditions_are_weighed_as_far_as_they_can_be() -> None:
    def when(condition: str) -> dict[str, str]:
        return {"Type": "T", "Condition": condition}

    template = {
        "Parameters": {"Zone": {"Default": "none"}},
        "Conditions": {
            "InZone": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Zone"}, "none"]}]},
            "Out": {"Fn::Not": [{"Condition": "InZone"}]},
            "Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]},
            "Both": {"Fn::And": [{"Condition": "InZone"}, {"Condition": "Here"}]},
            "Either": {"Fn::Or": [{"Condition": "InZone"}, {"Condition": "Here"}]},
        },
        "Resources": {
            "Always": {"Type": "T"},
            **{name: when(name) for name in ("InZone", "Out", "Here", "Both", "Either")},
        },
    }

    assert ("Always", "Out", "Here", "Either") == wanted(template, {})
    assert ("Always", "InZone", "Here", "Both", "Either") == wanted(template, {"Zone": "a"})


def test_the_last_operation_begins_where_somebody_began_it() -> None:
    def event(number: int, status: str, physical_id: str = "arn") -> Event:
        return Event(str(number), START, "web", "T", status, physical_id=physical_id)

    events = [
        event(1, "CREATE_IN_PROGRESS"),
        event(2, "CREATE_COMPLETE"),
        event(3, "UPDATE_IN_PROGRESS"),
        event(4, "UPDATE_IN_PROGRESS", "a resource"),
        event(5, "UPDATE_ROLLBACK_IN_PROGRESS"),
    ]

    assert ("2", tuple(events[2:])) == last_operation(events, "arn")
    assert ("", ()) == last_operation([], "arn")


def test_loops_are_no_resources() -> None:
    """Of a stack that somebody changed by hand (AWS::LanguageExtensions, Fn::ForEach)."""
    loop = ["Name", ["A"], {"${Name}": {"Type": "AWS::SNS::Topic"}}]
    template = {"Resources": {"Fn::ForEach::Topics": loop, "One": {"Type": "AWS::SNS::Topic"}}}

    assert ["One"] == list(origins.resources(template))
