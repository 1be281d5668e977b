"""Logical ids and names within AmiFactory.yml."""

from __future__ import annotations

from typing import Final

AUTOMATION_ROLE: Final = "AutomationRole"
BUILD_ROLE: Final = "BuildInstanceRole"
BUILD_PROFILE: Final = "BuildInstanceProfile"
BUILD_GROUP: Final = "BuildSecurityGroup"
LAUNCH_TEMPLATE: Final = "BuildLaunchTemplate"
KEY: Final = "FactoryKey"
LINUX_DOCUMENT: Final = "DefaultLinuxAmiDocument"
WINDOWS_DOCUMENT: Final = "DefaultWindowsAmiDocument"
BUILD_AMI: Final = "BuildAmi"
ROTATE_AMI: Final = "RotateAmi"
DEAD_LETTERS: Final = "FailedEvents"
SCHEDULE_ROLE: Final = "ScheduleRole"
LAUNCH_LOCK: Final = "ApprovedAmisOnly"

IN_VPC: Final = "InVpc"
HAS_KEY_PAIR: Final = "HasKeyPair"
OWN_KEY: Final = "OwnKey"
CODE_IN_BUCKET: Final = "CodeInBucket"
LAMBDA_IN_VPC: Final = "FunctionsInVpc"
HAS_ACCOUNTS: Final = "HasConsumerAccounts"
HAS_ORGANIZATION: Final = "HasConsumerOrganization"
HAS_SCRIPT_BUCKET: Final = "HasBootstrapBucket"
HAS_AUTHORIZED_KEY: Final = "HasAuthorizedKey"
"""Conditions."""
