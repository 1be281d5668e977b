"""Actions of runbooks: what each needs, may take, and gives.

Systems Manager User Guide, "Systems Manager Automation actions reference". Actions that are not
here exist too; what they take is not checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One action; `open` when it takes more than is known here."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    outputs: tuple[str, ...] | None = ()
    """None when the step itself says what it gives."""
    open: bool = False
    longest: int | None = None
    """Seconds after which the service ends it."""


ACTIONS: Mapping[str, Action] = {
    "aws:runInstances": Action(
        ("ImageId",),
        ("InstanceType", "MinInstanceCount", "MaxInstanceCount", "IamInstanceProfileName",
         "IamInstanceProfileArn", "SubnetId", "SecurityGroupIds", "SecurityGroups", "UserData",
         "MetadataOptions", "BlockDeviceMappings", "TagSpecifications", "KeyName",
         "AdditionalInfo", "ClientToken", "DisableApiTermination", "EbsOptimized",
         "InstanceInitiatedShutdownBehavior", "KernelId", "Monitoring", "NetworkInterfaces",
         "Placement", "PrivateIpAddress", "RamdiskId", "AvailabilityZone"),
        ("InstanceIds", "InstanceStates"),
    ),
    "aws:runCommand": Action(
        ("DocumentName",),
        ("InstanceIds", "Targets", "Parameters", "TimeoutSeconds", "OutputS3BucketName",
         "OutputS3KeyPrefix", "CloudWatchOutputConfig", "Comment", "DocumentHash",
         "DocumentHashType", "DocumentVersion", "MaxConcurrency", "MaxErrors",
         "NotificationConfig", "ServiceRoleArn", "PreventConcurrentExecution"),
        ("CommandId", "Status", "ResponseCode", "Output"),
    ),
    "aws:changeInstanceState": Action(
        ("InstanceIds", "DesiredState"), ("CheckStateOnly", "Force", "AdditionalInfo"),
        ("InstanceStates",),
    ),
    "aws:createImage": Action(
        ("InstanceId", "ImageName"),
        ("ImageDescription", "NoReboot", "BlockDeviceMappings"), ("ImageId", "ImageState"),
    ),
    "aws:copyImage": Action(
        ("SourceRegion", "SourceImageId", "ImageName"),
        ("ImageDescription", "Encrypted", "KmsKeyId", "ClientToken"), ("ImageId", "ImageState"),
    ),
    "aws:deleteImage": Action(("ImageId",)),
    "aws:createTags": Action(("ResourceType", "ResourceIds", "Tags")),
    "aws:invokeLambdaFunction": Action(
        ("FunctionName",),
        ("Qualifier", "InvocationType", "LogType", "ClientContext", "InputPayload", "Payload"),
        ("StatusCode", "FunctionError", "LogResult", "Payload"), longest=300,
    ),
    "aws:executeScript": Action(
        ("Runtime",), ("Handler", "InputPayload", "Script", "Attachment"), None, longest=600
    ),
    "aws:executeAwsApi": Action(("Service", "Api"), (), None, open=True),
    "aws:waitForAwsResourceProperty": Action(
        ("Service", "Api", "PropertySelector", "DesiredValues"), (), None, open=True
    ),
    "aws:assertAwsResourceProperty": Action(
        ("Service", "Api", "PropertySelector", "DesiredValues"), (), None, open=True
    ),
    "aws:executeAutomation": Action(
        ("DocumentName",), ("DocumentVersion", "RuntimeParameters", "MaxConcurrency", "MaxErrors",
                            "TargetLocations", "TargetParameterName", "Targets", "TargetMaps"),
        ("Output", "ExecutionId", "Status"),
    ),
    "aws:branch": Action(("Choices",), ("Default",)),
    "aws:sleep": Action((), ("Duration", "Timestamp")),
    "aws:pause": Action(),
    "aws:approve": Action(
        ("Approvers",), ("NotificationArn", "Message", "MinRequiredApprovals"),
        ("ApprovalStatus", "ApproverDecisions"),
    ),
}  # fmt: skip

OTHERS = (
    "aws:createStack", "aws:deleteStack", "aws:executeStateMachine", "aws:invokeWebhook",
    "aws:loop", "aws:updateVariable", "aws:executeStateManagerAssociation",
)  # fmt: skip
"""Actions that exist, and that images do not need."""

RUNTIMES = ("python3.10", "python3.11", "PowerShell 7.4")
"""Of aws:executeScript."""

NO_CANCEL_JUMP = (
    "aws:approve", "aws:copyImage", "aws:createImage", "aws:createStack", "aws:createTags",
    "aws:pause", "aws:runInstances", "aws:sleep",
)  # fmt: skip
"""Actions that a step cannot go to when it is cancelled."""
