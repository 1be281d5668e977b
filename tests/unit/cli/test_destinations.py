"""`amifactory deploy --destinations`: accounts that receive copies get their role."""

from __future__ import annotations

import json

import pytest

from generator.localaws.door import local_aws
from tests.fakes.service_models import read_once

HERE, ONE, TWO = "123456789012", "111122223333", "444455556666"
PAYLOAD = """\
factory:
  region: eu-west-1
  kmsKeyId: arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
  permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
amis:
  - imageName: base
    sourceImage: ami-0123456789abcdef0
    copyToAccounts: ["111122223333", "444455556666"]
"""
ROLE = "EC2ImageBuilderDistributionCrossAccountRole"
PLACE = "StackSet amifactory-destination-account (eu-west-1, 123456789012, emulated)"


def trust(principal: dict[str, str]) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def admit(aws, *accounts: str) -> None:
    """Let StackSets work there."""
    for account in accounts:
        aws.client("iam", account=account).create_role(
            RoleName="AWSCloudFormationStackSetExecutionRole",
            AssumeRolePolicyDocument=trust({"AWS": HERE}),
        )


def roles(aws, account: str) -> list[str]:
    listed = aws.client("iam", account=account).list_roles()["Roles"]
    return [each["RoleName"] for each in listed if each["RoleName"] == ROLE]


@pytest.fixture
def aws(monkeypatch, here):
    """An AWS whose time flies, behind its server: each request finds it a minute later."""
    read_once(monkeypatch)
    (here / "copying.yaml").write_text(PAYLOAD)
    (here / "plain.yaml").write_text("amis: [{imageName: a, sourceImage: ami-0123456789abcdef0}]")
    with local_aws(accounts=[ONE, TWO], speed=5000) as aws:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        monkeypatch.setenv("AWS_REGION", "eu-west-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint())
        monkeypatch.setenv("AMIFACTORY_POLL", "0.02")
        aws.client("iam").create_role(
            RoleName="AWSCloudFormationStackSetAdministrationRole",
            AssumeRolePolicyDocument=trust({"Service": "cloudformation.amazonaws.com"}),
        )
        yield aws


@pytest.fixture
def deploy(amifactory, aws):  # noqa: ARG001  # it has to be there
    def call(*more: str, file: str = "copying.yaml"):
        return amifactory("deploy", file, "--destinations", *more)

    return call


def test_the_accounts_of_the_payload_get_their_role(aws, deploy) -> None:
    admit(aws, ONE, TWO)

    said = deploy("--yes")

    assert 0 == said.code, said.err
    assert "done: the accounts can receive copies\n" == said.out
    assert [
        PLACE,
        "  + the StackSet itself: its access to accounts is a role that each of them has",
        f"    its accounts let {HERE} copy AMIs into them",
        f"  + {ONE}",
        f"  + {TWO}",
        "created the StackSet amifactory-destination-account",
        f"{ONE} added",
        f"{TWO} added",
    ] == said.err.splitlines()
    assert [[ROLE], [ROLE]] == [roles(aws, each) for each in (ONE, TWO)]
    again = deploy()
    assert (0, "nothing to change: 2 accounts can receive copies\n") == (again.code, again.out)


def test_an_account_that_does_not_let_us_in_is_told_with_what_to_do(aws, deploy) -> None:
    admit(aws, ONE)

    said = deploy("--yes")

    assert 1 == said.code
    assert (
        f"error: {TWO}: Account {TWO} should have 'AWSCloudFormationStackSetExecution" in said.err
    )
    assert f"  hint: in account {TWO}, create the role that lets StackSets of {HERE}" in said.err
    assert "AWSCloudFormationStackSetExecutionRole.yml" in said.err
    assert [[ROLE], []] == [roles(aws, each) for each in (ONE, TWO)]
    admit(aws, TWO)
    again = deploy("--yes")
    assert 0 == again.code
    assert f"  + {TWO}, which failed before" in again.err


def test_accounts_that_are_not_asked_for_go_only_when_told_to(aws, deploy) -> None:
    admit(aws, ONE, TWO)
    deploy("--yes")

    kept = deploy("--accounts", ONE)
    assert 0 == kept.code
    assert f"note: {TWO} has it and was not asked for; --remove takes it out" in kept.err
    gone = deploy("--accounts", ONE, "--remove", "--yes", "--format", "json")

    assert [[ROLE], []] == [roles(aws, each) for each in (ONE, TWO)]
    assert [TWO] == gone.json["plan"]["remove"]
    assert [("DELETE", "SUCCEEDED")] == [
        (each["action"], each["status"]) for each in gone.json["operations"]
    ]
    assert "" == gone.err


def test_an_organization_needs_no_roles(aws, deploy) -> None:
    api = aws.client("organizations")
    api.create_organization(FeatureSet="ALL")
    root = api.list_roots()["Roots"][0]["Id"]
    unit = api.create_organizational_unit(ParentId=root, Name="web")["OrganizationalUnit"]["Id"]
    made = api.create_account(Email="web@example.com", AccountName="web")
    account = made["CreateAccountStatus"]["AccountId"]
    api.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)

    refused = deploy("--organizational-unit", unit, "--yes", file="plain.yaml")
    assert 1 == refused.code
    assert "aws cloudformation activate-organizations-access" in refused.err
    aws.client("cloudformation").activate_organizations_access()
    said = deploy("--organizational-unit", unit, "--yes", file="plain.yaml")

    assert 0 == said.code, said.err
    assert [ROLE] == roles(aws, account)
    assert f"  + {unit}" in said.err


def test_another_source_account_is_guarded(aws, deploy) -> None:
    admit(aws, ONE, TWO)
    deploy("--yes")

    said = deploy("--source-account", TWO, "--yes")

    assert 2 == said.code
    assert f"lets account {HERE} copy its AMIs, not {TWO}" in said.err


WRONG = [
    (("--accounts", "12"), "is not an account id of 12 digits"),
    (("--organizational-unit", "web"), "is not the id of a unit"),
    (("--accounts", ONE, "--organizational-unit", "ou-ab12-cdefgh34"), "not both"),
    (("--delegated-admin",), "goes with --organizational-unit"),
    (("--no-wait",), "--no-wait does not go with --destinations"),
    (("--stack-name", "web"), "--stack-name does not go with --destinations"),
    ((), "deploy --destinations asks before it acts"),
]


def test_a_wrong_command_line_changes_nothing(aws, deploy) -> None:
    """One AWS for all, since nothing comes of it."""
    ended = [deploy(*arguments) for arguments, _ in WRONG]

    assert [2] * len(WRONG) == [each.code for each in ended]
    assert [] == [
        said for (_, said), each in zip(WRONG, ended, strict=True) if said not in each.err
    ]
    assert [] == aws.client("cloudformation").list_stack_sets()["Summaries"]


def test_options_of_destinations_need_it(amifactory, here) -> None:
    (here / "copying.yaml").write_text(PAYLOAD)

    said = amifactory("deploy", "copying.yaml", "--accounts", ONE)

    assert 2 == said.code
    assert "these options need --destinations" in said.err


def test_payloads_without_copies_have_no_destinations(deploy) -> None:
    said = deploy("--yes", file="plain.yaml")

    assert 2 == said.code
    assert "no image is copied to another account (copyToAccounts)" in said.err


def test_a_payload_with_errors_changes_nothing(aws, deploy, here) -> None:
    (here / "faulty.yaml").write_text("amis: [{imageName: base, sourceImage: ami-01}]\n")

    assert 3 == deploy("--yes", file="faulty.yaml").code
    assert [] == aws.client("cloudformation").list_stack_sets()["Summaries"]
