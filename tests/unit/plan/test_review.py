"""What a deployment does to resources."""

from __future__ import annotations

import pytest

from generator.deploy import guard
from generator.plan import stateful
from generator.plan.resource_changes import Action
from generator.plan.review import creation, nothing_changes, review, unchanged
from generator.ports.stacks import Change, ChangeSet, PropertyChange, Stack
from tests.unit.plan.conftest import WEB

DEFAULTS = {"SubnetId": "default-vpc", "SecurityGroupIds": "sg-00000000"}
LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"


def change_set(*changes: Change, status: str = "CREATE_COMPLETE", reason: str = "") -> ChangeSet:
    return ChangeSet("arn", "amifactory-plan-1", status, reason, "AVAILABLE", changes)


@pytest.fixture
def told(target_of):
    """The review of what AWS tells, with the same template before and after."""
    target = target_of()
    stack = Stack("arn", "web", "CREATE_COMPLETE", tags=target.tags)
    return lambda *changes: review(target, change_set(*changes), target.template, stack)


def by_id(found) -> dict:
    return {each.logical_id: each for each in found.resources}


def test_a_new_stack_gets_all_its_resources(target_of) -> None:
    target = target_of()

    assert list(target.template["Resources"]) == [r.logical_id for r in creation(target).resources]
    assert {Action.ADD} == {each.action for each in creation(target).resources}


def test_resources_whose_condition_does_not_hold_are_not_made(target_of) -> None:
    """AmiFactory.yml has some that hang on its parameters."""
    plain = creation(target_of(engine="classic"))
    locked = creation(target_of(engine="classic", parameters={"ImageBuilderVPCId": "vpc-12345678"}))

    assert len(plain.resources) <= len(locked.resources)
    assert plain.resources


def test_replacement_is_told_with_what_forces_it(reviewed) -> None:
    found = by_id(reviewed(WEB.replace("web-1.sh", "web-2.sh")))

    assert Action.REPLACE is found["WebserverBootstrap"].action
    assert ("Data",) == found["WebserverBootstrap"].forced_by
    assert Action.REPLACE is found["WebserverRecipe"].action
    assert ("Components",) == found["WebserverRecipe"].forced_by
    assert Action.CHANGE is found["WebserverPipeline"].action
    assert "web.yaml:6" == found["WebserverBootstrap"].origin


@pytest.mark.parametrize(
    ("action", "replacement", "expected"),
    [
        ("Add", "", Action.ADD),
        ("Remove", "", Action.REMOVE),
        ("Import", "", Action.IMPORT),
        ("Dynamic", "", Action.UNKNOWN),
        ("SyncWithActual", "", Action.SYNC),
        ("Modify", "False", Action.CHANGE),
        ("Modify", "", Action.CHANGE),
        ("Modify", "True", Action.REPLACE),
        ("Modify", "Conditional", Action.MAY_REPLACE),
        ("Tomorrow", "", Action.UNKNOWN),
    ],
)
def test_every_action_of_the_service_has_its_own(told, action, replacement, expected) -> None:
    change = Change(action, "ApiRecipe", "AWS::ImageBuilder::ImageRecipe", "", replacement)

    assert expected is by_id(told(change))["ApiRecipe"].action


def test_a_recipe_that_aws_may_replace_is_told_as_uncertain(told) -> None:
    """Nothing it refers to is replaced, so only AWS can tell."""
    forcing = PropertyChange("/Properties/ParentImage", "a", LATER, "Always")
    found = told(
        Change("Modify", "ApiRecipe", "AWS::ImageBuilder::ImageRecipe", "", "Conditional", "",
               (forcing,))
    )  # fmt: skip
    image = next(each for each in found.images if each.name == "api")

    assert ("new recipe, next build differs", False) == (str(image.impact), image.certain)


def test_values_that_only_aws_knows_are_told_as_aws_tells_them(told) -> None:
    """Of parameters and references: the templates are the same."""
    found = told(
        Change(
            "Modify",
            "InfrastructureX86",
            "AWS::ImageBuilder::InfrastructureConfiguration",
            properties=(
                PropertyChange("/Properties/SubnetId", None, "subnet-12345678", "Never"),
                PropertyChange("/Properties/InstanceProfileName", "old", LATER, "Never"),
            ),
        )
    )
    differences = by_id(found)["InfrastructureX86"].differences

    assert [
        ("SubnetId", None, "subnet-12345678", True),
        ("InstanceProfileName", "old", None, False),
    ] == [(each.path, each.before, each.after, each.known) for each in differences]


def test_what_cannot_be_made_again_is_guarded(reviewed) -> None:
    """Logs go with an image; its key stays by its policy, but then it is nobody's."""
    two = WEB + '    accounts: ["444455556666"]\n'
    found = reviewed(WEB[: WEB.index("  - imageName: api")], two)

    assert {"ApiImageLogs", "ApiPipelineLogs", "ApiAmiKey"} == {
        each.logical_id for each in found.guarded
    }
    assert by_id(found)["ApiAmiKey"].kept
    assert not by_id(found)["ApiAmiKey"].lost


def test_the_stack_policy_guards_the_same_types() -> None:
    assert stateful.GUARDED == guard.GUARDED


@pytest.mark.parametrize(
    ("policy", "lost", "kept"),
    [("ReplaceAndDelete", True, False), ("ReplaceAndRetain", False, True), ("", False, True)],
)
def test_what_aws_says_of_the_old_resource_counts_before_the_template(
    told, policy: str, lost: bool, kept: bool
) -> None:
    """The log bucket's own policy in the template is Retain."""
    change = Change("Modify", "LogBucket", "AWS::S3::Bucket", "b", "True", policy)
    found = by_id(told(change))["LogBucket"]

    assert (lost, kept) == (bool(found.lost), found.kept)


def test_a_note_on_the_payload_is_no_change_of_the_image(told) -> None:
    note = PropertyChange("/Metadata", None, None, "Never")
    kind = "AWS::ImageBuilder::ImagePipeline"
    found = told(Change("Modify", "ApiPipeline", kind, properties=(note,)))

    assert by_id(found)["ApiPipeline"].only_metadata
    assert {"nothing"} == {str(each.impact) for each in found.images}


@pytest.mark.parametrize("path", ["/Tags", "/Properties/Tags/1/Value"])
def test_tags_that_the_stack_hands_on_change_no_image(told, path: str) -> None:
    tag = PropertyChange(path, None, None, "Never")
    kind = "AWS::ImageBuilder::ImagePipeline"
    found = told(Change("Modify", "ApiPipeline", kind, "", "False", "", (tag,)))

    assert by_id(found)["ApiPipeline"].only_tags
    assert {"nothing"} == {str(each.impact) for each in found.images}


def test_parameters_tags_and_outputs_are_differences_of_the_stack(target_of) -> None:
    target = target_of(parameters={"SubnetId": "subnet-12345678"})
    stack = Stack("arn", "web", "CREATE_COMPLETE", parameters=DEFAULTS)
    before = {**target.template, "Outputs": {}}
    found = review(target, change_set(), before, stack)

    assert [
        "Parameters.SubnetId",
        "Tags.amifactory:factory",
        "Outputs.WebserverPipelineArn",
        "Outputs.ApiPipelineArn",
        "Outputs.LogBucketName",
    ] == [each.path for each in found.stack]


@pytest.mark.parametrize(
    "reason",
    [
        "The submitted information didn't contain changes. Submit different information.",
        "No updates are to be performed.",
        "no updates are to be performed",
    ],
)
def test_an_empty_change_set_is_known_by_its_words(reason: str) -> None:
    assert nothing_changes(change_set(status="FAILED", reason=reason))
    assert not nothing_changes(change_set(status="FAILED", reason="Access denied"))


def test_the_same_again_is_unchanged(target_of) -> None:
    """So that AWS need not be asked; other lines in the payload are the same."""
    target = target_of()
    stack = Stack("arn", "web", "CREATE_COMPLETE", parameters=DEFAULTS, tags=target.tags)
    moved = target_of(f"# more\n{WEB}")

    assert unchanged(target, target.template, stack)
    assert unchanged(moved, target.template, stack)
    assert not unchanged(target_of(WEB.replace("web-1", "web-2")), target.template, stack)
    assert not unchanged(target, target.template, Stack("arn", "web", "CREATE_COMPLETE"))


def test_values_that_aws_looks_up_anew_are_never_unchanged(target_of) -> None:
    from dataclasses import replace

    target = target_of()
    kind = {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"}
    template = {**target.template, "Parameters": {"Ami": kind}}
    stack = Stack("arn", "web", "CREATE_COMPLETE", tags=target.tags)

    assert not unchanged(replace(target, template=template), template, stack)
