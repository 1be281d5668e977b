"""What to do about the reasons for which stacks of a StackSet fail."""

from __future__ import annotations

import pytest

from generator.deploy.destinations_causes import advice

HERE, THERE = "123456789012", "111122223333"


@pytest.mark.parametrize(
    ("reason", "parts"),
    [
        (
            (
                f"Account {THERE} should have 'AWSCloudFormationStackSetExecutionRole' role with "
                "trust relationship to Role 'AWSCloudFormationStackSetAdministrationRole'."
            ),
            (
                f"in account {THERE}",
                "AWSCloudFormationStackSetExecutionRole.yml",
                f"ParameterKey=AdministratorAccountId,ParameterValue={HERE}",
            ),
        ),
        (
            (
                f"Account {HERE} should have 'AWSCloudFormationStackSetAdministrationRole' role "
                "with trust relationship to CloudFormation service."
            ),
            (f"in account {HERE}", "AWSCloudFormationStackSetAdministrationRole.yml"),
        ),
        (
            "You must enable organizations access to operate a service managed stack set",
            ("aws cloudformation activate-organizations-access",),
        ),
        (
            "You must be the management account or delegated admin account of an organization",
            ("--delegated-admin",),
        ),
        (
            (
                "ResourceLogicalId:DistributionRole, ResourceType:AWS::IAM::Role, "
                "ResourceStatusReason:EC2ImageBuilderDistributionCrossAccountRole already exists."
            ),
            ("has the role EC2ImageBuilderDistributionCrossAccountRole already",),
        ),
        (
            "Not authorized, with an explicit deny in a service control policy",
            ("ask who keeps the policies",),
        ),
    ],
)
def test_advice_for_what_is_known(reason: str, parts: tuple[str, ...]) -> None:
    said = advice(reason, HERE)

    assert [] == [part for part in parts if part not in said]


def test_no_advice_is_better_than_a_guess() -> None:
    assert "" == advice("Something new", HERE)
