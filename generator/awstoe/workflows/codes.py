"""Findings about workflow documents: AF75x."""

from __future__ import annotations

from generator.findings import Code, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_DOCUMENT = "EC2 Image Builder User Guide, Create a YAML workflow document"
_ACTIONS = "EC2 Image Builder User Guide, Supported step actions for your workflow document"
_VARIABLES = "EC2 Image Builder User Guide, Use dynamic variables in your workflow document"
_IF = "EC2 Image Builder User Guide, Use conditional statements in workflow documents"

STRUCTURE = Code(
    "AF751", "workflow document with a wrong structure", ERROR,
    "A workflow has schemaVersion 1.0 and 1 to 15 steps, and may have a name, a description, up\n"
    "to 25 parameters and up to 25 outputs. A step has a name of its own (3 to 100 letters,\n"
    "digits and underscores), an action and inputs; it may have description, if, onFailure\n"
    "(Abort or Continue), rollbackEnabled and timeoutSeconds. Parameters are a list of objects\n"
    "with name and type, unlike those of component documents.", _DOCUMENT,
)  # fmt: skip
ACTION = Code(
    "AF752", "unknown step action, or one of another stage", ERROR,
    "Each step action belongs to one or more stages: components run in builds and tests, images\n"
    "are distributed in distribution workflows.", _ACTIONS,
)  # fmt: skip
INPUTS = Code(
    "AF753", "inputs of a step action", ERROR,
    "Each step action has inputs of its own. When the value is a JSONPath, the input's key ends\n"
    "with .$, as in `instanceId.$: $.stepOutputs.Launch.instanceId`; without it the path is taken\n"
    "as a text.", _ACTIONS,
)  # fmt: skip
TIMEOUT = Code(
    "AF754", "timeout of a workflow step", ERROR,
    "timeoutSeconds is a whole number of at least one, at most what the step action allows.",
    _ACTIONS,
)  # fmt: skip
REFERENCE = Code(
    "AF755", "JSONPath to nothing", ERROR,
    "`$.parameters.NAME` is a parameter of the workflow, `$.stepOutputs.STEP.OUTPUT` an output of\n"
    "an earlier step, `$.workflowOutputs.NAME` one of an earlier workflow, `$.imagebuilder.NAME`\n"
    "one of the service's variables.", _VARIABLES,
)  # fmt: skip
CONDITION = Code(
    "AF756", "condition of a workflow step", ERROR,
    "`if` has one comparison with its value, or and, or (1 to 10 conditions), not (one), nested\n"
    "at most four deep. There are fewer comparisons than in component documents.", _IF,
)  # fmt: skip
NO_IMAGE = Code(
    "AF757", "build workflow that gives no image away", ERROR,
    "A workflow of type build gives the image away as an output with the name ImageId:\n"
    "`outputs: [{name: ImageId, value: $.stepOutputs.<step>.imageId}]`, with the step that makes\n"
    "the image. The pipeline is refused otherwise.", _DOCUMENT,
)  # fmt: skip
MIXED = Code(
    "AF758", "distribution of AMIs and of containers in one workflow", ERROR,
    "DistributeContainerImage cannot stand beside DistributeImage, ModifyImageAttributes or\n"
    "ApplyImageConfigurations.", _ACTIONS,
)  # fmt: skip
NOT_SANITIZED = Code(
    "AF759", "image made from an instance that was not cleaned", WARNING,
    "The workflow replaces the service's own, which removes host keys, logs and caches before it\n"
    "makes the image. Add SanitizeInstance (Linux) or RunSysPrep (Windows) before it.", _ACTIONS,
)  # fmt: skip

CODES = (
    STRUCTURE, ACTION, INPUTS, TIMEOUT, REFERENCE, CONDITION, NO_IMAGE, MIXED, NOT_SANITIZED,
)  # fmt: skip
