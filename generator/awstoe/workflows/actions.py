"""Step actions of workflows: where each may stand, what it takes and gives, how long it may run.

Image Builder User Guide, "Supported step actions for your workflow document".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BUILD, TEST, DISTRIBUTION = "BUILD", "TEST", "DISTRIBUTION"
ANY = (BUILD, TEST, DISTRIBUTION)
_MINUTE, _HOUR = 60, 3600
_COMMAND = ("runCommandId", "status", "output")


@dataclass(frozen=True, slots=True)
class StepAction:
    """One step action."""

    name: str
    stages: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    outputs: tuple[str, ...]
    longest: int
    """Seconds, the most that timeoutSeconds may say."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every input it takes."""
        return (*self.required, *self.optional)


_ALL = (
    StepAction("LaunchInstance", ANY, ("waitFor",),
               ("imageIdOverride", "instanceTypesOverride", "healthCheck"), ("instanceId",),
               12 * _HOUR),
    StepAction("BootstrapInstanceForContainer", ANY, ("instanceId",), (), _COMMAND, 12 * _HOUR),
    StepAction("ExecuteComponents", (BUILD, TEST), ("instanceId",), (), _COMMAND, 24 * _HOUR),
    StepAction("CollectImageMetadata", ANY, ("instanceId",), (), ("osVersion", "associationId"),
               12 * _HOUR),
    StepAction("CollectImageScanFindings", (TEST,), ("instanceId",), (), _COMMAND, 12 * _HOUR),
    StepAction("RunCommand", ANY, ("instanceId", "documentName"), ("parameters", "documentVersion"),
               _COMMAND, 12 * _HOUR),
    StepAction("RunSysPrep", ANY, ("instanceId",), (), _COMMAND, 12 * _HOUR),
    StepAction("SanitizeInstance", ANY, ("instanceId",), (), _COMMAND, 12 * _HOUR),
    StepAction("CreateImage", ANY, ("instanceId",), (), ("imageId",), 72 * _HOUR),
    StepAction("CreateImageFromIso", ANY, ("instanceId",), (),
               ("amiName", "snapshotId", "architecture"), 12 * _HOUR),
    StepAction("RegisterImage", ANY, (),
               ("amiName", "architecture", "blockDeviceMapping", "bootMode", "description",
                "enaSupport", "imdsSupport", "includeSnapshotTags", "rootDeviceName",
                "snapshotId", "tpmSupport", "uefiData"), ("imageId",), 12 * _HOUR),
    StepAction("TerminateInstance", ANY, ("instanceId",), ("waitForTermination",), (),
               30 * _MINUTE),
    StepAction("WaitForAction", ANY, (), ("snsTopicArn", "lambdaFunctionName", "payload"),
               ("action", "reason"), 168 * _HOUR),
    StepAction("WaitForSSMAgent", ANY, ("instanceId",), (), ("status",), 3 * _HOUR),
    StepAction("ExecuteStateMachine", ANY, ("stateMachineArn",), ("input",),
               ("executionArn", "output"), 24 * _HOUR),
    StepAction("DistributeImage", (DISTRIBUTION,), (), ("distributions",), ("distributedImages",),
               12 * _HOUR),
    StepAction("ModifyImageAttributes", (DISTRIBUTION,), ("distributedImages",), ("attributes",),
               ("modifiedImages",), 3 * _HOUR),
    StepAction("ApplyImageConfigurations", (DISTRIBUTION,), ("distributedImages",),
               ("configurations",), ("configuredImages",), 12 * _HOUR),
    StepAction("DistributeContainerImage", (DISTRIBUTION,), ("instanceId",), (),
               ("status", "succeededRegions", "failedRegions"), 12 * _HOUR),
)  # fmt: skip

ACTIONS: Mapping[str, StepAction] = {action.name: action for action in _ALL}
"""Every step action by name."""

OF_AMIS = ("DistributeImage", "ModifyImageAttributes", "ApplyImageConfigurations")
OF_CONTAINERS = ("DistributeContainerImage",)

VARIABLES = (
    "cloudWatchLogGroup", "cloudWatchLogStream", "collectImageMetadata",
    "collectImageScanFindings", "imageBuildNumber", "imageId", "imageName", "imageType",
    "imageVersionNumber", "instanceProfileName", "platform", "s3Logs", "securityGroups",
    "sourceImageARN", "subnetId", "terminateInstanceOnFailure", "workflowPhase",
    "workingDirectory",
)  # fmt: skip
"""What `$.imagebuilder` holds."""

OPERATORS = (
    "booleanEquals", "numberEquals", "numberGreaterThan", "numberGreaterThanEquals",
    "numberLessThan", "numberLessThanEquals", "stringEquals",
)  # fmt: skip
"""Comparisons of `if`; fewer than component documents have."""
