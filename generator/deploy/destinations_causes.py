"""Why stacks of a StackSet fail, and exactly what to do about it."""

from __future__ import annotations

import re

_SAMPLES = "https://s3.amazonaws.com/cloudformation-stackset-sample-templates-us-east-1"
"""AWS's own templates (CloudFormation User Guide, "Grant self-managed permissions")."""
ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole"
EXECUTION = "AWSCloudFormationStackSetExecutionRole"

_CAUSES = (
    (
        rf"Account (?P<account>[0-9]{{12}}) should have '?{EXECUTION}",
        (
            f"in account {{account}}, create the role that lets StackSets of {{here}} work there:\n"
            f"aws cloudformation create-stack --stack-name {EXECUTION} "
            f"--template-url {_SAMPLES}/{EXECUTION}.yml --capabilities CAPABILITY_NAMED_IAM "
            "--parameters ParameterKey=AdministratorAccountId,ParameterValue={here}\n"
            "or let the organization do it: --organizational-unit"
        ),
    ),
    (
        ADMINISTRATION,
        (
            "in account {here}, create the role by which StackSets work in other accounts:\n"
            f"aws cloudformation create-stack --stack-name {ADMINISTRATION} "
            f"--template-url {_SAMPLES}/{ADMINISTRATION}.yml --capabilities CAPABILITY_NAMED_IAM\n"
            "or let the organization do it: --organizational-unit"
        ),
    ),
    (
        r"enable organizations access|organizations access .*not (enabled|activated)",
        (
            "in the organization's management account, let StackSets work in its accounts:\n"
            "aws cloudformation activate-organizations-access"
        ),
    ),
    (
        r"management account or (a )?delegated admin|not .*delegated admin|CallAs",
        (
            "use credentials of the organization's management account, or those of a delegated "
            "administrator of StackSets with --delegated-admin"
        ),
    ),
    (
        (
            r"EC2ImageBuilderDistributionCrossAccountRole.*already exists|already exists.*Role|"
            r"EntityAlreadyExists"
        ),
        (
            "the account has the role EC2ImageBuilderDistributionCrossAccountRole already, made by "
            "hand or by a StackSet of another region: delete that one, or leave the account out"
        ),
    ),
    (
        r"SUSPENDED",
        "the account is suspended: leave it out",
    ),
    (
        r"service control policy|explicit deny",
        "a policy of the organization forbids it in that account: ask who keeps the policies",
    ),
)
"""(pattern in the reason, what to do), the special before the general."""


def advice(reason: str, here: str) -> str:
    """What to do, a line a step; empty when nothing is known. `here` is the account in use."""
    for pattern, said in _CAUSES:
        found = re.search(pattern, reason, re.IGNORECASE | re.DOTALL)
        if found:
            return said.format(here=here, **found.groupdict())
    return ""
